import { closest } from 'fastest-levenshtein';
import { searchPage } from '#candidates/search.ts';
import type { SearchDeps } from '#candidates/searches.ts';
import { button, section } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type {
  ActionRequest,
  CommandRequest,
  CommandWord,
  Message,
  Surface,
  ViewAnswer,
  ViewRequest,
} from '#platform/slack/surface.ts';
import { changeSequence, createSequence, makeReadySequences } from '../edit.ts';
import { pauseEnrolment, stopEnrolment } from '../enrol.ts';
import type { BulkDeps } from '../enrol-many.ts';
import { resultsOf } from '../results.ts';
import { MOST_AUDIENCE, MOST_NAME, type Sequence, STEP_KINDS, sequenceKey } from '../sequence.ts';
import { fillIn } from '../template.ts';
import { registerEnrolling } from './enrolling.ts';
import { previewModal, SEQUENCE, sequenceModal, stepModal } from './modals.ts';
import { PEOPLE_SHOWN, sequencePage } from './page.ts';
import { registerSteps } from './steps.ts';

const NEED = 'nurture';
const LISTED = 40;

export interface NurtureSlackDeps extends BulkDeps, SearchDeps {
  /** How many of those who were put into a sequence came back, in words; null when nobody was re-engaged by it. */
  recoveredBy: (sequence: string) => Promise<string | null>;
  touchpointsOfDrafts: Parameters<typeof resultsOf>[0]['touchpointsOfDrafts'];
  /** Words of `/nurture` that other features answer. */
  words: Record<string, CommandWord>;
}

/** What `/nurture help` says. */
const HELP = [
  '`/nurture` lists the sequences; `/nurture new` makes one; `/nurture NAME` shows one, with its steps and what came of them',
  'People are put in with *Enrol in sequence* on a card, or *Enrol* below a list of `/candidate find`.',
];

/** Sequences. */
export function register(surface: Surface, deps: NurtureSlackDeps): void {
  surface.command('/nurture', NEED, (request) => nurtureCommand(deps, request));
  surface.view(SEQUENCE, NEED, (request) => submitSequence(deps, request));
  surface.action('sequence_open', NEED, (request) =>
    withSequence(deps, request, async (sequence) => request.reply(await pageOf(deps, sequence))),
  );
  surface.action('sequence_edit', NEED, (request) =>
    withSequence(deps, request, async (sequence) => {
      await request.openModal(sequenceModal(sequence, request.actor.id));
    }),
  );
  surface.action('sequence_preview', NEED, (request) =>
    withSequence(deps, request, (sequence) => preview(deps, request, sequence)),
  );
  surface.action('sequence_pause', NEED, (request) =>
    withSequence(deps, request, async (sequence) => {
      const state = sequence.state === 'paused' ? 'active' : 'paused';
      await request.replaceMessage(
        await pageOf(deps, await changeSequence(deps, sequence, { state }, request.actor.id)),
      );
    }),
  );
  surface.action('sequence_delete', NEED, (request) =>
    withSequence(deps, request, async (sequence) => {
      await changeSequence(deps, sequence, { deletedAt: deps.clock.now() }, request.actor.id);
      await request.replaceMessage({ text: `*${escapeMrkdwn(sequence.name)}* is deleted.` });
    }),
  );
  registerEnrolling(surface, deps, NEED);
  surface.action('enrolment/pause', NEED, (request) => hold(deps, request, true));
  surface.action('enrolment/resume', NEED, (request) => hold(deps, request, false));
  surface.action('enrolment/leave', NEED, async (request) => {
    const left = await stopEnrolment(deps, request.value ?? '', 'left', request.actor.id);
    await request.reply({ text: left ? 'They have left the sequence.' : 'They had left it already.' });
  });
  registerSteps(surface, deps, NEED, (sequence) => pageOf(deps, sequence), stepModal);
}

async function nurtureCommand(deps: NurtureSlackDeps, request: CommandRequest): Promise<void> {
  const { text, actor } = request;
  const word = text.toLowerCase();
  const [, first = '', rest = ''] = /^(\S*)\s*([\s\S]*)$/.exec(text) ?? [];
  const other = Object.hasOwn(deps.words, first.toLowerCase()) ? deps.words[first.toLowerCase()] : null;
  if (other) return other.run(request, rest);
  if (word === 'help') return request.reply({ text: help(deps) });
  if (word === 'new') return void (await request.openModal(sequenceModal(null, actor.id)));
  await makeReadySequences(deps, { id: actor.id, name: actor.name, timeZone: actor.timeZone });
  const all = await deps.sequences.all(LISTED);
  if (text === '') return request.reply(await listMessage(deps, all));
  const sequence = (await deps.sequences.byKey(sequenceKey(text))) ?? onlyOneWith(word, all);
  if (sequence) return request.reply(await pageOf(deps, sequence));
  const near = closest(word, [
    'new',
    'help',
    ...Object.keys(deps.words),
    ...all.map(({ name }) => name.toLowerCase()),
  ]);
  const known = all.find(({ name }) => name.toLowerCase() === near)?.name ?? near;
  const hint = ` Did you mean \`/nurture ${escapeMrkdwn(known)}\`?`;
  return request.reply({
    text: `There is no sequence “${escapeMrkdwn(text.slice(0, 100))}”.${hint}\n${help(deps)}`,
  });
}

/** A part of a name is enough where it is part of one name only. */
function onlyOneWith(part: string, all: readonly Sequence[]): Sequence | null {
  const found = all.filter(({ name }) => name.toLowerCase().includes(part));
  return (found.length === 1 && found[0]) || null;
}

