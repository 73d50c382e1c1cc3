import { ActError } from '../acts/payloads.ts';
import type { Workspace } from '../context.ts';
import type { Channel, Person } from '../state/model.ts';
import { BOT_USER_ID } from '../state/sample.ts';
import { sees } from '../state/state.ts';

/** A person by id or handle (`riley`). @throws ActError naming the people that there are */
export function personNamed({ state }: Pick<Workspace, 'state'>, as: string | null): Person {
  const people = [...state.people.values()].filter(({ id }) => id !== BOT_USER_ID);
  const wanted = (as ?? '').toLowerCase();
  const person = people.find(({ id, name }) => id === as || name === wanted);
  if (person) return person;
  throw new ActError(
    `There is no person “${as ?? ''}”. There are: ${people.map(({ name }) => name).join(', ')}`,
    404,
  );
}

/**
 * A conversation by its id, by `#name`, or `@app` for this person's direct message with the app (`@` and its name does as well).
 * @throws ActError when this person doesn't see it
 */
export function channelNamed({ state }: Pick<Workspace, 'state'>, person: Person, wanted: string): Channel {
  const all = [...state.channels.values()];
  const app = state.people.get(BOT_USER_ID);
  const name = wanted.replace(/^[#@]/, '').toLowerCase();
  const found =
    state.channels.get(wanted) ??
    all.find((channel) => channel.kind === 'channel' && channel.name === name) ??
    ([app?.name, 'app'].includes(name) || wanted === BOT_USER_ID
      ? state.channels.get(`D${person.id.slice(1)}`)
      : undefined);
  if (found && sees(found, person.id)) return found;
  throw new ActError(`${person.displayName} has no conversation “${wanted}”.`, 404);
}
