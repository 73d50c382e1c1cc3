import { randomBytes } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '#platform/clock.ts';
import { type KeptMap, openJournal } from './journal.ts';
import type { Channel, Mail, Message, Person, ResponseTarget, StoredFile, View } from './model.ts';
import { appPerson, BOT_USER_ID, channelsFor } from './sample.ts';

/** Shorter texts stand in everything. */
const SHORTEST = 4;
/** Messages kept of one channel; the oldest go first. */
const MESSAGES_KEPT = 1_000;

export interface State {
  people: KeptMap<Person>;
  channels: KeptMap<Channel>;
  files: KeptMap<StoredFile>;
  /** The open modals of each person, lowest first, by user id. */
  modals: KeptMap<View[]>;
  homes: KeptMap<View>;
  responses: KeptMap<ResponseTarget>;
  /** `user/channel` → ts of the newest message that this person has seen. */
  seen: KeptMap<string>;
  mails: KeptMap<Mail>;
  secrets: { botToken: string; appToken: string; signingSecret: string };
  /** Milliseconds that the clock was ahead of the machine's when it was last moved. */
  clockOffset(): number;
  keepClockOffset(offset: number): void;
  /** Messages of a channel, oldest first. */
  messagesIn(channelId: string): Message[];
  message(channelId: string, ts: string): Message | undefined;
  putMessage(message: Message): void;
  removeMessage(message: Message): void;
  /** A timestamp that no message has, later than every earlier one; `1764000000.000100`. */
  nextTs(): string;
  /** An id in Slack's look: the letter and ten characters. */
  newId(letter: string): string;
  /** Where the contents of files and mails lie. */
  directory: string;
  /** Forgets every message, window, file and mail in which one of these texts stands, and rewrites what is kept. */
  forget(texts: readonly string[]): Promise<void>;
  flush(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens what an earlier run left under `directory`, or starts with the people and channels given.
 * @throws when the directory can be neither read nor made
 */
export async function openState(options: {
  directory: string;
  clock: Clock;
  botName: string;
  people: readonly Person[];
  channels: readonly { id: string; name: string }[];
  /** Told when what the workspace holds can't be written to the disk. */
  onWriteError: (error: unknown) => void;
}): Promise<State> {
  const journal = await openJournal(join(options.directory, 'journal.jsonl'), options.onWriteError);
  const messages = journal.map<Message>('messages');
  const settings = journal.map<string>('settings');
  const people = journal.map<Person>('people');
  const channels = journal.map<Channel>('channels');

  const created = Math.floor(options.clock.now().getTime() / 1000);
  for (const person of [...options.people, appPerson(options.botName)]) people.set(person.id, person);
  for (const channel of channelsFor(options.people, options.channels, created))
    if (!channels.get(channel.id)) channels.set(channel.id, channel);

  const secret = (name: string, prefix: string) => {
    const kept = settings.get(name) ?? `${prefix}${randomBytes(16).toString('hex')}`;
    if (!settings.get(name)) settings.set(name, kept);
    return kept;
  };
  const byChannel = groupedByChannel(messages.values());
  let lastMicroseconds = [...messages.values()].reduce((last, { ts }) => Math.max(last, microseconds(ts)), 0);

  const list = (channelId: string) => {
    const known = byChannel.get(channelId);
    if (known) return known;
    const made: Map<string, Message> = new Map();
    byChannel.set(channelId, made);
    return made;
  };

  const removeMessage = (message: Message) => {
    list(message.channel).delete(message.ts);
    messages.delete(`${message.channel}/${message.ts}`);
  };

  const files = journal.map<StoredFile>('files');
  const modals = journal.map<View[]>('modals');
  const homes = journal.map<View>('homes');
  const responses = journal.map<ResponseTarget>('responses');
  const mails = journal.map<Mail>('mails');

  return {
    people,
    channels,
    files,
    modals,
    homes,
    responses,
    seen: journal.map('seen'),
    mails,
    async forget(texts) {
      const names = saying(texts);
      for (const message of [...messages.values()]) if (names(message)) removeMessage(message);
      for (const map of [modals, homes, responses] as KeptMap<unknown>[])
        for (const key of [...map.keys()]) if (names(map.get(key))) map.delete(key);
      const folders: [KeptMap<unknown>, string][] = [
        [files, join(options.directory, 'files')],
        [mails, join(options.directory, 'mails')],
      ];
      for (const [map, folder] of folders)
        for (const name of await readdir(folder).catch(() => []))
          if (names((await readFile(join(folder, name))).toString('utf8'))) {
            await rm(join(folder, name), { force: true });
            map.delete(name.replace(/\.\w+$/, ''));
          }
      for (const map of [files, mails] as KeptMap<unknown>[])
        for (const key of [...map.keys()]) if (names(map.get(key))) map.delete(key);
      await journal.compact();
    },
    secrets: {
      botToken: secret('botToken', 'xoxb-local-'),
      appToken: secret('appToken', 'xapp-local-'),
      signingSecret: secret('signingSecret', ''),
    },
    clockOffset: () => Number(settings.get('clockOffset') ?? 0),
    keepClockOffset: (offset) => settings.set('clockOffset', String(offset)),
    messagesIn: (channelId) => [...list(channelId).values()],
    message: (channelId, ts) => list(channelId).get(ts),
    putMessage(message) {
      const inChannel = list(message.channel);
      inChannel.set(message.ts, message);
      messages.set(`${message.channel}/${message.ts}`, message);
      if (inChannel.size > MESSAGES_KEPT) {
        const oldest = inChannel.values().next().value;
        if (oldest) removeMessage(oldest);
      }
    },
    removeMessage,
    nextTs() {
      lastMicroseconds = Math.max(lastMicroseconds + 1, options.clock.now().getTime() * 1000);
      const whole = Math.floor(lastMicroseconds / 1e6);
      return `${whole}.${String(lastMicroseconds % 1e6).padStart(6, '0')}`;
    },
    newId: (letter) => `${letter}${randomBytes(5).toString('hex').toUpperCase()}`,
    directory: options.directory,
    flush: journal.flush,
    close: journal.close,
  };
}

/** Whether one of these texts stands in something. */
function saying(texts: readonly string[]): (value: unknown) => boolean {
  const wanted = texts.filter((text) => text.length >= SHORTEST).map((text) => text.toLowerCase());
  return (value) => {
    const said = (typeof value === 'string' ? value : JSON.stringify(value)).toLowerCase();
    // Quoted-printable cuts long lines with an equals sign at their end.
    const whole = said.replace(/=\r?\n/g, '');
    return wanted.some((text) => said.includes(text) || whole.includes(text));
  };
}

function microseconds(ts: string): number {
  return Number(ts.replace('.', ''));
}

function groupedByChannel(messages: Iterable<Message>): Map<string, Map<string, Message>> {
  const sorted = [...messages].sort((a, b) => microseconds(a.ts) - microseconds(b.ts));
  const grouped = new Map<string, Map<string, Message>>();
  for (const message of sorted) {
    const list = grouped.get(message.channel) ?? new Map<string, Message>();
    list.set(message.ts, message);
    grouped.set(message.channel, list);
  }
  return grouped;
}

/** True if this person is told of what is in the channel. */
export function sees(channel: Channel, userId: string): boolean {
  return channel.kind === 'channel' || channel.members.includes(userId);
}

/** The direct message with the app, or null for any other conversation. */
export function isWithApp(channel: Channel): boolean {
  return channel.kind === 'im' && channel.members.includes(BOT_USER_ID);
}
