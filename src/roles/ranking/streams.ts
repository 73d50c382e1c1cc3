import {
  type Having,
  type Profile,
  type ProfileDeps,
  profilesHaving,
  profilesOf,
} from '#candidates/profiles.ts';
import { facetToken } from '#candidates/tokens.ts';
import { titleWords, type Wanted } from './wanted.ts';

/** People with all must-haves who are scored, hottest first: up to here the result is exact. */
const FULL = 4_000;
/** Of those, who also has one more thing that is asked for; and several. */
const WITH_ONE = 1_000;
const WITH_SEVERAL = 200;
/** While fewer have all must-haves, who lacks some is looked at, too. */
const ENOUGH = 40;
const PARTIAL = 300;
/** Runners-up who are looked at in any case. */
const MEDALISTS = 500;
const INTERESTS_ASKED = 6;

/** Everybody who is worth scoring, each once. */
export interface Streamed {
  profiles: Map<string, Profile>;
  /** True when nobody with all must-haves is left out. */
  exact: boolean;
}

/** @param medalists ids of runners-up for similar roles */
export async function peopleFor(
  deps: ProfileDeps,
  wanted: Wanted,
  medalists: readonly string[],
): Promise<Streamed> {
  const profiles = new Map<string, Profile>();
  const keep = (some: readonly Profile[]) => {
    for (const one of some) profiles.set(one._id, one);
  };
  const ask = async (having: Having, limit: number) => {
    const { profiles: found, isAll } = await profilesHaving(deps, having, limit);
    keep(found);
    return { isAll, count: found.length };
  };
  const must = [...wanted.must.keys()];
  const [full] = await Promise.all([
    must.length > 0 ? ask({ tokens: must }, FULL) : { isAll: false, count: 0 },
    profilesOf(deps, medalists.slice(0, MEDALISTS)).then(keep),
    ask({ tokens: must, stage: 'silver medalist' }, MEDALISTS),
  ]);
  if (!full.isAll) await askForMore(ask, wanted, must);
  if (full.count < ENOUGH) await askForPartial(ask, must, full.count);
  return { profiles, exact: full.isAll };
}

type Ask = (having: Having, limit: number) => Promise<{ isAll: boolean; count: number }>;

/** Too many to score all: who also has what else is asked for, alone and together. */
async function askForMore(ask: Ask, wanted: Wanted, must: readonly string[]): Promise<void> {
  // Without must-haves the title's words serve, where they stand in somebody's headline.
  const words = must.length === 0 ? titleWords(wanted.title) : [];
  await Promise.all(words.map((headlineWord) => ask({ tokens: [], headlineWord }, WITH_ONE)));
  const features = featuresOf(wanted);
  const asked = await Promise.all(
    features.map(async (token) => ({
      token,
      ...(await ask({ tokens: [...must, token] }, WITH_ONE)),
    })),
  );
  // Whoever has one of which all were seen is known; the others are looked for together.
  const common = asked.filter(({ isAll }) => !isAll).map(({ token }) => token);
  if (common.length < 2) return;
  const together = [common, ...common.map((left) => common.filter((token) => token !== left))];
  await Promise.all(
    together
      .filter((tokens) => tokens.length > 1)
      .map((tokens) => ask({ tokens: [...must, ...tokens] }, WITH_SEVERAL)),
  );
}

/** What else is asked for that an index knows. */
function featuresOf(wanted: Wanted): string[] {
  const { nice, city, seniority, interests } = wanted;
  return [
    ...nice.keys(),
    ...(city === null ? [] : [`:city:${city}`]),
    ...(seniority === null ? [] : [facetToken('seniority', seniority)]),
    ...[...interests].slice(0, INTERESTS_ASKED).map((key) => `:interested:${key}`),
  ];
}

/** Too few have everything: who lacks one must-have, and then who has any. */
async function askForPartial(ask: Ask, must: readonly string[], full: number): Promise<void> {
  if (must.length < 2) return;
  const counts = await Promise.all(
    must.map((left) => ask({ tokens: must.filter((token) => token !== left) }, PARTIAL)),
  );
  const found = full + counts.reduce((sum, { count }) => sum + count, 0);
  if (found >= ENOUGH || must.length < 3) return;
  await Promise.all(must.map((token) => ask({ tokens: [token] }, PARTIAL)));
}
