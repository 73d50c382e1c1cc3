import type { Candidate } from '#candidates/candidate.ts';
import { candidatesByIds, type FindDeps } from '#candidates/find.ts';
import { type Points, type Profile, type ProfileDeps, profilesOf } from '#candidates/profiles.ts';
import { facetToken } from '#candidates/tokens.ts';
import type { TemperatureSettings } from '#engagement/temperature.ts';
import { mayWrite, type WritingRules } from '#outreach/permission/permission.ts';
import { inWords } from '#outreach/permission/reason.ts';
import type { Clock } from '#platform/clock.ts';
import type { MatchStore } from '../match-store.ts';
import { criteriaOf, type Role } from '../role.ts';
import type { RoleStore } from '../store.ts';
import { boundsOf, contactBoundsOf, contactPoints } from './bound.ts';
import { explain } from './explain.ts';
import type { Ranked, RankedProfile, Ranking } from './ranked.ts';
import { scoreOf, shareOf } from './score.ts';
import { medalistsFor } from './similar.ts';
import { likelyFor } from './streams.ts';
import { type Wanted, wantedOf } from './wanted.ts';
import type { RankingRules } from './weights.ts';

export interface RankDeps extends ProfileDeps, FindDeps {
  roles: RoleStore;
  matches: MatchStore;
  clock: Clock;
  temperature: TemperatureSettings;
  writing: WritingRules;
  ranking: RankingRules;
}

/** People who may not be written to that are named beside the best. */
const BLOCKED_SHOWN = 10;
/** While fewer have all must-haves, who lacks some is looked at, too. */
const ENOUGH = 40;
/** The records of so many likely people are read at first; while somebody unread may be better, of four times as many. */
const READ_FIRST = 200;
/** Records read at a time until enough may be written to. */
const READ_AT_ONCE = 50;

/**
 * The best people already known for a role, each with the reasons.
 * @param wanted.limit how many
 * @param wanted.leaveOut ids of people who are not asked for: those decided about, and on further pages those shown
 */
export async function rankFor(
  deps: RankDeps,
  role: Role,
  asked: { limit: number; leaveOut: ReadonlySet<string> },
): Promise<Ranking> {
  const wanted = wantedOf(criteriaOf(role));
  const medalists = await medalistsFor(deps, role);
  const ranking = await rankAmong(deps, wanted, { ...asked, medalists, enough: ENOUGH });
  const isShort = ranking.ranked.length < asked.limit && ranking.considered >= ENOUGH;
  if (!isShort || wanted.must.size < 2) return ranking;
  // Too many of those who have all may not be written to.
  return rankAmong(deps, wanted, { ...asked, medalists, enough: Number.POSITIVE_INFINITY });
}

async function rankAmong(
  deps: RankDeps,
  wanted: Wanted,
  asked: {
    limit: number;
    leaveOut: ReadonlySet<string>;
    medalists: ReadonlySet<string>;
    /** See likelyFor. */
    enough: number;
  },
): Promise<Ranking> {
  const { limit, medalists } = asked;
  const points = pointsOf(deps, wanted);
  const { likely, leftOut } = await likelyFor(deps, wanted, { ...asked, points });
  const people: Profile[] = [];
  for (let read = 0; ; ) {
    const next = likely.slice(read, Math.max(READ_FIRST, 4 * read)).map(({ _id }) => _id);
    read += next.length;
    people.push(...(await profilesOf(deps, next)));
    const scored = scoreAll(deps, wanted, people, medalists);
    const { ranked, blocked, worst } = await sortOut(deps, wanted, scored, limit);
    const isBelow = (points: number | null) => points === null || (worst !== null && worst >= points);
    if (isBelow(likely[read]?.points ?? null))
      return {
        ranked,
        blocked,
        considered: likely.length,
        isMore: leftOut !== null,
        exact: isBelow(leftOut),
      };
  }
}

/** The same for people who are known already, e.g. somebody who was referred; best first, also those who may not be written to. */
export async function rankThese(
  deps: RankDeps,
  role: Role,
  profiles: readonly Profile[],
): Promise<(Ranked & { hasAll: boolean })[]> {
  if (profiles.length === 0) return [];
  const wanted = wantedOf(criteriaOf(role));
  const must = [...wanted.must.keys()];
  const scored = scoreAll(deps, wanted, profiles, await medalistsFor(deps, role));
  return scored.map((one) => ({
    ...toRanked(deps, wanted, one),
    hasAll: must.every((token) => one.profile.skills.has(token)),
  }));
}

