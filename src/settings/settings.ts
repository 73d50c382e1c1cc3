import { IANAZone } from 'luxon';
import { z } from 'zod';
import type { ChannelDigest } from '#digest/digest.ts';
import { companyKey } from '#duplicates/blocks.ts';
import { DEFAULT_TEMPERATURE, type TemperatureSettings } from '#engagement/temperature.ts';
import { LANGUAGES } from '#outreach/checks/shape.ts';
import { DEFAULT_MESSAGE_RULES, type MessageRules } from '#outreach/message-rules.ts';
import { DEFAULT_WRITING, type WritingRules } from '#outreach/permission/permission.ts';
import { DEFAULT_REFERRAL_RULES, type ReferralRules, referralRulesSchema } from '#referrals/rules.ts';
import { DEFAULT_RANKING, PARTS, type PartName, type RankingRules } from '#roles/ranking/weights.ts';

const weight = z.number().min(-100).max(100);

/** How warm a relationship is (product.md section 4). */
export const temperatureSchema: z.ZodType<TemperatureSettings> = z
  .object({
    halfLifeDays: z.number().min(1).max(365),
    weights: z.record(z.string(), weight) as unknown as z.ZodType<TemperatureSettings['weights']>,
    positiveReply: weight,
    negativeReply: weight,
    hot: z.number().positive().max(1_000),
    warm: z.number().positive().max(1_000),
  })
  .refine(({ hot, warm }) => hot > warm, { path: ['hot'] });

/** How often people are written to, and whose companies never (product.md section 7). */
export const writingSchema: z.ZodType<WritingRules> = z.object({
  dailyCap: z.number().int().min(1).max(1_000),
  in7Days: z.number().int().min(1).max(50),
  in90Days: z.number().int().min(1).max(200),
  doNotContact: z.array(z.string()),
});

/** Other names of skills, beyond those of the lists (candidates/skills.ts). */
export interface SkillSettings {
  aliases: { alias: string; name: string }[];
}
export const skillsSchema: z.ZodType<SkillSettings> = z.object({
  aliases: z.array(z.object({ alias: z.string(), name: z.string() })),
});

/** How messages sound, who decides and how fast they go (product.md section 8). */
export const messagesSchema: z.ZodType<MessageRules> = z
  .object({
    language: z.enum(Object.keys(LANGUAGES) as [string, ...string[]]),
    aboutUs: z.string().max(2_000),
    style: z.string().max(2_000),
    approvalsChannel: z.string().nullable(),
    fourEyes: z.boolean(),
    openTracking: z.boolean(),
    clickTracking: z.boolean(),
    // Settings that were kept before 0.2 don't have it.
    selfDescription: z.boolean().default(false),
    prices: z.array(
      z.object({
        model: z.string(),
        input: z.number().min(0).max(10_000),
        output: z.number().min(0).max(10_000),
      }),
    ),
    domainPerHour: z.number().int().min(1).max(100_000),
    senderPerDay: z.number().int().min(1).max(10_000),
  })
  // Without a channel nobody else than who asked would ever see the message.
  .refine(({ fourEyes, approvalsChannel }) => !fourEyes || approvalsChannel !== null, {
    path: ['approvalsChannel'],
  });

/** What counts how much when people are ranked for a role (product.md section 11). */
export const rankingSchema: z.ZodType<RankingRules> = z.object({
  enabled: z.boolean(),
  weights: z
    .record(z.enum(Object.keys(PARTS) as [PartName, ...PartName[]]), z.number().int().min(0).max(100))
    .refine((weights) => Object.values(weights).some((weight) => weight > 0)),
});

/** The digest that a channel gets (product.md section 10). */
export const digestSchema: z.ZodType<ChannelDigest> = z.object({
  channel: z.string().nullable(),
  timeZone: z.string().refine((zone) => IANAZone.isValidZone(zone)),
});

/** What an admin can set, by group, with what holds while nobody has. */
export const GROUPS = {
  temperature: { schema: temperatureSchema, initial: DEFAULT_TEMPERATURE },
  writing: { schema: writingSchema, initial: DEFAULT_WRITING },
  messages: { schema: messagesSchema, initial: DEFAULT_MESSAGE_RULES },
  ranking: { schema: rankingSchema, initial: DEFAULT_RANKING },
  skills: { schema: skillsSchema, initial: { aliases: [] } as SkillSettings },
  referrals: { schema: referralRulesSchema, initial: DEFAULT_REFERRAL_RULES },
  digest: { schema: digestSchema, initial: { channel: null, timeZone: 'UTC' } as ChannelDigest },
} as const;
export type Group = keyof typeof GROUPS;
export interface Settings {
  temperature: TemperatureSettings;
  writing: WritingRules;
  messages: MessageRules;
  ranking: RankingRules;
  skills: SkillSettings;
  referrals: ReferralRules;
  digest: ChannelDigest;
}

/** One group as it is kept. */
export interface KeptGroup {
  _id: Group;
  values: unknown;
  by: string;
  at: Date;
}

const byName = (a: string, b: string) => a.localeCompare(b, 'en');

/** Whether another heat follows from these settings: thresholds alone change none. */
export function changesHeat(before: TemperatureSettings, after: TemperatureSettings): boolean {
  const heat = ({ halfLifeDays, weights, positiveReply, negativeReply }: TemperatureSettings) =>
    JSON.stringify([
      halfLifeDays,
      Object.keys(weights)
        .toSorted(byName)
        .map((kind) => [kind, weights[kind as keyof typeof weights]]),
      positiveReply,
      negativeReply,
    ]);
  return heat(before) !== heat(after);
}

/** Companies as typed, one a line, without doubles and blanks. */
export function readCompanies(text: string): string[] {
  const lines = text.split('\n').map((line) => line.replace(/\s+/g, ' ').trim());
  return [
    ...new Map(
      lines.filter((line) => companyKey(line) !== '').map((line) => [companyKey(line), line]),
    ).values(),
  ];
}

const PRICE = /^\s*(\S{1,80})\s*=\s*(\d+(?:\.\d+)?)\s*\/\s*(\d+(?:\.\d+)?)\s*$/;

/** Prices as typed, `gpt-5-mini = 0.25 / 2` on each line. @returns them, or the first line that is none */
export function readPrices(text: string): MessageRules['prices'] | { wrong: string } {
  const prices: MessageRules['prices'] = [];
  for (const line of text.split('\n').filter((one) => one.trim() !== '')) {
    const [, model, input, output] = PRICE.exec(line) ?? [];
    if (!model) return { wrong: line.trim() };
    prices.push({ model, input: Number(input), output: Number(output) });
  }
  return prices;
}

const ALIAS = /^\s*(.{1,60}?)\s*=\s*(.{1,60}?)\s*$/;

/** Aliases as typed, `k8s = Kubernetes` on each line. @returns them, or the first line that is none */
export function readAliases(text: string): SkillSettings['aliases'] | { wrong: string } {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const read = lines.map((line) => ALIAS.exec(line));
  const wrong = lines.find((_, index) => !read[index]);
  if (wrong !== undefined) return { wrong: wrong.trim() };
  return read.flatMap((match) => (match ? [{ alias: match[1] ?? '', name: match[2] ?? '' }] : []));
}
