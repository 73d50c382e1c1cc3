import type { Workspace } from '../context.ts';
import type { Channel, Person } from '../state/model.ts';
import { APP_ID, SLACKBOT_ID, TEAM } from '../state/sample.ts';
import { textOf } from '../web-api/method.ts';
import { postAsApp } from '../web-api/post.ts';
import { Refusal } from '../web-api/refusal.ts';
import { makeResponseUrl, respond } from '../web-api/response-url.ts';
import { escapedText } from './text.ts';

/**
 * A person sends a slash command. What Slack itself would say to them stands in `error`, and in the channel as a
 * message that only they see.
 */
export async function sendCommand(
  workspace: Workspace,
  person: Person,
  channel: Channel,
  typed: string,
): Promise<{ ok: boolean; error?: string }> {
  const [word = '', ...rest] = typed.trim().split(/(\s+)/);
  const text = rest.join('').trim();
  const fail = (error: string) => {
    postAsApp(
      workspace,
      channel,
      { text: error, blocks: [], attachments: [] },
      { ephemeralTo: person.id, user: SLACKBOT_ID, botId: null },
    );
    return { ok: false, error };
  };
  const command = workspace.manifest.features.slash_commands.find((it) => it.command === word);
  if (!command)
    return fail(
      `${word} is not a valid command. In Slack, all messages that start with the “/” character are commands.`,
    );

  const where = { channel: channel.id, user: person.id, messageTs: null, threadTs: null };
  const ack = await workspace.delivery.send({
    kind: 'slash_commands',
    name: word,
    payload: {
      token: 'local',
      team_id: TEAM.id,
      team_domain: TEAM.domain,
      channel_id: channel.id,
      channel_name: channel.kind === 'im' ? 'directmessage' : channel.name,
      user_id: person.id,
      user_name: person.name,
      command: word,
      text: command.should_escape ? escapedText(workspace.state, text, true) : text,
      api_app_id: APP_ID,
      is_enterprise_install: 'false',
      response_url: makeResponseUrl(workspace, where),
      trigger_id: workspace.triggers.make(person.id),
    },
  });
  if (!ack.ok)
    return fail(
      ack.reason === 'timeout'
        ? `${word} failed with the error “operation timed out”`
        : `${word} failed with the error “dispatch_failed”`,
    );
  const answer =
    typeof ack.payload === 'string' ? { text: ack.payload } : (ack.payload as Record<string, unknown>);
  if (textOf(answer, 'text') === null && answer['blocks'] === undefined) return { ok: true };
  try {
    respond(workspace, where, answer);
    return { ok: true };
  } catch (error) {
    if (error instanceof Refusal) return fail(`${word} failed with the error “${error.code}”`);
    throw error;
  }
}
