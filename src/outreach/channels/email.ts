import { MAX_BODY } from '../limits.ts';
import type { Channel } from './channel.ts';

export const email: Channel = {
  id: 'email',
  label: 'E-mail',
  goesOut: 'by us',
  needsSubject: true,
  longest: MAX_BODY,
  asksHours: true,
  addressOf: ({ emails }) => emails[0] ?? null,
  hardReasons(candidate, postalAddress) {
    const bounced = candidate.suppressions.some(({ reason }) => reason === 'bounced');
    return [
      ...(bounced
        ? [{ id: 'bounced', words: 'An e-mail to them came back: the address doesn’t work.' }]
        : []),
      ...(candidate.emails.length === 0
        ? [
            {
              id: 'no e-mail',
              words: 'There is no e-mail address on the card: add one with Edit, or pick another channel.',
            },
          ]
        : []),
      ...(postalAddress
        ? []
        : [
            {
              id: 'no postal address',
              words:
                'No postal address is set, and every message has to carry one: an admin can set MAIL_POSTAL_ADDRESS.',
            },
          ]),
    ];
  },
};
