import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { recordAudit } from '#audit/record.ts';
import { PersonError } from '#platform/person-error.ts';
import type { NurtureDeps } from './deps.ts';
import ready from './ready.json' with { type: 'json' };
import { MOST_STEPS, type Sequence, type Step, sequenceKey, stepSchema } from './sequence.ts';

const newId = () => randomUUID().replaceAll('-', '').slice(0, 24);
const TAKEN = 'There is a sequence of this name already.';
const CHANGED = 'Somebody else has changed this sequence in the meantime: open it again.';

const readySchema = z.array(
  z.object({
    name: z.string(),
    audience: z.string(),
    stopAt: z.enum(['hot', 'warm']).nullable(),
    steps: z.array(
      stepSchema
        .pick({ kind: true, delayDays: true })
        .extend({ subject: z.string().default(''), message: z.string().default('') }),
    ),
  }),
);

/**
 * The sequences that everybody starts with; they are changed and deleted like any other. Made once, when
 * somebody first asks for sequences: they are that person's. */
export async function makeReadySequences(
  deps: Pick<NurtureDeps, 'sequences' | 'outreach'>,
  owner: Sequence['owner'],
): Promise<void> {
  if (!(await deps.sequences.isEmpty())) return;
  for (const { name, audience, stopAt, steps } of readySchema.parse(ready))
    await deps.sequences.insert({
      ...begun(name, audience, owner, stopAt, deps.outreach.clock.now()),
      steps: steps.map(({ kind, delayDays, subject, message }) => ({
        id: newId(),
        kind,
        delayDays,
        variants: [{ subject, message }],
        withoutApproval: null,
      })),
    });
}

function begun(
  name: string,
  audience: string,
  owner: Sequence['owner'],
  stopAt: Sequence['stopAt'],
  now: Date,
): Sequence {
  return {
    _id: newId(),
    name,
    key: sequenceKey(name),
    audience,
    owner,
    steps: [],
    stopAt,
    state: 'active',
    revision: 0,
    createdBy: owner.id,
    createdAt: now,
    deletedAt: null,
  };
}

export type SequenceFields = Pick<Sequence, 'name' | 'audience' | 'owner' | 'stopAt'>;

/** @throws PersonError when the name is taken */
export async function createSequence(
  deps: NurtureDeps,
  fields: SequenceFields,
  by: string,
): Promise<Sequence> {
  const { name, audience, owner, stopAt } = fields;
  const sequence = { ...begun(name, audience, owner, stopAt, deps.outreach.clock.now()), createdBy: by };
  if (!(await deps.sequences.insert(sequence))) throw new PersonError(TAKEN);
  await audit(deps, sequence._id, by, 'sequence created', null, { name });
  return sequence;
}

/** @throws PersonError when it was changed meanwhile, or the name is taken */
export async function changeSequence(
  deps: NurtureDeps,
  sequence: Sequence,
  set: Partial<Omit<Sequence, '_id' | 'revision'>>,
  by: string,
): Promise<Sequence> {
  const changed = await deps.sequences.change(sequence, {
    ...set,
    ...(set.name !== undefined && { key: sequenceKey(set.name) }),
  });
  if (!changed) throw new PersonError(CHANGED);
  if (changed === 'name taken') throw new PersonError(TAKEN);
  const before = Object.fromEntries(Object.keys(set).map((name) => [name, sequence[name as keyof Sequence]]));
  await audit(deps, sequence._id, by, 'sequence changed', before, set);
  return changed;
}

/** Adds a step at the end, or puts it in the place of the one with its id. */
export function withStep(sequence: Sequence, step: Omit<Step, 'id'> & { id: string | null }): Step[] {
  const { steps } = sequence;
  const at = steps.findIndex(({ id }) => id === step.id);
  if (at >= 0) return steps.map((one, index) => (index === at ? { ...step, id: one.id } : one));
  if (steps.length >= MOST_STEPS) throw new PersonError(`A sequence has ${MOST_STEPS} steps at most.`);
  return [...steps, { ...step, id: newId() }];
}

export function withoutStep({ steps }: Sequence, id: string): Step[] {
  return steps.filter((step) => step.id !== id);
}

/** One place earlier. */
export function movedUp({ steps }: Sequence, id: string): Step[] {
  const at = steps.findIndex((step) => step.id === id);
  return at <= 0 ? steps : steps.toSpliced(at, 1).toSpliced(at - 1, 0, ...steps.slice(at, at + 1));
}

function audit(
  deps: NurtureDeps,
  id: string,
  by: string,
  action: string,
  before: object | null,
  after: object,
) {
  return recordAudit(deps, { by, action, subject: `sequence:${id}`, before, after, surface: 'nurture' });
}
