import type { ModalView } from '@slack/types';
import { wordsOf } from '#candidates/search-words.ts';
import { personChoice } from '#candidates/slack/person-choice.ts';
import { PersonError } from '#platform/person-error.ts';
import { context, input, option, plain, section } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type {
  ActionRequest,
  Choice,
  OptionsRequest,
  Surface,
  ViewAnswer,
  ViewRequest,
} from '#platform/slack/surface.ts';
import { closeRole, lastRounds, workOffClosing } from '../close.ts';
import type { RolesDeps } from '../deps.ts';
import { roleById } from '../find.ts';
import { MATCH_STATES } from '../match.ts';
import { peopleById } from '../post-matches.ts';
import { OUTCOMES, type Outcome, type Role } from '../role.ts';

const NEED = 'roles';
const CLOSE_MODAL = 'close_role';
const MATCH_SELECT = 'role_match_select';
const CHOICES = 100;
const GONE = 'This role is not there any more.';

/** **Close role**: how it ended, who was hired, and who becomes a silver medalist. */
export function registerClose(surface: Surface, deps: RolesDeps): void {
  surface.action('role_close', NEED, (request) => open(deps, request));
  surface.options(MATCH_SELECT, NEED, (request) => choices(deps, request));
  surface.view(CLOSE_MODAL, NEED, (request) => submit(deps, request));
}

async function open(deps: RolesDeps, request: ActionRequest): Promise<void> {
  const role = await roleById(deps, request.value ?? '');
  if (!role) return request.reply({ text: GONE });
  if (role.state === 'closed')
    return request.reply({ text: `*${escapeMrkdwn(role.title)}* is closed already.` });
  const rounds = await lastRounds(deps, role);
  const people = await peopleById(
    deps,
    rounds.map(({ candidateId }) => candidateId),
  );
  const medalists = rounds.flatMap(({ candidateId }) => {
    const candidate = people.get(candidateId);
    return candidate ? [{ ...personChoice(candidate), value: candidateId }] : [];
  });
  await request.openModal(
    closeModal(role, medalists.slice(0, CHOICES), await deps.sequencesToPick(request.actor)),
  );
}

function closeModal(
  role: Role,
  medalists: readonly Choice[],
  sequences: readonly { id: string; name: string }[],
): ModalView {
  const people = (field: string, initial: readonly Choice[]) => ({
    type: 'multi_external_select' as const,
    action_id: MATCH_SELECT,
    min_query_length: 0,
    placeholder: plain(field === 'hired' ? 'Who was hired' : 'Whom to remember'),
    ...(initial.length > 0 && { initial_options: initial.map(({ text, value }) => option(text, value)) }),
  });
  return {
    type: 'modal',
    callback_id: CLOSE_MODAL,
    private_metadata: JSON.stringify({ id: role._id, revision: role.revision }),
    title: plain('Close role'),
    submit: plain('Close role'),
    close: plain('Cancel'),
    blocks: [
      section(`*${escapeMrkdwn(role.title)}*`),
      input('outcome', 'Outcome', {
        type: 'static_select',
        action_id: 'outcome',
        options: Object.entries(OUTCOMES).map(([outcome, text]) => option(text, outcome)),
      }),
      input('hired', 'Hired', people('hired', []), { optional: true }),
      input('medalists', 'Silver medalists', people('medalists', medalists), {
        optional: true,
        hint: 'Who was in the last rounds: interviewing, or the hiring manager said yes. They come first for the next similar role.',
      }),
      ...(sequences.length > 0
        ? [
            input(
              'sequence',
              'Sequence',
              {
                type: 'static_select',
                action_id: 'sequence',
                options: sequences.slice(0, CHOICES).map(({ id, name }) => option(name, id)),
                placeholder: plain('None'),
              },
              {
                optional: true,
                hint: 'In which the silver medalists are enrolled, if they may be written to.',
              },
            ),
          ]
        : []),
      context('Who is hired is not written to as a candidate any more.'),
    ],
  };
}

/** People of the role whose name says what was typed. */
async function choices(deps: RolesDeps, { query, metadata }: OptionsRequest): Promise<Choice[]> {
  const role = await roleById(deps, readMetadata(metadata).id);
  if (!role) return [];
  const matches = await deps.matches.ofRole(role._id, MATCH_STATES);
  const people = await peopleById(
    deps,
    matches.map(({ candidateId }) => candidateId),
  );
  const wanted = wordsOf(query);
  const chosen = (state: string) => (state === 'proposed' || state === 'not a fit' ? 1 : 0);
  return matches
    .toSorted((a, b) => chosen(a.state) - chosen(b.state))
    .flatMap(({ candidateId }) => {
      const candidate = people.get(candidateId);
      return candidate ? [{ ...personChoice(candidate), value: candidateId }] : [];
    })
    .filter(({ text }) => {
      const own = wordsOf(text);
      return wanted.every((word) => own.some((one) => one.startsWith(word)));
    })
    .slice(0, CHOICES);
}

function readMetadata(text: string): { id: string; revision: number } {
  try {
    const { id, revision } = JSON.parse(text) as { id?: unknown; revision?: unknown };
    return { id: String(id ?? ''), revision: Number(revision ?? -1) };
  } catch {
    return { id: '', revision: -1 };
  }
}

async function submit(deps: RolesDeps, request: ViewRequest): Promise<ViewAnswer> {
  const { id, revision } = readMetadata(request.metadata);
  const role = await roleById(deps, id);
  if (!role) return { errors: { outcome: GONE } };
  const { outcome, sequence } = request.values;
  if (typeof outcome !== 'string' || !Object.hasOwn(OUTCOMES, outcome))
    return { errors: { outcome: 'Please say how it ended.' } };
  const list = (field: string) => {
    const value = request.values[field];
    return Array.isArray(value) ? value : [];
  };
  const [hired, medalists] = [list('hired'), list('medalists')];
  if (outcome === 'hired' && hired.length === 0) return { errors: { hired: 'Please say who was hired.' } };
  if (outcome === 'cancelled' && hired.length > 0)
    return { errors: { hired: 'Nobody is hired for a role that is cancelled.' } };
  const known = new Set(
    (await deps.matches.ofRole(role._id, MATCH_STATES)).map(({ candidateId }) => candidateId),
  );
  for (const [field, ids] of [
    ['hired', hired],
    ['medalists', medalists],
  ] as const)
    if (ids.some((one) => !known.has(one)))
      return { errors: { [field]: 'Only people who were shown for this role can be picked.' } };
  const offered = await deps.sequencesToPick(request.actor);
  if (typeof sequence === 'string' && !offered.some((one) => one.id === sequence))
    return { errors: { sequence: 'This sequence is not there any more.' } };
  try {
    const closed = await closeRole(
      deps,
      { ...role, revision },
      {
        outcome: outcome as Outcome,
        hired,
        medalists,
        sequence: typeof sequence === 'string' ? sequence : null,
        by: request.actor.id,
      },
    );
    return { close: true, after: () => workOffClosing(deps, closed) };
  } catch (error) {
    if (error instanceof PersonError) return { errors: { outcome: error.message } };
    throw error;
  }
}
