import { ago } from '#engagement/slack/touchpoint-line.ts';
import { scoreAt, temperatureAt } from '#engagement/temperature.ts';
import type { HomeLine, HomeSection } from '#home/home.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { Candidate } from '../candidate.ts';
import { hottest } from '../find.ts';
import { type Asker, type QueryDeps, searchPage } from '../search.ts';
import { sharedWith } from '../share.ts';

/** Parts of App Home. */

const SHOWN = 5;
const SHARED_SHOWN = 10;
/** Answers that are older were seen, or there is no hurry. */
const LATELY = '14d';

/** Who has answered lately among the people whom somebody looks after. */
export async function repliesSection(deps: QueryDeps, actor: Asker): Promise<HomeSection> {
  const now = deps.clock.now();
  const { candidates } = await searchPage(
    deps,
    `owner:me answered:<${LATELY} sort:recent`,
    actor,
    null,
    SHOWN,
  );
  return {
    title: 'They answered',
    empty: 'Nobody of yours has answered in the last two weeks.',
    lines: candidates.map((candidate) => {
      const { lastAnswer } = candidate.engagement;
      const how =
        lastAnswer?.sentiment === 'negative'
          ? ', negatively'
          : lastAnswer?.sentiment === 'positive'
            ? ', positively'
            : '';
      return personLine(candidate, lastAnswer ? `Answered ${ago(lastAnswer.at, now)}${how}` : '');
    }),
  };
}

/** The hottest people of all. */
export async function hottestSection(deps: QueryDeps): Promise<HomeSection> {
  const now = deps.clock.now();
  const people = await hottest(deps, SHOWN);
  const hot = people.filter(
    ({ engagement }) => temperatureAt(engagement.heat, now, deps.temperature) === 'hot',
  );
  return {
    title: 'Hot right now',
    empty: 'Nobody is hot at the moment: log what happens, and you will see here who is.',
    lines: hot.map((candidate) =>
      personLine(candidate, `Score ${scoreAt(candidate.engagement.heat, now, deps.temperature).toFixed(0)}`),
    ),
  };
}

/** People who were shared with a hiring manager. */
export async function sharedSection(deps: QueryDeps, userId: string): Promise<HomeSection> {
  const { candidates } = await sharedWith(deps, userId, null, SHARED_SHOWN);
  return {
    title: 'Shared with you',
    empty: 'No recruiter has shared anybody with you yet.',
    lines: candidates.map((candidate) => personLine(candidate, '')),
  };
}

/** One line about somebody, with a button that opens the card. */
export function personLine({ _id, name, headline, company }: Candidate, more: string): HomeLine {
  const about = [headline, company].filter((part) => part !== null).join(' · ');
  return {
    text: [`*${escapeMrkdwn(name)}*`, escapeMrkdwn(about), more].filter(Boolean).join('\n'),
    button: { text: 'Open', actionId: 'candidate_open', value: _id },
  };
}
