import { MAX_BODY } from '../limits.ts';
import type { Channel } from './channel.ts';

/** What to say on the phone, or to type into a messenger. */
export const phone: Channel = {
  id: 'phone',
  label: 'Phone',
  goesOut: 'by hand',
  needsSubject: false,
  longest: MAX_BODY,
  asksHours: false,
  addressOf: ({ phones }) => phones[0] ?? null,
  hardReasons: () => [],
};
