import { truncate } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { Decided } from '../deciding/decision.ts';
import type { Draft, Finding } from '../draft.ts';
import { inWords } from '../permission/reason.ts';

/** A time that every reader sees in their own zone. */
export function slackTime(at: Date): string {
  const fallback = `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `<!date^${Math.floor(at.getTime() / 1000)}^{date_short_pretty} at {time}|${fallback}>`;
}

/** Who did it, as mrkdwn: a person is mentioned by id, which pings nobody in a message to somebody else's DM. */
export function who(by: string): string {
  if (by === 'rekindle') return 'Rekindle';
  return by === 'candidate' ? 'the candidate' : `<@${by}>`;
}

/** What checks point out, one line each with its sentence, as mrkdwn; ten at most. */
export function findingLines(findings: readonly Finding[]): string {
  return findings
    .slice(0, 10)
    .map(({ sentence, problem }) => {
      const said = `• ${escapeMrkdwn(truncate(problem, 150))}`;
      return sentence ? `${said}\n> ${escapeMrkdwn(truncate(sentence, 200))}` : said;
    })
    .join('\n');
}

/** Where a draft stands, as one line of mrkdwn. */
export function stateInWords(draft: Draft): string {
  const { approval, ended } = draft;
  const approved = approval
    ? `Version ${approval.version} was approved by ${who(approval.by)} ${slackTime(approval.at)}.`
    : '';
  switch (draft.state) {
    case 'drafting':
      return draft.version === 0 ? 'It is being drafted.' : 'A new version is being drafted.';
    case 'waiting':
      return `Version ${draft.version} waits for a decision.`;
    case 'approved':
      if (draft.putOff)
        return `${approved} The mail server has put it off, or could not be reached; it is tried again ${slackTime(draft.sendAt ?? draft.updatedAt)}.`;
      return draft.sendAt
        ? `${approved} It will be sent ${slackTime(draft.sendAt)}.`
        : `${approved} It is being sent.`;
    case 'sending':
      return `${approved} It is being sent.`;
    case 'sent': {
      const verb = draft.request.channel === 'email' ? 'sent' : 'marked as sent';
      const at = ended ? ` ${slackTime(ended.at)}` : '';
      if (ended && ended.by !== 'rekindle' && draft.request.channel === 'email')
        return `${approved} It arrived: ${who(ended.by)} confirmed it${at}.`;
      return draft.request.channel === 'email'
        ? `${approved} It was ${verb}${at}.`
        : `It was ${verb} by ${who(ended?.by ?? 'rekindle')}${at}.`;
    }
    case 'unclear':
      return `${approved} It is *unclear* whether it was sent.`;
    case 'failed':
      return `${approved} It was *not sent*.`;
    case 'discarded':
      return ended ? `It was discarded by ${who(ended.by)} ${slackTime(ended.at)}.` : 'It was discarded.';
    case 'lapsed':
      return 'It lapsed: nobody decided about it for 14 days.';
  }
}

/** Why a decision changed nothing, for the person who made it; null when it was done. As mrkdwn. */
export function refusal(decided: Decided, version: number): string | null {
  if (decided.done) return null;
  switch (decided.because) {
    case 'not allowed':
      return `Nothing was sent. ${withMentions(decided.why)}`;
    case 'unconfirmed':
      return `Nothing was sent yet. ${escapeMrkdwn(inWords(decided.reasons))} If you want it all the same, press the button in the draft once more.`;
    case 'changed':
      if (!decided.found) return 'This draft is not there any more, so nothing was changed.';
      if (decided.found.state === 'waiting' && decided.found.version !== version)
        return `Nothing was changed: this was version ${version}, and version ${decided.found.version} is the newest. Only that one can be decided about.`;
      return `Nothing was changed. ${stateInWords(decided.found)}`;
  }
}

/** A reason may hold what a record says, a company or a place; of our own there are mentions of colleagues in it. */
function withMentions(why: string): string {
  return escapeMrkdwn(why).replace(/&lt;@([A-Z0-9]+)&gt;/g, '<@$1>');
}
