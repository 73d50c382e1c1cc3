import type { Channel, Person } from './model.ts';

export const TEAM = { id: 'T0REKINDLE', domain: 'rekindle-local', name: 'Rekindle (local)' } as const;
export const APP_ID = 'A0REKINDLE';
export const BOT_USER_ID = 'U0REKINDLE';
export const BOT_ID = 'B0REKINDLE';
export const SLACKBOT_ID = 'USLACKBOT';

function member(id: string, realName: string, timeZone: string, more: Partial<Person> = {}): Person {
  const first = realName.split(' ')[0] ?? realName;
  return {
    id,
    name: first.toLowerCase(),
    realName,
    displayName: first,
    email: `${first.toLowerCase()}@rekindle.example`,
    timeZone,
    kind: 'member',
    admin: false,
    botId: null,
    sample: true,
    ...more,
  };
}

/** The people of product.md section 17, and a guest and a foreign bot by whom refusals can be tried. */
export const SAMPLE_PEOPLE: readonly Person[] = [
  member('U0RILEY', 'Riley Castellano', 'America/New_York', { admin: true }),
  member('U0HARPER', 'Harper Okonkwo', 'Europe/London'),
  member('U0MORGAN', 'Morgan Lindqvist', 'America/Chicago'),
  member('U0GUEST', 'Avery Guest', 'Europe/Berlin', { kind: 'guest', sample: false }),
  member('U0STANDUP', 'Standup Bot', 'America/New_York', { kind: 'bot', botId: 'B0STANDUP', sample: false }),
];

/** The bot user that the "installed" app acts as. */
export function appPerson(displayName: string): Person {
  return member(BOT_USER_ID, displayName, 'Etc/UTC', {
    name: displayName.toLowerCase().replaceAll(' ', ''),
    displayName,
    kind: 'bot',
    botId: BOT_ID,
    sample: false,
  });
}

export const SAMPLE_CHANNELS: readonly { id: string; name: string }[] = [
  { id: 'C0GENERAL', name: 'general' },
  { id: 'C0HIRING', name: 'hiring' },
  { id: 'C0REFERRALS', name: 'referrals' },
];

/** Channels with everybody in them, a direct message with the app for each person, and one for each pair. */
export function channelsFor(
  people: readonly Person[],
  named: readonly { id: string; name: string }[],
  created: number,
): Channel[] {
  const humans = people.filter((person) => person.kind !== 'bot');
  const all = [...people.map((person) => person.id), BOT_USER_ID];
  const shown = humans.filter((person) => person.sample);
  const direct = (a: string, b: string, id: string): Channel => ({
    id,
    name: '',
    kind: 'im',
    members: [a, b],
    created,
  });
  return [
    ...named.map(({ id, name }): Channel => ({ id, name, kind: 'channel', members: all, created })),
    ...humans.map((person) => direct(person.id, BOT_USER_ID, directMessageId(person.id))),
    ...shown.flatMap((person, at) =>
      shown
        .slice(at + 1)
        .map((other) => direct(person.id, other.id, `D${person.id.slice(1)}${other.id.slice(2)}`)),
    ),
  ];
}

/** The id of the direct message between the app and a person. */
export function directMessageId(userId: string): string {
  return `D${userId.slice(1)}`;
}
