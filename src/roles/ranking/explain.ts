import { nameOfCountry } from '#candidates/place.ts';
import { temperatureAt } from '#engagement/temperature.ts';
import { ago } from '#outreach/drafting/facts.ts';
import type { Reasons } from '../match.ts';
import type { RankedProfile } from './ranked.ts';
import { levelsAbove, type ScoringContext } from './score.ts';
import type { Wanted } from './wanted.ts';

/** Says in words why somebody is proposed, and what is missing: each thing that the score is made of. */
export function explain(wanted: Wanted, profile: RankedProfile, context: ScoringContext): Reasons {
  const having = [...wanted.must].filter(([token]) => profile.skills.has(token)).map(([, name]) => name);
  const lacking = [...wanted.must].filter(([token]) => !profile.skills.has(token)).map(([, name]) => name);
  const also = [...wanted.nice].filter(([token]) => profile.skills.has(token)).map(([, name]) => name);
  const not = [...wanted.nice].filter(([token]) => !profile.skills.has(token)).map(([, name]) => name);
  const level = seniorityWords(wanted, profile);
  const place = placeWords(wanted, profile);
  const reasons = [
    having.length > 0 ? `has ${having.join(', ')}${all(having, wanted.must)}` : null,
    also.length > 0 ? `also ${also.join(', ')}` : null,
    level.for,
    place.for,
    interestWords(wanted, profile, context.now),
    medalWords(profile),
    whyNow(profile, context),
  ];
  const missing = [
    lacking.length > 0 ? `lacks ${lacking.join(', ')}` : null,
    not.length > 0 ? `no ${not.join(', ')} on record` : null,
    level.against,
    place.against,
  ];
  return {
    speaksFor: reasons.filter((one) => one !== null),
    lacks: missing.filter((one) => one !== null),
  };
}

function all(having: readonly string[], asked: ReadonlyMap<string, string>): string {
  if (asked.size < 2) return '';
  return having.length === asked.size
    ? ' (all must-haves)'
    : ` (${having.length} of ${asked.size} must-haves)`;
}

type ForAndAgainst = { for: string | null; against: string | null };

function seniorityWords({ seniority }: Wanted, profile: RankedProfile): ForAndAgainst {
  if (seniority === null) return { for: null, against: null };
  if (profile.seniority === null) return { for: null, against: 'seniority not known' };
  const levels = levelsAbove(profile.seniority, seniority);
  if (levels === 0) return { for: `${seniority}, as asked`, against: null };
  const distance = Math.abs(levels) === 1 ? 'one level' : `${Math.abs(levels)} levels`;
  return { for: null, against: `${profile.seniority}, ${distance} ${levels > 0 ? 'above' : 'below'}` };
}

function placeWords(wanted: Wanted, { city, country }: RankedProfile): ForAndAgainst {
  const none = { for: null, against: null };
  if (wanted.city === null && wanted.country === null) return none;
  if (city === null && country === null) return { for: null, against: 'place not known' };
  const there = [city === null ? null : capitals(city), country === null ? null : nameOfCountry(country)]
    .filter((one) => one !== null)
    .join(', ');
  if (wanted.city !== null && wanted.city === city && wanted.country === country)
    return { for: `in ${capitals(city)}`, against: null };
  const isInCountry = wanted.country !== null && wanted.country === country;
  if (isInCountry && (wanted.remote || wanted.city === null)) return { for: `in ${there}`, against: null };
  return { for: null, against: `in ${there}, not ${wanted.location}` };
}

function interestWords(wanted: Wanted, profile: RankedProfile, now: Date): string | null {
  const fitting = profile.interests.filter(({ key }) => wanted.interests.has(key));
  const [latest] = fitting.toSorted((a, b) => b.at.getTime() - a.at.getTime() || b.key.length - a.key.length);
  return latest ? `said they are interested in ${latest.key}, ${ago(latest.at, now)}` : null;
}

function medalWords({ medal }: RankedProfile): string | null {
  if (medal === 'similar') return 'silver medalist for a role like this';
  return medal === 'some' ? 'silver medalist' : null;
}

function whyNow(profile: RankedProfile, { now, temperature }: ScoringContext): string | null {
  const warmth = temperatureAt(profile.heat, now, temperature);
  const { lastAnswer, lastEngagedAt } = profile;
  const answered = lastAnswer
    ? `answered${lastAnswer.sentiment ? ` ${adverb(lastAnswer.sentiment)}` : ''} ${ago(lastAnswer.at, now)}`
    : null;
  const engaged = lastEngagedAt ? `last heard of ${ago(lastEngagedAt, now)}` : null;
  const what = answered ?? engaged;
  if (warmth === 'cold') return what && `cold, ${what}`;
  return what ? `${warmth}: ${what}` : warmth;
}

function adverb(sentiment: string): string {
  return sentiment === 'neutral' ? 'without saying yes or no' : `${sentiment}ly`;
}

function capitals(text: string): string {
  return text.replace(/(^|\s)\p{L}/gu, (letter) => letter.toUpperCase());
}
