import type { KnownBlock } from '@slack/types';
import type { Part } from '#platform/http/server.ts';
import { nearestWord } from '#platform/nearest-word.ts';
import { context, header, section } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { CommandRequest, Surface } from '#platform/slack/surface.ts';
import { statusLines } from '../status.ts';

export interface StatusDeps {
  parts: readonly Part[];
  /** `/rekindle team`: checks by itself who may. */
  openTeam: (request: CommandRequest) => Promise<void>;
}

const HELP = [
  '`/rekindle` says what is set up and what runs on an embedded default.',
  '`/rekindle team` lists recruiters and hiring managers and gives people their role (admins).',
  '`/candidate help` is about people, `/outreach help` about writing to them.',
].join('\n');

/** `/rekindle`: the one command about Rekindle itself. */
export function register(surface: Surface, deps: StatusDeps): void {
  surface.command('/rekindle', 'status', async (request) => {
    const [word = ''] = request.text.toLowerCase().split(/\s+/);
    if (word === '') return showStatus(deps, request);
    if (word === 'team') return deps.openTeam(request);
    if (word === 'help') return request.reply({ text: HELP });
    const nearest = nearestWord(word, ['team', 'help']);
    const hint = nearest ? ` Did you mean \`/rekindle ${nearest}\`?` : '';
    return request.reply({
      text: `I don’t know “${escapeMrkdwn(word.slice(0, 50))}”.${hint}\n${HELP}`,
    });
  });
}

async function showStatus(deps: StatusDeps, request: CommandRequest): Promise<void> {
  const isAdmin = request.actor.role === 'admin';
  const embedded = deps.parts.some(({ kind }) => kind === 'embedded');
  const blocks: KnownBlock[] = [
    header('Rekindle'),
    section(statusLines(deps.parts, isAdmin).join('\n')),
    context(
      embedded
        ? 'An embedded default is real and keeps what you enter, but it lives on one machine. The README says how to connect your own.'
        : 'Everything is connected.',
    ),
    context(`You are here as ${request.actor.role}. \`/rekindle help\` says what else I know.`),
  ];
  await request.reply({ text: 'What is set up', blocks });
}