function help({ words }: Pick<NurtureSlackDeps, 'words'>): string {
  return [...HELP, ...Object.values(words).map((word) => word.help)].join('\n');
}

async function listMessage(deps: NurtureSlackDeps, all: readonly Sequence[]): Promise<Message> {
  if (all.length === 0) return { text: `There is no sequence yet.\n${help(deps)}` };
  const lines = await Promise.all(
    all.map(async (sequence) => {
      const counts = await deps.enrolments.counts(sequence._id);
      const inside = counts
        .filter(({ _id }) => ['active', 'waiting', 'paused'].includes(_id.state))
        .reduce((sum, { count }) => sum + count, 0);
      const steps = `${sequence.steps.length} ${sequence.steps.length === 1 ? 'step' : 'steps'}`;
      return section(
        `*${escapeMrkdwn(sequence.name)}*${sequence.state === 'paused' ? ' (paused)' : ''}: ${steps}, ${inside} in it${sequence.audience ? `\n${escapeMrkdwn(sequence.audience)}` : ''}`,
        button('Open', 'sequence_open', sequence._id),
      );
    }),
  );
  return { text: 'Sequences', blocks: lines };
}

async function pageOf(deps: NurtureSlackDeps, sequence: Sequence): Promise<Message> {
  const [counts, results, enrolments, recovered] = await Promise.all([
    deps.enrolments.counts(sequence._id),
    resultsOf(deps, sequence),
    deps.enrolments.list(sequence._id, PEOPLE_SHOWN),
    deps.recoveredBy(sequence._id),
  ]);
  const people = await Promise.all(
    enrolments.map(async (enrolment) => ({
      enrolment,
      candidate: await deps.outreach.people.byId(enrolment.candidateId),
    })),
  );
  return sequencePage({
    sequence,
    counts,
    results,
    recovered,
    people: people.flatMap(({ enrolment, candidate }) => (candidate ? [{ enrolment, candidate }] : [])),
  });
}

async function withSequence(
  deps: NurtureSlackDeps,
  request: ActionRequest,
  act: (sequence: Sequence) => Promise<void>,
): Promise<void> {
  const sequence = await deps.sequences.byId(request.value ?? '');
  if (sequence) await act(sequence);
  else await request.reply({ text: 'This sequence is not there any more.' });
}

async function hold(deps: NurtureSlackDeps, request: ActionRequest, paused: boolean): Promise<void> {
  const done = await pauseEnrolment(deps, request.value ?? '', paused, request.actor.id);
  const text = paused ? 'They stay where they are until you resume.' : 'They go on.';
  await request.reply({ text: done ? text : 'Nothing to change: they have gone on or left meanwhile.' });
}

/** With somebody who is in it, or else the hottest person there is. */
async function preview(deps: NurtureSlackDeps, request: ActionRequest, sequence: Sequence): Promise<void> {
  const [inside] = await deps.enrolments.list(sequence._id, 1);
  const someone = inside
    ? await deps.outreach.people.byId(inside.candidateId)
    : (await searchPage(deps, '', request.actor, null, 1)).candidates[0];
  if (!someone) return request.reply({ text: 'There is nobody yet to show it with.' });
  const steps = sequence.steps.map((step, index) => {
    const [text] = step.variants;
    const isText = step.kind === 'message';
    const subject = isText
      ? fillIn(text?.subject ?? '', someone, sequence.owner.name)
      : { text: '', missing: [] };
    const body = isText
      ? fillIn(text?.message ?? '', someone, sequence.owner.name)
      : { text: text?.message ?? '', missing: [] };
    return {
      title: `${index + 1}. ${STEP_KINDS[step.kind]}`,
      subject: subject.text,
      body: body.text,
      missing: [...new Set([...subject.missing, ...body.missing])],
    };
  });
  await request.openModal(previewModal(sequence, someone.name, steps));
}

async function submitSequence(deps: NurtureSlackDeps, request: ViewRequest): Promise<ViewAnswer> {
  const { values, actor } = request;
  const text = (id: string) => (typeof values[id] === 'string' ? values[id].trim() : '');
  const name = text('name').replace(/\s+/g, ' ').slice(0, MOST_NAME);
  if (!sequenceKey(name)) return { errors: { name: 'A sequence needs a name.' } };
  if (['new', 'help', ...Object.keys(deps.words)].includes(sequenceKey(name)))
    return { errors: { name: 'This word means something else here.' } };
  const owner = await deps.outreach.colleague(text('owner'));
  if (!owner) return { errors: { owner: 'The owner is a colleague, not a guest or an app.' } };
  const stopAt =
    text('stopAt') === 'hot' || text('stopAt') === 'warm' ? (text('stopAt') as 'hot' | 'warm') : null;
  const fields = {
    name,
    audience: text('audience').slice(0, MOST_AUDIENCE),
    owner: { id: owner.id, name: owner.name, timeZone: owner.timeZone ?? 'UTC' },
    stopAt,
  };
  const [id, revision] = request.metadata.split(' ');
  const existing = id ? await deps.sequences.byId(id) : null;
  if (id && !existing) return { errors: { name: 'This sequence is not there any more.' } };
  try {
    const saved = existing
      ? await changeSequence(deps, { ...existing, revision: Number(revision) }, fields, actor.id)
      : await createSequence(deps, fields, actor.id);
    return {
      close: true,
      async after() {
        const page = await pageOf(deps, saved);
        await request.client.chat.postMessage({
          channel: actor.id,
          text: page.text,
          blocks: page.blocks ?? [],
        });
      },
    };
  } catch (error) {
    if (error instanceof Error && error.name === 'PersonError') return { errors: { name: error.message } };
    throw error;
  }
}
