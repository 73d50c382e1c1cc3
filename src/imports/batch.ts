import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { identityKeys } from '#candidates/identity.ts';
import { type JoinedIn, joinIn, writeJoined } from '#candidates/joining-in.ts';
import { learnWords, type VocabularyDeps } from '#candidates/vocabulary.ts';
import { type BulkDeps, keepTouchpoints, summarised } from '#engagement/bulk.ts';
import type { NewTouchpoint } from '#engagement/touchpoint.ts';
import type { Counts, Import, Refusal } from './import.ts';
import type { Row } from './reading/style.ts';
import { type ImportedPerson, readRow } from './rows.ts';

export interface BatchDeps extends BulkDeps, VocabularyDeps {
  /** Which of these identity keys belong to somebody who was erased on request. */
  erasedAmong: (keys: readonly string[]) => Promise<ReadonlySet<string>>;
}

/** What a batch comes to; nothing is written yet. */
export interface Batch {
  /** Of `people`, as the records stood when it was planned. */
  joined: JoinedIn;
  counts: Counts;
  refused: Refusal[];
  people: { id: string; row: number; person: ImportedPerson; keys: string[] }[];
}

/** Rows after which other work gets its turn. */
const IN_ONE_GO = 100;
/** Others may be quicker with a record; more often than this is a fault. */
const TRIES = 10;
const ERASED = 'This person was erased on request and is not brought back.';

/** Reads the rows of a batch and works out what becomes of each. */
export async function planBatch(deps: BatchDeps, one: Import, rows: readonly Row[]): Promise<Batch> {
  const mapping = one.table?.mapping ?? [];
  const now = deps.clock.now();
  const refused: Refusal[] = [];
  const refuse = ({ number, cells }: Row, reason: string) =>
    void refused.push({ _id: `${one._id}:${number}`, import: one._id, row: number, cells, reason });
  const read: (Batch['people'][number] & { source: Row })[] = [];
  for (const [index, row] of rows.entries()) {
    if (index % IN_ONE_GO === IN_ONE_GO - 1) await setImmediate();
    const found = readRow(row, mapping, one, now);
    if ('reason' in found) refuse(row, found.reason);
    else
      read.push({
        id: createHash('sha256').update(`${one._id}:${row.number}`).digest('hex').slice(0, 24),
        row: row.number,
        person: found.person,
        keys: identityKeys(found.person.profile),
        source: row,
      });
  }
  const erased = await deps.erasedAmong(read.flatMap(({ keys }) => keys));
  const wanted = read.filter(({ keys, source }) => {
    const isErased = keys.some((key) => erased.has(key));
    if (isErased) refuse(source, ERASED);
    return !isErased;
  });
  await setImmediate();
  const joined = await joinIn(deps, wanted.map(toJoin), one.by, now);
  const { outcomes } = joined;
  const counts: Counts = { new: 0, updated: 0, unchanged: 0, refused: 0 };
  const people = wanted.filter(({ source }, index) => {
    const outcome = outcomes[index];
    if (!outcome || 'refused' in outcome) refuse(source, outcome?.refused ?? 'It could not be joined.');
    else counts[outcome.outcome]++;
    return outcome !== undefined && !('refused' in outcome);
  });
  counts.refused = refused.length;
  return {
    joined: { ...joined, outcomes: outcomes.filter((outcome) => !('refused' in outcome)) },
    counts,
    refused,
    people: people.map(({ id, row, person, keys }) => ({ id, row, person, keys })),
  };
}

/** Writes a batch. A second time changes nothing that is there. @returns ids of the people of its rows */
export async function applyBatch(
  deps: BatchDeps,
  one: Import,
  { people, joined: planned }: Batch,
): Promise<string[]> {
  const now = deps.clock.now();
  for (let attempt = 0; ; attempt++) {
    if (attempt === TRIES) throw new Error(`Others were quicker with a batch ${TRIES} times.`);
    const joined = attempt === 0 ? planned : await joinIn(deps, people.map(toJoin), one.by, now);
    const gone = await erasedMeanwhile(deps, people, joined);
    const touchpoints = touchpointsOf(one, people, joined, now).filter(
      ({ candidateId }) => !gone.has(candidateId),
    );
    const own = new Map<string, NewTouchpoint[]>();
    for (const touchpoint of touchpoints)
      own.set(touchpoint.candidateId, [...(own.get(touchpoint.candidateId) ?? []), touchpoint]);
    // Somebody new has no other history: what it comes to needs no second look.
    const added = joined.added
      .filter(({ _id }) => !gone.has(_id))
      .map((candidate) => summarised(deps, candidate, own.get(candidate._id) ?? []));
    const news = new Set(added.map(({ _id }) => _id));
    await keepTouchpoints(
      deps,
      touchpoints.filter(({ candidateId }) => news.has(candidateId)),
      'counted',
    );
    await setImmediate();
    const isWritten = await writeJoined(deps, { ...joined, added });
    await keepTouchpoints(
      deps,
      touchpoints.filter(({ candidateId }) => !news.has(candidateId)),
      'to be counted',
    );
    if (!isWritten) continue;
    await learnWords(deps, {
      skills: people.flatMap(({ person }) => person.profile.skills),
      interests: people
        .flatMap(({ person }) => person.profile.interests)
        .map((what) => ({ what, at: now, how: '' })),
      tags: people.flatMap(({ person }) => person.profile.tags),
    });
    return joined.outcomes.flatMap((outcome) =>
      'refused' in outcome || gone.has(outcome.candidateId) ? [] : [outcome.candidateId],
    );
  }
}

/**
 * Ids under which people would be written who were erased since the batch was planned. Asked behind looking for them: who
 * isn't found any more because they are being erased has their hashes there by then.
 */
async function erasedMeanwhile(
  deps: BatchDeps,
  people: Batch['people'],
  { outcomes }: JoinedIn,
): Promise<ReadonlySet<string>> {
  const erased = await deps.erasedAmong(people.flatMap(({ keys }) => keys));
  const ids = people.flatMap(({ keys }, index) => {
    const outcome = outcomes[index];
    const isGone = outcome && 'candidateId' in outcome && keys.some((key) => erased.has(key));
    return isGone ? [outcome.candidateId] : [];
  });
  return new Set(ids);
}

function toJoin({ id, person, keys }: Batch['people'][number]) {
  return { id, profile: person.profile, keys };
}

/** What a file says that has happened, by ids that follow from what it is: a second import adds none of it again. */
function touchpointsOf(
  { by }: Import,
  people: Batch['people'],
  { outcomes }: JoinedIn,
  now: Date,
): NewTouchpoint[] {
  return people.flatMap(({ person: { profile, connectedOn, appliedOn } }, index) => {
    const outcome = outcomes[index];
    if (!outcome || 'refused' in outcome) return [];
    const { candidateId } = outcome;
    const touchpoint = (
      kind: NewTouchpoint['kind'],
      at: Date,
      note: string | null,
      says: string,
    ): NewTouchpoint => ({
      _id: `imported:${candidateId}:${createHash('sha256').update(`${kind}:${says}`).digest('hex').slice(0, 16)}`,
      candidateId,
      kind,
      direction: kind === 'applied' ? 'in' : 'out',
      at,
      by,
      note,
    });
    return [
      ...(profile.note ? [touchpoint('note', now, profile.note, profile.note)] : []),
      ...(connectedOn
        ? [touchpoint('note', connectedOn, 'Connected on LinkedIn', connectedOn.toISOString())]
        : []),
      ...(appliedOn ? [touchpoint('applied', appliedOn, null, appliedOn.toISOString())] : []),
    ];
  });
}
