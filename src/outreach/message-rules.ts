/** What an admin sets about messages: how they sound, who decides, how fast they go, and what they cost. */
export interface MessageRules {
  /** ISO 639-1, one of `LANGUAGES` (checks/shape.ts). */
  language: string;
  /** What every message may say about us, links included; may be empty. */
  aboutUs: string;
  /** How we write, for the model; may be empty. */
  style: string;
  /** Slack id of the channel in which messages are approved; null: the requester's direct messages. */
  approvalsChannel: string | null;
  /** Whether somebody else than the requester has to approve. */
  fourEyes: boolean;
  /** Whether a picture in the mail tells that it was opened; needs the person's consent in some countries. */
  openTracking: boolean;
  /** Whether links lead through this deployment, so that a click is known. */
  clickTracking: boolean;
  /** Whether e-mails carry a link where people may say who they are (fairness/). */
  selfDescription: boolean;
  /** US$ for a million tokens, by the model's name. */
  prices: { model: string; input: number; output: number }[];
  /** E-mails that go to one receiving domain in an hour, and from one sender in a day, whoever confirmed what. */
  domainPerHour: number;
  senderPerDay: number;
}

export const DEFAULT_MESSAGE_RULES: MessageRules = {
  language: 'en',
  aboutUs: '',
  style: '',
  approvalsChannel: null,
  fourEyes: false,
  openTracking: false,
  clickTracking: true,
  selfDescription: false,
  prices: [],
  domainPerHour: 60,
  senderPerDay: 200,
};

export interface Usage {
  inputTokens: number;
  outputTokens: number;
}

/** What a model's answer cost in US$; null for a model that has no price in the settings. */
export function costOf(
  rules: Pick<MessageRules, 'prices'>,
  model: string,
  { inputTokens, outputTokens }: Usage,
): number | null {
  // Providers answer with a dated name, “gpt-5-mini-2026-08-07”: the longest name that it begins with counts.
  const price = rules.prices
    .filter((one) => model.startsWith(one.model))
    .toSorted((a, b) => b.model.length - a.model.length)[0];
  return price ? (inputTokens * price.input + outputTokens * price.output) / 1_000_000 : null;
}
