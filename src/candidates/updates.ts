import type { Candidate, Stage } from './candidate.ts';
import type { Happened } from './happened.ts';

/** A candidate's engagement as it is to be written. */
export interface NewEngagement {
  id: string;
  /** As read. */
  revision: number;
  engagement: Omit<Candidate['engagement'], 'revision'>;
  /** As read, and as it is to be. */
  stage: { from: Stage; to: Stage };
  /** What rules have to look at because of it. */
  happened: readonly Happened[];
}

/** The stage is a person's as well: where it moves at all, it moves from what it was read as. */
export function engagementUpdate({ id, revision, engagement, stage, happened }: NewEngagement) {
  const [counted, moves] = [{ ...engagement, revision: revision + 1 }, stage.from !== stage.to];
  return {
    filter: { _id: id, 'engagement.revision': revision, ...(moves && { stage: stage.from }) },
    update: { $set: { engagement: counted, ...(moves && { stage: stage.to }) }, ...pushed(happened) },
  };
}

/** A record as a whole, but for what moves by itself. */
export function recordUpdate({ after, happened }: { after: Candidate; happened: readonly Happened[] }) {
  const { _id, engagement: _engagement, stage: _stage, happened: _happened, revision, ...set } = after;
  return {
    filter: { _id, revision },
    update: { $set: set, $inc: { revision: 1 }, ...pushed(happened) },
  };
}

/** The part of an update that keeps what happened beside what is there. */
export function pushed(happened: readonly Happened[]): {
  $push?: { happened: { $each: Happened[] } };
} {
  return happened.length === 0 ? {} : { $push: { happened: { $each: [...happened] } } };
}
