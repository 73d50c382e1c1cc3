import { context, input, plain, section } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { ActionRequest, Surface, ViewAnswer, ViewRequest } from '#platform/slack/surface.ts';
import type { Candidate } from '../candidate.ts';
import { candidateById } from '../find.ts';
import { MOST_VIEWERS, shareCandidate } from '../share.ts';
import { type CandidateSlackDeps, NEED } from './deps.ts';
import { limitedBlocks } from './limited.ts';
import { GONE } from './show-card.ts';

const SHARE = 'share_candidate';

/** **Share** of a card: which hiring managers may see this person. */
export function registerShare(surface: Surface, deps: CandidateSlackDeps): void {
  surface.action('candidate_share', NEED, (request) => openShare(deps, request));
  surface.view(SHARE, NEED, (request) => submitShare(deps, request));
}

async function openShare(deps: CandidateSlackDeps, request: ActionRequest): Promise<void> {
  const candidate = await candidateById(deps, request.value ?? '');
  if (!candidate) return request.reply({ text: GONE });
  await request.openModal({
    type: 'modal',
    callback_id: SHARE,
    private_metadata: candidate._id,
    title: plain('Share candidate'),
    submit: plain('Save'),
    close: plain('Cancel'),
    blocks: [
      section(`*${escapeMrkdwn(candidate.name)}*`),
      input(
        'viewers',
        'Hiring managers',
        {
          type: 'multi_users_select',
          action_id: 'viewers',
          ...(candidate.viewers.length > 0 && { initial_users: candidate.viewers }),
        },
        { optional: true },
      ),
      context(
        'They see what matters for the job: no e-mail, no phone, no notes, no history. Take a name out to end it.',
      ),
    ],
  });
}

async function submitShare(deps: CandidateSlackDeps, request: ViewRequest): Promise<ViewAnswer> {
  const picked = request.values['viewers'];
  const viewers = Array.isArray(picked) ? picked : [];
  if (viewers.length > MOST_VIEWERS) return { errors: { viewers: `${MOST_VIEWERS} people are the most.` } };
  const roles = await Promise.all(viewers.map((id) => deps.roleOf(id)));
  const other = viewers.find((_, index) => roles[index] !== 'hiring manager');
  if (other !== undefined) return { errors: { viewers: wrongRole(roles[viewers.indexOf(other)] ?? null) } };
  if (!(await candidateById(deps, request.metadata))) return { errors: { viewers: GONE } };
  const { candidate, added } = await shareCandidate(deps, {
    id: request.metadata,
    viewers,
    by: request.actor.id,
  });
  return { close: true, after: () => tell(deps, request, candidate, added) };
}

function wrongRole(role: string | null): string {
  if (role === 'admin' || role === 'recruiter') return 'Admins and recruiters see everybody already.';
  return 'Only hiring managers can be picked; an admin names them with /rekindle team.';
}

async function tell(
  deps: CandidateSlackDeps,
  { client, actor }: ViewRequest,
  candidate: Candidate,
  added: readonly string[],
): Promise<void> {
  const text = `<@${actor.id}> shares somebody with you who may fit your team:`;
  const blocks = [context(text), ...limitedBlocks(deps, candidate)];
  for (const channel of added) await client.chat.postMessage({ channel, text, blocks });
  const told = added.map((id) => `<@${id}>`).join(', ');
  if (told)
    await client.chat.postMessage({
      channel: actor.id,
      text: `*${escapeMrkdwn(candidate.name)}* is shared with ${told} now.`,
    });
}
