import { addressesIn, bySentence, datesIn, linksIn, numbersIn } from './ground.ts';

/** Whole tokens are compared, never parts of strings: “5” does not stand in “2025”. */
function* missing(kind: string, found: ReadonlySet<string>, known: ReadonlySet<string>) {
  for (const one of found) if (!known.has(one)) yield `${kind}: ${one}`;
}

/** E-mail addresses and phone numbers; see `links`. */
export const addresses = bySentence('address', (sentence, ground) =>
  missing('This address or phone number is none of ours', addressesIn(sentence), ground.addresses),
);

/** A link that stands in a note or in what the candidate wrote is none of ours. */
export const links = bySentence('link', (sentence, ground) =>
  missing('This link is none of ours', linksIn(sentence), ground.links),
);

export const numbers = bySentence('number', (sentence, ground) =>
  missing('This number is not in the facts', numbersIn(sentence), ground.numbers),
);

export const dates = bySentence('date', (sentence, ground) =>
  missing('This date is not in the facts', datesIn(sentence), ground.dates),
);
