import { closest } from 'fastest-levenshtein';
import type { Part } from '#platform/http/server.ts';
import { context, header, section } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { CommandRequest, Message, Surface } from '#platform/slack/surface.ts';
import { may } from '#team/permissions.ts';
import { openTeam, type TeamSlackDeps } from '#team/slack/register.ts';

export interface StatusDeps {
  /** What is real and what runs on an embedded default, as told at the start. */
  parts: () => Part[];
  team: TeamSlackDeps;
}

const HELP = [
  '`/rekindle` shows what is set up and what runs on an embedded default',
  '`/rekindle team` shows who has which role, and changes it (admins)',
  '`/candidate help` and `/outreach help` tell what recruiters can do',
].join('\n');

const WORDS = ['help', 'team', 'status'];

/** `/rekindle` with its words. */
export function register(surface: Surface, deps: StatusDeps): void {
  surface.command('/rekindle', 'status', (request) => rekindleCommand(deps, request));
}

async function rekindleCommand(deps: StatusDeps, request: CommandRequest): Promise<void> {
  const [word = ''] = request.text.toLowerCase().split(/\s+/);
  switch (word) {
    case '':
    case 'status':
      return request.reply(statusMessage(deps.parts(), may(request.actor.role, 'team')));
    case 'help':
      return request.reply({ text: HELP });
    case 'team':
      return openTeam(deps.team, request);
    default:
      return request.reply({
        text: `I don’t know “${escapeMrkdwn(word.slice(0, 100))}”. Did you mean \`/rekindle ${closest(word, WORDS)}\`?\n${HELP}`,
      });
  }
}

const SIGNS: Record<Part['kind'], string> = {
  real: ':white_check_mark:',
  embedded: ':package:',
  off: ':heavy_minus_sign:',
};
const KINDS: Record<Part['kind'], string> = {
  real: 'connected to yours',
  embedded: 'embedded default',
  off: 'switched off',
};

/** What runs on what. Details are where things live, so only admins see them. */
function statusMessage(parts: Part[], detailed: boolean): Message {
  const embedded = parts.filter(({ kind }) => kind === 'embedded');
  const summary =
    embedded.length === 0
      ? 'Rekindle is running, and everything is connected to your own services.'
      : `Rekindle is running. ${embedded.length} of ${parts.length} parts run on an embedded default.`;
  if (!detailed)
    return {
      text: summary,
      blocks: [section(summary), section(HELP), context('Admins see here what each part is connected to.')],
    };
  const lines = parts.map(
    ({ name, kind, detail }) =>
      `${SIGNS[kind]} *${escapeMrkdwn(name)}*: ${KINDS[kind]}${detail ? ` (${escapeMrkdwn(detail)})` : ''}`,
  );
  return {
    text: summary,
    blocks: [
      header('Rekindle'),
      section(summary),
      section(lines.join('\n')),
      context('What each setting does stands in README.md. `/rekindle help` lists what else I know.'),
    ],
  };
}
