import { randomUUID } from 'node:crypto';
import { z } from 'zod';

/** Something that workflow rules look at, kept on the record in the update in which it happened. */
export const happenedSchema = z.object({
  /** Makes the ids of what rules do because of it. */
  id: z.string(),
  what: z.enum(['tag', 'stage', 'pool']),
  /** The tag, the stage, or the pool's id. */
  value: z.string(),
  at: z.date(),
  /** Rules whose doing this is, the first one first; empty for what people do. */
  chain: z.array(z.string()),
  /** The draft whose touchpoint it follows from; it may be a sequence's, and that a rule's doing. */
  draftId: z.string().nullable(),
});
export type Happened = z.infer<typeof happenedSchema>;

/** What enabled rules look at: only that is kept. One object, changed in place (rules/watching.ts). */
export interface Watched {
  /** Kinds of touchpoints. */
  kinds: ReadonlySet<string>;
  tags: ReadonlySet<string>;
  stages: ReadonlySet<string>;
  /** Ids. */
  pools: ReadonlySet<string>;
}

/** What of a record rules may look at. */
interface Looked {
  tags: readonly string[];
  stage: string;
  pools: readonly { id: string }[];
}

/** Somebody who isn't there yet. */
export const NOBODY: Looked = { tags: [], stage: '', pools: [] };

/** What has happened to somebody that a rule looks at: tags, pools and a stage that are new. */
export function happenedTo(
  before: Looked,
  after: Looked,
  watched: Watched,
  cause: { at: Date; chain?: readonly string[] | undefined; draftId?: string | null },
): Happened[] {
  const { at, chain = [], draftId = null } = cause;
  const had = new Set(before.pools.map(({ id }) => id));
  const news: [Happened['what'], string[]][] = [
    ['tag', after.tags.filter((tag) => watched.tags.has(tag) && !before.tags.includes(tag))],
    ['stage', after.stage !== before.stage && watched.stages.has(after.stage) ? [after.stage] : []],
    ['pool', after.pools.map(({ id }) => id).filter((id) => watched.pools.has(id) && !had.has(id))],
  ];
  return news.flatMap(([what, values]) =>
    values.map((value) => ({ id: randomUUID(), what, value, at, chain: [...chain], draftId })),
  );
}
