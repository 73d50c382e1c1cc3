import { DateTime } from 'luxon';
import { z } from 'zod';
import type { Candidate } from '#candidates/candidate.ts';
import { candidateById, type FindDeps, whoIs } from '#candidates/find.ts';
import { readFreeText } from '#candidates/free-text.ts';
import { keyOf } from '#candidates/identity.ts';
import { personChoice } from '#candidates/slack/person-choice.ts';
import type { Logger } from '#platform/logger.ts';
import { actions, button, section } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type {
  ActionRequest,
  Choice,
  OptionsRequest,
  ShortcutRequest,
  ViewAnswer,
  ViewRequest,
} from '#platform/slack/surface.ts';
import { type RecordDeps, recordTouchpoint } from '../record.ts';
import { temperatureAt } from '../temperature.ts';
import { SENTIMENTS } from '../touchpoint.ts';
import { type DIRECTIONS, LOGGED_KINDS, LONGEST_NOTE, logModal } from './log-modal.ts';

export type LogDeps = RecordDeps & FindDeps & { logger: Logger };

const HITS = 20;
const metadataSchema = z.object({ candidateId: z.string().nullable(), channelId: z.string().nullable() });

/** The button **Log touchpoint** of a card. */
export async function openFromCard(deps: LogDeps, request: ActionRequest): Promise<void> {
  const candidate = await candidateById(deps, request.value ?? '');
  if (!candidate) return request.reply({ text: 'This candidate is not there any more.' });
  await request.openModal(
    logModal({
      candidate,
      candidateId: candidate._id,
      pick: false,
      today: today(deps, request.actor.timeZone),
      note: '',
      channelId: request.message?.channelId ?? null,
    }),
  );
}

/** The message shortcut **Log touchpoint**: the message is the note, and says whom it is about if it can. */
export async function openFromMessage(deps: LogDeps, request: ShortcutRequest): Promise<void> {
  const text = request.message?.text ?? '';
  await request.openModal(
    logModal({
      candidate: await mentioned(deps, text),
      candidateId: null,
      pick: true,
      today: today(deps, request.actor.timeZone),
      note: text,
      channelId: request.message?.channelId ?? null,
    }),
  );
}

/** Whom a message is about, if that is certain: one person by an address or link in it, or by the name it starts with. */
async function mentioned(deps: LogDeps, text: string): Promise<Candidate | null> {
  const { name, email, phone, link } = readFreeText(text);
  for (const word of [email, phone, link])
    if (word !== '' && keyOf(word)) {
      const [found] = await whoIs(deps, word, 1);
      if (found) return found;
    }
  const named = name === '' ? [] : await whoIs(deps, name, 2);
  return named.length === 1 ? (named[0] ?? null) : null;
}

/** Choices for the field Candidate. */
export async function candidateChoices(deps: LogDeps, request: OptionsRequest): Promise<Choice[]> {
  return (await whoIs(deps, request.query, HITS)).map(personChoice);
}

/** What isn't ours reads as nothing. */
function readMetadata(text: string): z.infer<typeof metadataSchema> {
  try {
    return metadataSchema.parse(JSON.parse(text));
  } catch {
    return { candidateId: null, channelId: null };
  }
}

/** Saves what the modal says. */
export async function submitLog(deps: LogDeps, request: ViewRequest): Promise<ViewAnswer> {
  const { candidateId, channelId } = readMetadata(request.metadata);
  const { values, actor } = request;
  const id = candidateId ?? values['candidate'];
  const kind = LOGGED_KINDS.find((one) => one === values['kind']);
  const when = typeof values['when'] === 'string' ? momentOf(deps, values['when'], actor.timeZone) : null;
  const note = typeof values['note'] === 'string' ? values['note'].trim() : '';
  if (typeof id !== 'string') return { errors: { candidate: 'Please pick whom it is about.' } };
  if (!kind) return { errors: { kind: 'Please pick what happened.' } };
  if (!when) return { errors: { when: 'Please pick the day.' } };
  if (when > deps.clock.now())
    return { errors: { when: 'That is in the future. Log it once it has happened.' } };
  if (note.length > LONGEST_NOTE)
    return {
      errors: {
        note: `The note has ${note.length.toLocaleString('en')} characters; 3,000 fit. Log it in two parts.`,
      },
    };
  const candidate = await candidateById(deps, id);
  if (!candidate)
    return { errors: { kind: 'This candidate is not there any more: somebody has deleted them.' } };
  const direction =
    values['direction'] === 'in' || values['direction'] === 'out' ? values['direction'] : null;
  await recordTouchpoint(deps, {
    _id: `log:${request.deliveryId}`,
    candidateId: id,
    kind,
    direction: direction ?? usualDirection(kind),
    at: when,
    by: actor.id,
    channel: null,
    sentiment: SENTIMENTS.find((one) => one === values['sentiment']) ?? null,
    note: note || null,
  });
  return { close: true, after: () => confirm(deps, request, id, channelId) };
}

function usualDirection(kind: (typeof LOGGED_KINDS)[number]): keyof typeof DIRECTIONS {
  const theirs = ['replied', 'inbound message', 'event attended', 'applied', 'referred'];
  return theirs.includes(kind) ? 'in' : 'out';
}

/** Says what it changed, where the person is; in the direct messages if the app isn't there. */
async function confirm(
  deps: LogDeps,
  { client, actor }: ViewRequest,
  candidateId: string,
  channelId: string | null,
): Promise<void> {
  const candidate = await candidateById(deps, candidateId);
  if (!candidate) return;
  const warmth = temperatureAt(candidate.engagement.heat, deps.clock.now(), deps.temperature);
  const text = `Logged. ${escapeMrkdwn(candidate.name)} is ${warmth} now.`;
  const blocks = [section(text), actions('logged', [button('Open', 'candidate_open', candidateId)])];
  const shown =
    channelId !== null &&
    (await client.chat.postEphemeral({ channel: channelId, user: actor.id, text, blocks }).then(
      () => true,
      () => false,
    ));
  if (!shown) await client.chat.postMessage({ channel: actor.id, text, blocks });
}

function today(deps: LogDeps, timeZone: string): string {
  return DateTime.fromJSDate(deps.clock.now(), { zone: timeZone }).toISODate() ?? '';
}

/** Today means now; an earlier day means its noon, so that no zone makes another day of it. Null for no date. */
function momentOf(deps: LogDeps, date: string, timeZone: string): Date | null {
  if (date === today(deps, timeZone)) return deps.clock.now();
  const noon = DateTime.fromISO(date, { zone: timeZone }).set({ hour: 12 });
  return noon.isValid ? noon.toJSDate() : null;
}
