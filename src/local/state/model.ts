/** A block of Block Kit that has passed the checks of web-api/block-kit: what is read of it is there. */
export interface Block {
  type: string;
  block_id: string;
  [field: string]: unknown;
}

export interface Text {
  type: string;
  text: string;
}

export interface Option {
  text: Text;
  value?: string;
  url?: string;
}

/** An element that can be clicked, picked from or written in. */
export interface Element {
  type: string;
  action_id: string;
  text?: Text;
  value?: string;
  url?: string;
  options?: Option[];
  option_groups?: { label: Text; options: Option[] }[];
  confirm?: Record<string, unknown>;
  [field: string]: unknown;
}

export interface Person {
  id: string;
  /** The handle, e.g. `riley`. */
  name: string;
  realName: string;
  displayName: string;
  email: string;
  timeZone: string;
  kind: 'member' | 'guest' | 'bot';
  admin: boolean;
  /** The `B…` id of a bot, else null. */
  botId: string | null;
  /** Offered in the page's switch of people. */
  sample: boolean;
}

export interface Channel {
  id: string;
  name: string;
  kind: 'channel' | 'im';
  members: string[];
  /** Seconds since 1970. */
  created: number;
}

export interface StoredFile {
  id: string;
  name: string;
  title: string;
  mimetype: string;
  /** Bytes. */
  size: number;
  user: string;
  /** Seconds since 1970. */
  created: number;
  channels: string[];
  /** False between files.getUploadURLExternal and files.completeUploadExternal. */
  complete: boolean;
}

export interface Message {
  ts: string;
  channel: string;
  user: string;
  botId: string | null;
  text: string;
  blocks: Block[];
  attachments: unknown[];
  fileIds: string[];
  threadTs: string | null;
  /** The only person who sees it, or null. */
  ephemeralTo: string | null;
  /** ts of the last edit. */
  edited: string | null;
  /** What was picked in its menus, as in a payload's `state.values`. */
  values: ValuesByBlock;
  reactions: { name: string; users: string[] }[];
}

/** Block id → action id → an element's state as Slack sends it. */
export type ValuesByBlock = Record<string, Record<string, ElementState>>;
export type ElementState = { type: string } & Record<string, unknown>;

export interface View {
  id: string;
  user: string;
  type: 'modal' | 'home';
  hash: string;
  title: Text | null;
  submit: Text | null;
  close: Text | null;
  blocks: Block[];
  callbackId: string;
  externalId: string;
  privateMetadata: string;
  clearOnClose: boolean;
  notifyOnClose: boolean;
  values: ValuesByBlock;
  /** Block id → what is wrong, as the app or the check before sending said. */
  errors: Record<string, string>;
  /** A sentence above the modal's buttons, e.g. that the app did not answer. */
  notice: string | null;
  rootId: string;
  previousId: string | null;
}

/** Where a response_url leads. */
export interface ResponseTarget {
  id: string;
  channel: string;
  user: string;
  /** The message in which something was clicked. */
  messageTs: string | null;
  threadTs: string | null;
  /** Milliseconds of the workspace's clock. */
  madeAt: number;
  uses: number;
}

export interface Mail {
  id: string;
  from: string;
  to: string[];
  subject: string;
  /** ISO time of arrival. */
  at: string;
  messageId: string | null;
  opened: boolean;
  answered: boolean;
}
