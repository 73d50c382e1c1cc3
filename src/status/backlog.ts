import type { LateDeps } from '#nurture/backlog.ts';
import { lateStepCount } from '#nurture/backlog.ts';

/** How many of each there are now, each counted up to 10,000 and from an index. */
export interface BacklogDeps extends LateDeps {
  drafts: { countIn(states: DraftStates): Promise<number> };
  imports: { countActive(): Promise<number> };
  reminders: { countUntold(before: Date): Promise<number> };
}

type DraftStates = ('drafting' | 'waiting' | 'approved' | 'sending' | 'unclear' | 'failed')[];

/** Reminders are looked for every half minute; what is due longer than this is late. */
const LATE_MS = 120_000;

/** What waits now, by what it waits for: the queues of the metrics. */
export async function backlog(deps: BacklogDeps): Promise<Record<string, number>> {
  const { drafts } = deps;
  const late = new Date(deps.clock.now().getTime() - LATE_MS);
  const asked: Record<string, Promise<number>> = {
    'drafts being written': drafts.countIn(['drafting']),
    'drafts waiting': drafts.countIn(['waiting']),
    'sends waiting': drafts.countIn(['approved']),
    'sends in flight': drafts.countIn(['sending']),
    'sends unclear': drafts.countIn(['unclear']),
    'sends failed': drafts.countIn(['failed']),
    'sequence steps late': lateStepCount(deps),
    'imports running': deps.imports.countActive(),
    'reminders overdue': deps.reminders.countUntold(late),
  };
  const counts = await Promise.all(
    Object.entries(asked).map(async ([queue, count]) => [queue, await count] as const),
  );
  return Object.fromEntries(counts);
}
