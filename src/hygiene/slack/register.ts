import type { WebClient } from '@slack/web-api';
import { type SearchDeps, startSearch } from '#candidates/searches.ts';
import { type CandidateListDeps, listMessage } from '#candidates/slack/list.ts';
import { button, context, section } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { Surface } from '#platform/slack/surface.ts';
import type { Finding } from '../findings.ts';
import type { HygieneDeps } from '../weekly.ts';

/** **Show all** in the weekly message. */
export function register(surface: Surface, deps: SearchDeps & CandidateListDeps): void {
  surface.action('hygiene_show', 'candidates', async (request) => {
    await request.reply(listMessage(deps, await startSearch(deps, request.value ?? '', request.actor)));
  });
}

/** Writes the weekly message. */
export function tellHygieneIn(client: WebClient): HygieneDeps['tell'] {
  return async (userId, findings) => {
    const text = 'This week’s look at your data';
    await client.chat.postMessage({
      channel: userId,
      text,
      blocks: [
        section(`*${text}*`),
        ...findings.map((finding) =>
          section(findingText(finding), button('Show all', 'hygiene_show', finding.query)),
        ),
        context('Once a week, and only when there is something.'),
      ],
    });
  };
}

function findingText({ text, total, names }: Finding): string {
  const count =
    total === null ? 'Many people' : total === 1 ? '1 person' : `${total.toLocaleString('en')} people`;
  const more = total === null || total > names.length ? ' …' : '';
  return `${count} ${text}\n${escapeMrkdwn(names.join(', '))}${more}`;
}
