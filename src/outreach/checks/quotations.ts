import { bySentence, wordsIn } from './ground.ts';

const QUOTED = /[“"«„]([^“”"«»„]{3,400})[”"»“]/gu;
/** Words in a row that nobody writes by chance as a colleague has written them. */
const RUN = 8;

/** What stands in quotation marks must stand in the facts, word for word. */
export const quotations = bySentence('quotation', function* (sentence, { told }) {
  for (const [, quoted = ''] of sentence.matchAll(QUOTED)) {
    const words = wordsIn(quoted);
    if (words.length >= 2 && !told.includes(` ${words.join(' ')} `))
      yield `This quotation is not in the facts: “${quoted.slice(0, 100)}”`;
  }
});

/** Notes are for colleagues: a candidate shouldn't read them. */
export const privateNotes = bySentence('note', function* (sentence, { ours }) {
  const words = wordsIn(sentence);
  for (const note of ours) {
    const text = ` ${note.join(' ')} `;
    for (let from = 0; from + RUN <= words.length; from++) {
      if (!text.includes(` ${words.slice(from, from + RUN).join(' ')} `)) continue;
      yield 'This repeats a note that was written for colleagues.';
      return;
    }
  }
});
