import type { Workspace } from '../context.ts';
import type { Channel, Person, View } from '../state/model.ts';
import { APP_ID, BOT_USER_ID, TEAM } from '../state/sample.ts';
import { viewObject } from '../state/wire.ts';

/** What every interaction payload starts with. */
export function interaction(type: string, person: Person): Record<string, unknown> {
  return {
    type,
    user: { id: person.id, username: person.name, name: person.name, team_id: TEAM.id },
    api_app_id: APP_ID,
    token: 'local',
    team: { id: TEAM.id, domain: TEAM.domain },
    enterprise: null,
    is_enterprise_install: false,
  };
}

export function channelReference(channel: Channel): Record<string, unknown> {
  return { id: channel.id, name: channel.kind === 'im' ? 'directmessage' : channel.name };
}

/** A view in an interaction payload. */
export function viewPayload(view: View): Record<string, unknown> {
  return viewObject(view);
}

/** Tells the app of an event, if its manifest asks for events of this kind. */
export function tellEvent(
  { state, manifest, delivery, clock }: Pick<Workspace, 'state' | 'manifest' | 'delivery' | 'clock'>,
  subscription: string,
  event: Record<string, unknown>,
): void {
  if (!manifest.settings.event_subscriptions?.bot_events.includes(subscription)) return;
  delivery.tell({
    kind: 'events_api',
    name: subscription,
    payload: {
      token: 'local',
      team_id: TEAM.id,
      context_team_id: TEAM.id,
      context_enterprise_id: null,
      api_app_id: APP_ID,
      event,
      type: 'event_callback',
      event_id: state.newId('Ev'),
      event_time: Math.floor(clock.now().getTime() / 1000),
      authorizations: [
        {
          enterprise_id: null,
          team_id: TEAM.id,
          user_id: BOT_USER_ID,
          is_bot: true,
          is_enterprise_install: false,
        },
      ],
      is_ext_shared_channel: false,
      event_context: state.newId('4-'),
    },
  });
}

/** A thing that the person asked for and that can't be done, in words for them. */
export class ActError extends Error {
  /** HTTP status of the control API's answer. */
  readonly status: number;

  constructor(message: string, status = 400) {
    super(message);
    this.status = status;
  }
}