/** Of somebody's whole profile what the ranking may know. */
export function rankedProfile(profile: Profile, similar: ReadonlySet<string>): RankedProfile {
  const { _id, skills, seniority, place, interestedAt, stage, engagement } = profile;
  const some = stage === 'silver medalist' ? 'some' : null;
  return {
    _id,
    skills: new Set(skills.map(skillToken)),
    // Typed by hand somewhere else, it may be none of ours.
    seniority: seniority as RankedProfile['seniority'],
    city: place.city,
    country: place.country,
    interests: interestedAt,
    heat: engagement.heat,
    lastEngagedAt: engagement.lastEngagedAt,
    lastContactedAt: engagement.lastContactedAt,
    lastAnswer: engagement.lastAnswer,
    medal: similar.has(_id) ? 'similar' : some,
  };
}

const MOST_TOKENS = 20_000;
const skillTokens = new Map<string, string>();

/** Thousands of people share some hundred skills: each name is taken apart once. */
function skillToken(skill: string): string {
  const known = skillTokens.get(skill);
  if (known !== undefined) return known;
  const token = facetToken('skill', skill);
  if (skillTokens.size >= MOST_TOKENS) skillTokens.clear();
  skillTokens.set(skill, token);
  return token;
}

interface Scored {
  profile: RankedProfile;
  score: number;
}

/** Best first; of two who are alike, whose id comes first, so that the order is the same every time. */
function scoreAll(
  deps: RankDeps,
  wanted: Wanted,
  people: readonly Profile[],
  medalists: ReadonlySet<string>,
): Scored[] {
  const context = { now: deps.clock.now(), temperature: deps.temperature };
  const scored = people.map((one) => {
    const profile = rankedProfile(one, medalists);
    return { profile, score: scoreOf(wanted, profile, deps.ranking.weights, context).score };
  });
  const byId = (a: Scored, b: Scored) => (a.profile._id < b.profile._id ? -1 : 1);
  if (deps.ranking.enabled) return scored.sort((a, b) => b.score - a.score || byId(a, b));
  const musts = ({ profile }: Scored) => mustsOf(wanted, profile);
  const contact = ({ profile }: Scored) => profile.lastContactedAt?.getTime() ?? 0;
  return scored.sort((a, b) => musts(b) - musts(a) || contact(b) - contact(a) || byId(a, b));
}

/** Which share of the must-haves somebody has; 0 where there are none. */
const mustsOf = ({ must }: Wanted, { skills }: RankedProfile) => shareOf(must, skills) ?? 0;

/** What bound.ts can compare: see there. */
function pointsOf({ ranking, clock, temperature }: RankDeps, wanted: Wanted): Points[] {
  return ranking.enabled
    ? boundsOf(wanted, ranking, { now: clock.now(), temperature })
    : contactBoundsOf(wanted);
}

/** The same of somebody who was read. */
function pointsWith({ ranking }: RankDeps, wanted: Wanted, { profile, score }: Scored): number {
  if (ranking.enabled) return score;
  return contactPoints(mustsOf(wanted, profile), profile.lastContactedAt);
}

/**
 * Goes down the list until enough people are found who may be written to; those who may not are named apart.
 * @returns `worst`: points of the last one shown; null when there are fewer than `limit`
 */
async function sortOut(
  deps: RankDeps,
  wanted: Wanted,
  scored: readonly Scored[],
  limit: number,
): Promise<Pick<Ranking, 'ranked' | 'blocked'> & { worst: number | null }> {
  const ranked: Ranked[] = [];
  const blocked: Ranking['blocked'] = [];
  let worst: number | null = null;
  for (let from = 0; from < scored.length && ranked.length < limit; from += READ_AT_ONCE) {
    const some = scored.slice(from, from + READ_AT_ONCE);
    const records = await candidatesByIds(
      deps,
      some.map(({ profile }) => profile._id),
    );
    const byId = new Map(records.map((one) => [one._id, one]));
    for (const one of some) {
      if (ranked.length >= limit) break;
      const candidate = byId.get(one.profile._id);
      if (!candidate) continue;
      const why = whyNot(deps, candidate);
      if (why === null) {
        ranked.push(toRanked(deps, wanted, one));
        if (ranked.length === limit) worst = pointsWith(deps, wanted, one);
      } else if (blocked.length < BLOCKED_SHOWN) blocked.push({ candidateId: candidate._id, why });
    }
  }
  return { ranked, blocked, worst };
}

/** Why somebody may not be written to on any channel, in words; null: nothing stands in the way for good. */
function whyNot(deps: RankDeps, candidate: Candidate): string | null {
  const { hard } = mayWrite(
    candidate,
    {
      channel: null,
      postalAddress: null,
      writtenAt: [],
      answering: false,
      senderZone: 'UTC',
      sentToday: 0,
      rules: deps.writing,
    },
    deps.clock.now(),
  );
  return hard.length > 0 ? inWords(hard) : null;
}

function toRanked(deps: RankDeps, wanted: Wanted, { profile, score }: Scored): Ranked {
  const context = { now: deps.clock.now(), temperature: deps.temperature };
  return {
    candidateId: profile._id,
    score: deps.ranking.enabled ? Math.round(score * 10) / 10 : null,
    reasons: explain(wanted, profile, context),
  };
}
