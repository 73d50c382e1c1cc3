import {
  type Having,
  type LikelyPeople,
  likeliestOf,
  type Points,
  type ProfileDeps,
  profilesHaving,
} from '#candidates/profiles.ts';
import { facetToken } from '#candidates/tokens.ts';
import { titleWords, type Wanted } from './wanted.ts';

/** Of one skill's people, so many of each range of heat are brought. */
const MOST = 300;
/** Of a role without must-haves, people who have one of the things that it asks for. */
const WITH_ONE = 500;
const INTERESTS_ASKED = 6;
/** In place of an index that takes too long: the hottest. */
const IN_A_HURRY = 300;
/** Points of those who have to be looked at in any case. */
const CERTAINLY = Number.POSITIVE_INFINITY;

/**
 * The likeliest people for a role: those with the most points among all who have its must-haves, and, while that are few, among those
 * who have some of them. Without must-haves: who has one of the other things.
 * @param question.points see bound.ts
 * @param question.leaveOut ids of people who are not asked for
 * @param question.medalists ids of runners-up for similar roles, who are looked at in any case
 * @param question.enough while fewer have all must-haves, who has some is asked for, too
 * @returns each once, most points first: nobody's score is higher than their points
 */
export async function likelyFor(
  deps: ProfileDeps,
  wanted: Wanted,
  question: Pick<Asked, 'points' | 'leaveOut' | 'enough'> & { medalists: ReadonlySet<string> },
): Promise<LikelyPeople> {
  const asked = { ...question, limit: MOST + question.leaveOut.size };
  const { likely, leftOut } = await (wanted.must.size > 0 ? bySkills : byOneThing)(deps, wanted, asked);
  for (const id of question.medalists) likely.set(id, CERTAINLY);
  return {
    likely: [...likely]
      .filter(([id]) => !question.leaveOut.has(id))
      .map(([_id, points]) => ({ _id, points }))
      .sort((a, b) => b.points - a.points),
    leftOut,
  };
}

type Found = { likely: Map<string, number>; leftOut: number | null };
type Asked = { points: readonly Points[]; limit: number; leaveOut: ReadonlySet<string>; enough: number };

/** Entered by the rarest must-have. While few have all: whoever lacks only one has one of the two rarest. */
async function bySkills(deps: ProfileDeps, wanted: Wanted, asked: Asked): Promise<Found> {
  const [rarest = '', second, ...others] = await deps.profiles.rarestFirst([...wanted.must.keys()]);
  const full = await withSkill(deps, rarest, { ...asked, others: second ? [second, ...others] : [] });
  const isEnough = ({ likely }: Found) =>
    new Set(likely.keys()).difference(asked.leaveOut).size >= asked.enough;
  if (isEnough(full) || second === undefined) return full;
  const partial = await Promise.all(
    [rarest, second].map((skill) => withSkill(deps, skill, { ...asked, others: [] })),
  );
  const some = [full, ...partial];
  if (!isEnough(together(some)))
    some.push(
      ...(await Promise.all(others.map((skill) => withSkill(deps, skill, { ...asked, others: [] })))),
    );
  return together(some);
}

function together(some: readonly Found[]): Found {
  const cut = some.flatMap(({ leftOut }) => (leftOut === null ? [] : [leftOut]));
  return {
    likely: new Map(some.flatMap(({ likely }) => [...likely])),
    leftOut: cut.length === 0 ? null : Math.max(...cut),
  };
}

async function withSkill(
  deps: ProfileDeps,
  skill: string,
  asked: Asked & { others: readonly string[] },
): Promise<Found> {
  const found = await likeliestOf(deps, { skill, ...asked });
  if (found)
    return { likely: new Map(found.likely.map(({ _id, points }) => [_id, points])), leftOut: found.leftOut };
  const hottest = await profilesHaving(deps, { token: skill }, IN_A_HURRY);
  return { likely: new Map(hottest.map(({ _id }) => [_id, CERTAINLY])), leftOut: CERTAINLY };
}

/** The likeliest of those with a nice-to-have; the hottest of those with something else, or words of the title in their headline. */
async function byOneThing(deps: ProfileDeps, wanted: Wanted, asked: Asked): Promise<Found> {
  const { nice, city, seniority, interests } = wanted;
  const tokens = [
    ...(city === null ? [] : [`:city:${city}`]),
    ...(seniority === null ? [] : [facetToken('seniority', seniority)]),
    ...[...interests].slice(0, INTERESTS_ASKED).map((key) => `:interested:${key}`),
  ];
  const having: Having[] = [
    ...titleWords(wanted.title).map((headlineWord) => ({ headlineWord })),
    ...tokens.map((token) => ({ token })),
  ];
  const [skilled, others] = await Promise.all([
    Promise.all([...nice.keys()].map((skill) => withSkill(deps, skill, { ...asked, others: [] }))),
    Promise.all(having.map((one) => profilesHaving(deps, one, WITH_ONE))),
  ]);
  const { likely } = together(skilled);
  for (const { _id } of others.flat()) likely.set(_id, CERTAINLY);
  return { likely, leftOut: CERTAINLY };
}
