/** What a mention in a channel said of somebody; nothing is taken until whoever wrote it confirms. */
export interface Mention {
  _id: string;
  /** Slack user id. */
  by: string;
  name: string;
  email: string;
  link: string;
  roleId: string | null;
  /** A job in their words that nobody has opened here. */
  role: string | null;
  /** Identity keys of whom it names. */
  keys: string[];
  /** Our answer in the thread; null until it is posted. */
  answer: { channelId: string; ts: string } | null;
  at: Date;
}
