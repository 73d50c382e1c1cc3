import type { HomeSection } from '#home/home.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import { queuePage, type ReviewDeps } from '../review.ts';

const SHOWN = 3;

/** The most certain pairs of the review queue, as a part of App Home. */
export async function duplicatesSection(deps: ReviewDeps): Promise<HomeSection> {
  const { doubts, open } = await queuePage(deps, null, SHOWN);
  return {
    title: open > SHOWN ? `Likely duplicates (${open})` : 'Likely duplicates',
    empty: 'Nobody seems to be in here twice.',
    lines: doubts.map(({ pair, people: [a, b] }) => ({
      text: `*${escapeMrkdwn(a.name)}* and *${escapeMrkdwn(b.name)}*\n${pair.score}% alike: ${escapeMrkdwn(pair.reasons.join(', '))}`,
      button: { text: 'Review', actionId: 'duplicates_review', value: a._id },
    })),
  };
}
