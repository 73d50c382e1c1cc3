import type { Channel } from './channel.ts';

/** Characters that LinkedIn takes in a message to somebody who is no connection yet (InMail, 2026). */
const LONGEST = 1_900;

/** Text to copy: LinkedIn lets nobody but people send messages. */
export const linkedin: Channel = {
  id: 'linkedin',
  label: 'LinkedIn',
  goesOut: 'by hand',
  needsSubject: false,
  longest: LONGEST,
  asksHours: false,
  addressOf: ({ links }) => links.find((link) => /linkedin\./i.test(link)) ?? links[0] ?? null,
  hardReasons: () => [],
};
