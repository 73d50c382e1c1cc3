import type { KnownBlock, ModalView, View } from '@slack/types';
import type { WebClient } from '@slack/web-api';

/**
 * What a feature sees of Slack: it declares what it listens to, with the permission that is needed, and gets a
 * parsed request from a known person. Acknowledging in time, handling each delivery once, checking who may and
 * telling people about errors happen here, once, for all features.
 */
export interface Surface {
  command(name: `/${string}`, need: Permission, handle: (request: CommandRequest) => Promise<void>): void;
  /** `actionId` may be a RegExp where a list has numbered buttons; `menu/choice` for a choice of an overflow menu. */
  action(
    actionId: string | RegExp,
    need: Permission,
    handle: (request: ActionRequest) => Promise<void>,
  ): void;
  view(callbackId: string, need: Permission, handle: (request: ViewRequest) => Promise<ViewAnswer>): void;
  /** Global and message shortcuts alike. */
  shortcut(callbackId: string, need: Permission, handle: (request: ShortcutRequest) => Promise<void>): void;
  /** Choices of an external select. */
  options(actionId: string, need: Permission, handle: (request: OptionsRequest) => Promise<Choice[]>): void;
  homeOpened(handle: (request: HomeRequest) => Promise<void>): void;
  /** Somebody wrote to the app in its Messages tab (event message.im; own and edited messages are left out). */
  directMessage(handle: (request: DirectMessageRequest) => Promise<void>): void;
  /** Somebody mentioned the app in a channel that it is in (event app_mention). */
  mention(need: Permission, handle: (request: MentionRequest) => Promise<void>): void;
  /** Everything registered so far; tests compare it with manifest.json and with the permission table. */
  readonly registered: readonly Registration[];
}

/** A permission as a plain string here: what it means is the app's business (team/permissions.ts). */
export type Permission = string;

export interface Registration {
  type: 'command' | 'action' | 'view' | 'shortcut' | 'options' | 'event';
  name: string;
  need: Permission | null;
}

/** A person of the workspace, already checked: not a bot, not a guest, allowed to do this. */
export interface Actor {
  /** Slack user id. */
  id: string;
  /** Display name as Slack gives it, not escaped. */
  name: string;
  role: string;
  /** IANA zone, e.g. `Europe/Berlin`. */
  timeZone: string;
}

export interface Message {
  /** Shown in notifications and by clients that don't know a block; always given. */
  text: string;
  blocks?: KnownBlock[];
}

interface Request {
  actor: Actor;
  client: WebClient;
  /** A short id that stands in the log and in what the person is told when something fails. */
  requestId: string;
}

interface WithTrigger {
  /** Opens a modal; call it first, a trigger lives for 3 seconds. Answers the view's id. */
  openModal(view: ModalView): Promise<string>;
  /** Opens a modal on top of the one in which a button was pressed. */
  pushModal(view: ModalView): Promise<string>;
  /**
   * Replaces an open modal by its view id.
   * @param hash of the view as it was last updated: nothing happens if something newer is shown
   * @returns the new hash; null when it isn't open any more, or something newer is shown
   */
  updateModal(viewId: string, view: ModalView, hash?: string): Promise<string | null>;
}

interface WithReply {
  /** Ephemeral, to this person, where they are; works for 30 minutes and 5 times, as Slack's response_url does. */
  reply(message: Message): Promise<void>;
}

export interface CommandRequest extends Request, WithTrigger, WithReply {
  command: string;
  /** What stands behind the command, trimmed; Slack's `<@U1|ana>`, `<mailto:a@b.c|a@b.c>`, `<https://x|x>` undone. */
  text: string;
  /** Slack user ids of the people whom the text mentions, in its order. */
  mentioned: readonly string[];
  channelId: string;
}

/** A word of a slash command that another feature than the command's own answers. */
export interface CommandWord {
  /** mrkdwn, one line of the command's help. */
  help: string;
  /** The permission that is asked for before it runs. */
  need: Permission;
  /** @param rest what stands behind the word */
  run(request: CommandRequest, rest: string): Promise<void>;
}

export interface ActionRequest extends Request, WithTrigger, WithReply {
  actionId: string;
  /** A button's value, what a select picked, or what stands behind the colon of an overflow's choice (routes.ts). */
  value: string | null;
  /** The message in which it was pressed. */
  message: { channelId: string; ts: string; ephemeral: boolean } | null;
  /** The modal or home in which it was pressed. */
  view: { id: string; metadata: string; values: Values } | null;
  /** Replaces the message in which it was pressed, ephemeral ones too. */
  replaceMessage(message: Message): Promise<void>;
  /** Removes the message in which it was pressed. */
  deleteMessage(): Promise<void>;
}

/** What a person filled in, by block id: text, one picked value, several picked values, or null. */
export type Values = Record<string, string | string[] | null>;

export interface ViewRequest extends Request, WithTrigger {
  viewId: string;
  /** Derived from the delivery, the same if Slack delivers it again: use it for ids of what is recorded. */
  deliveryId: string;
  metadata: string;
  values: Values;
  /** What stood in the fields when the modal was shown: what differs from it was changed by this person. */
  initial: Values;
}

/**
 * What happens to the modal. It is acknowledged with this, so whatever must not be lost is in the database before
 * a handler answers; slow work goes to `after`, which runs once the answer is on its way.
 */
export type ViewAnswer = (
  | { close: true }
  | { clear: true }
  | { errors: Record<string, string> }
  | { update: View }
  | { push: View }
) & { after?: () => Promise<void> };

export interface ShortcutRequest extends Request, WithTrigger {
  callbackId: string;
  message: { channelId: string; ts: string; text: string; userId: string | null } | null;
}

export interface OptionsRequest extends Request {
  actionId: string;
  /** What was typed so far. */
  query: string;
  /** Metadata of the modal it stands in, or empty. */
  metadata: string;
}

export interface Choice {
  /** At most 75 characters. */
  text: string;
  /** At most 75 characters. */
  value: string;
}

export interface HomeRequest extends Request {
  publish(blocks: KnownBlock[]): Promise<void>;
}

export interface DirectMessageRequest extends Request {
  channelId: string;
  text: string;
}

export interface MentionRequest extends Request {
  /** The same if Slack delivers it again. */
  eventId: string;
  /** What stands behind the mention of the app, with people, channels and links as in a command. */
  text: string;
  channelId: string;
  /** Answers in the thread, for everybody there. @returns where it stands, if Slack says so */
  answer(message: Message): Promise<{ channelId: string; ts: string } | null>;
}
