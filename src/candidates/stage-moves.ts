import type { Candidate, Stage } from './candidate.ts';

/** Stages that somebody else follows when one is come to or left: referrals and their bonuses. */
const FOLLOWED: readonly Stage[] = ['applied', 'interviewing', 'hired'];

/** The mark of a move that has still to be followed, for the write in which a person makes it: by themselves nobody comes to one of these. */
export function moveMark(from: Stage, to: Stage): Pick<Candidate, 'stageMoved'> {
  return from !== to && [from, to].some((stage) => FOLLOWED.includes(stage)) ? { stageMoved: true } : {};
}
