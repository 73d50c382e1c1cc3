import { closest, distance } from 'fastest-levenshtein';
import { context, section } from '#platform/slack/blocks.ts';
import type { CommandRequest } from '#platform/slack/surface.ts';
import { whoIs } from '../find.ts';
import { openAdd } from './add.ts';
import type { CandidateSlackDeps } from './deps.ts';
import { FIND_HELP } from './find-help.ts';
import { find, personBlocks, quoted } from './list.ts';
import { cardMessage } from './show-card.ts';

/** People offered when a name means several. */
const OFFERED = 10;

const HELP = [
  '`/candidate add` opens a form; `/candidate add Ana Petrova ana@example.com linkedin.com/in/ana #golang` fills it in',
  '`/candidate find QUERY` lists who fits, hottest first, e.g. `/candidate find golang city:berlin temp:hot`; `/candidate find help` has all that a query can say',
  '`/candidate NAME, E-MAIL or LINK` shows one person',
];

const WORDS = ['add', 'find', 'help'];
/** Typing mistakes up to which a word is taken for one of ours. */
const MISTAKES = 2;

/** `/candidate` and its words; whatever is none of them is a name, an e-mail address or a link. */
export async function candidateCommand(deps: CandidateSlackDeps, request: CommandRequest): Promise<void> {
  const [, first = '', rest = ''] = /^(\S*)\s*([\s\S]*)$/.exec(request.text) ?? [];
  switch (first.toLowerCase()) {
    case '':
    case 'help':
      return request.reply({ text: help(deps) });
    case 'add':
      return openAdd(request, rest, request.channelId);
    case 'find':
      return rest.trim().toLowerCase() === 'help'
        ? request.reply({ text: FIND_HELP })
        : find(deps, request, rest);
    default: {
      const word = Object.hasOwn(deps.words, first.toLowerCase()) ? deps.words[first.toLowerCase()] : null;
      return word ? word.run(request, rest) : show(deps, request);
    }
  }
}

function help({ words }: CandidateSlackDeps): string {
  return [...HELP, ...Object.values(words).map((word) => word.help)].join('\n');
}

/** The card of whom the text means, or a list to pick from. */
async function show(deps: CandidateSlackDeps, request: CommandRequest): Promise<void> {
  const people = await whoIs(deps, request.text, OFFERED + 1);
  const [only] = people;
  if (!only) return request.reply({ text: unknown(deps, request.text) });
  if (people.length === 1) return request.reply(await cardMessage(deps, only));
  const text = `“${quoted(request.text)}” may be several people. Whom do you mean?`;
  await request.reply({
    text,
    blocks: [
      section(text),
      ...personBlocks(deps, people.slice(0, OFFERED)),
      ...(people.length > OFFERED
        ? [context('There are more. Say it more exactly, or use `/candidate find`.')]
        : []),
    ],
  });
}

function unknown(deps: CandidateSlackDeps, text: string): string {
  const [first = '', ...rest] = text.split(/\s+/);
  const word = closest(first.toLowerCase(), [...WORDS, ...Object.keys(deps.words)]);
  if (distance(first.toLowerCase(), word) <= MISTAKES)
    return `I don’t know “${quoted(first)}”. Did you mean \`/candidate ${[word, quoted(rest.join(' ')).replaceAll('`', '')].join(' ').trim()}\`? \`/candidate help\` lists what I know.`;
  return `I know nobody by “${quoted(text)}”. Add them with \`/candidate add\`, or look with \`/candidate find\`.`;
}
