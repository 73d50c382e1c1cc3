import { closest } from 'fastest-levenshtein';
import type { Part } from '#platform/http/server.ts';
import { context, header, section } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { CommandRequest, CommandWord, Message, Registration, Surface } from '#platform/slack/surface.ts';
import { may } from '#team/permissions.ts';

export interface StatusDeps {
  /** What is real and what runs on an embedded default, as told at the start. */
  parts: () => Part[];
  /** What is due and not done yet, in words: for admins; empty when nothing is late. */
  backlog: () => Promise<string[]>;
  /** Words of `/rekindle` that other features answer. */
  words: Record<string, CommandWord>;
  /** Tells a role why it may not do something, and who can help: mrkdwn. */
  refusal: (role: string, need: string) => Promise<string>;
}

/** With the other commands, each of which has a help of its own. */
interface Answering extends StatusDeps {
  commands: () => Pick<Registration, 'name' | 'need'>[];
}

const WORDS = ['help', 'status'];

/** Only what a role may do: a list of refusals helps nobody. */
function help({ words, commands }: Answering, role: string): string {
  return [
    '`/rekindle` shows what is set up and what runs on an embedded default',
    ...Object.values(words)
      .filter(({ need }) => may(role, need))
      .map((word) => word.help),
    `More: ${commands()
      .filter(({ need }) => need !== null && may(role, need))
      .map(({ name }) => `\`${name} help\``)
      .join(', ')}`,
  ].join('\n');
}

/** `/rekindle` with its words. */
export function register(surface: Surface, deps: StatusDeps): void {
  const commands = () =>
    surface.registered.filter(({ type, name }) => type === 'command' && name !== '/rekindle');
  surface.command('/rekindle', 'status', (request) => rekindleCommand({ ...deps, commands }, request));
}

async function rekindleCommand(deps: Answering, request: CommandRequest): Promise<void> {
  const [, typed = '', rest = ''] = /^(\S*)\s*([\s\S]*)$/.exec(request.text) ?? [];
  const word = typed.toLowerCase();
  switch (word) {
    case '':
    case 'status':
      return request.reply(
        statusMessage(deps, request.actor.role, may(request.actor.role, 'team') ? await deps.backlog() : []),
      );
    case 'help':
      return request.reply({ text: help(deps, request.actor.role) });
    default: {
      const found = Object.hasOwn(deps.words, word) ? deps.words[word] : null;
      if (found && !may(request.actor.role, found.need))
        return request.reply({ text: await deps.refusal(request.actor.role, found.need) });
      if (found) return found.run(request, rest);
      const nearest = closest(word, [...WORDS, ...Object.keys(deps.words)]);
      return request.reply({
        text: `I don’t know “${escapeMrkdwn(word.slice(0, 100))}”. Did you mean \`/rekindle ${nearest}\`? \`/rekindle help\` lists what I know.`,
      });
    }
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
function statusMessage(deps: Answering, role: string, backlog: readonly string[]): Message {
  const parts = deps.parts();
  const embedded = parts.filter(({ kind }) => kind === 'embedded');
  const summary =
    embedded.length === 0
      ? 'Rekindle is running, and everything is connected to your own services.'
      : `Rekindle is running. ${embedded.length} of ${parts.length} parts run on an embedded default.`;
  if (!may(role, 'team'))
    return {
      text: summary,
      blocks: [
        section(summary),
        section(help(deps, role)),
        context('Admins see here what each part is connected to.'),
      ],
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
      ...backlog.map((line) => section(`:hourglass: ${line}`)),
      context('What each setting does stands in README.md. `/rekindle help` lists what else I know.'),
    ],
  };
}
