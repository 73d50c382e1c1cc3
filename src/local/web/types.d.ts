/** What the control API answers; see docs/design/local-workspace.md. */
export interface Text {
  type: string;
  text: string;
}
export interface Option {
  text: Text;
  value?: string;
  description?: Text;
  url?: string;
}
export interface Confirm {
  title: Text;
  text: Text;
  confirm: Text;
  deny: Text;
  style?: string;
}
/** Any element of Block Kit, with the fields that the page shows. */
export interface Element {
  type: string;
  action_id: string;
  text?: Text;
  value?: string;
  url?: string;
  style?: string;
  placeholder?: Text;
  options?: Option[];
  option_groups?: { label: Text; options: Option[] }[];
  confirm?: Confirm;
  multiline?: boolean;
  max_length?: number;
  min_query_length?: number;
  image_url?: string;
  alt_text?: string;
  accessibility_label?: string;
  positive_button?: { text: Text; value: string };
  negative_button?: { text: Text; value: string };
  filetypes?: string[];
}
/** Any piece of rich text. */
export interface Rich {
  type: string;
  text?: string;
  url?: string;
  name?: string;
  user_id?: string;
  channel_id?: string;
  style?: string | { bold?: boolean; italic?: boolean; strike?: boolean; code?: boolean };
  elements?: Rich[];
}
export interface Cell {
  type: string;
  text?: string;
  value?: number | string;
  elements?: Rich[];
}
/** Any block of Block Kit, with the fields that the page shows. */
export interface Block {
  type: string;
  block_id: string;
  text?: Text | string;
  label?: Text;
  hint?: Text;
  title?: Text | string;
  subtitle?: Text;
  body?: Text;
  description?: Text;
  caption?: string;
  level?: string;
  optional?: boolean;
  accessory?: Element;
  element?: Element;
  elements?: (Element & Text & Rich)[];
  fields?: Text[];
  actions?: Element[];
  blocks?: Block[];
  child_blocks?: Block[];
  cards?: Block[];
  rows?: Cell[][];
  tasks?: Block[];
  status?: string;
  details?: { elements?: Rich[] };
  output?: { elements?: Rich[] };
  image_url?: string;
  title_url?: string;
  thumbnail_url?: string;
  alt_text?: string;
  hero_image?: Element;
  icon?: Element;
}
/** What an element holds at the moment. */
export interface ElementState {
  type?: string;
  value?: string | null;
  selected_option?: Option | null;
  selected_options?: Option[];
  selected_user?: string | null;
  selected_users?: string[];
  selected_conversation?: string | null;
  selected_conversations?: string[];
  selected_channel?: string | null;
  selected_channels?: string[];
  selected_date?: string | null;
  selected_time?: string | null;
  selected_date_time?: number | null;
  files?: { id: string; name: string }[];
}
export type Values = Record<string, Record<string, ElementState>>;
export interface SlackFile {
  id: string;
  name: string;
  size?: number;
  url: string;
}
export interface Message {
  ts: string;
  channel: string;
  user: string;
  name: string;
  text: string;
  blocks: Block[];
  values: Values;
  files: SlackFile[];
  threadTs: string | null;
  replyCount: number;
  ephemeral: boolean;
  edited: boolean;
}
export interface View {
  id: string;
  title: string;
  submit: string | null;
  close: string | null;
  blocks: Block[];
  values: Values;
  errors: Record<string, string>;
  notice: string | null;
}
export interface Home {
  id: string;
  blocks: Block[];
  values: Values;
}
export interface Person {
  id: string;
  name: string;
  realName: string;
  displayName: string;
  kind: string;
  sample: boolean;
  isApp: boolean;
}
export interface Channel {
  id: string;
  name: string;
  kind: 'channel' | 'dm' | 'app';
  unread: number;
}
export interface Workspace {
  me: Person;
  people: Person[];
  channels: Channel[];
  commands: { command: string; description: string; usageHint: string }[];
  shortcuts: { name: string; type: 'global' | 'message'; callbackId: string; description: string }[];
  app: { name: string; botUserId: string; connected: boolean };
  clock: { now: string };
  has: { slack: boolean; mail: boolean };
}
export interface MailLine {
  id: string;
  from: string;
  to: string[];
  subject: string;
  at: string;
  opened: boolean;
  answered: boolean;
}
export interface Mail extends MailLine {
  fromName: string;
  text: string;
  html: string | null;
  headers: { key: string; value: string }[];
  links: string[];
}
/** Where blocks stand: a message, or a modal or home. */
export interface Place {
  as: string;
  workspace: Workspace;
  values: Values;
  channel?: string;
  ts?: string;
  viewId?: string;
  /** Shows a sentence when something didn't work. */
  fail: (sentence: string) => void;
}
