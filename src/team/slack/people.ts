import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Clock } from '#platform/clock.ts';
import type { Logger } from '#platform/logger.ts';
import { slackErrorCode } from '#platform/slack/handling.ts';
import type { SlackPerson } from '../actor.ts';

/** Seconds for which an answer of users.info is good: a burst of clicks asks Slack once. */
const FRESH_SECONDS = 60;
/** People kept; the oldest make room. */
const KEPT = 5_000;

const userSchema = z.object({
  id: z.string(),
  name: z.string().catch(''),
  real_name: z.string().optional(),
  profile: z
    .object({
      display_name: z.string().optional(),
      real_name: z.string().optional(),
      email: z.string().optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
  tz: z.string().optional().catch(undefined),
  deleted: z.boolean().optional(),
  is_bot: z.boolean().optional(),
  is_restricted: z.boolean().optional(),
  is_ultra_restricted: z.boolean().optional(),
  is_stranger: z.boolean().optional(),
  is_admin: z.boolean().optional(),
  is_owner: z.boolean().optional(),
});

/**
 * Makes the function that asks Slack who somebody is (users.info, scope users:read).
 * @returns null for a user whom Slack doesn't know; any other refusal of Slack's is thrown
 */
export function slackPeople(deps: {
  client: WebClient;
  clock: Clock;
}): (userId: string) => Promise<SlackPerson | null> {
  const known = new Map<string, { until: number; person: Promise<SlackPerson | null> }>();
  return (userId) => {
    const now = deps.clock.now().getTime();
    const cached = known.get(userId);
    if (cached && cached.until > now) return cached.person;
    const person = ask(deps.client, userId);
    known.delete(userId);
    known.set(userId, { until: now + FRESH_SECONDS * 1000, person });
    const [oldest] = known.keys();
    if (known.size > KEPT && oldest) known.delete(oldest);
    // A failed question is asked anew the next time.
    person.catch(() => known.delete(userId));
    return person;
  };
}

async function ask(client: WebClient, userId: string): Promise<SlackPerson | null> {
  const answer = await client.users.info({ user: userId }).catch((error: unknown) => {
    if (slackErrorCode(error)?.startsWith('user_not_')) return null;
    throw error;
  });
  return answer && personOf(answer.user);
}

/**
 * Makes the function that asks Slack who has an address (users.lookupByEmail, scope users:read.email).
 * @returns null for nobody, and where the app may not ask
 */
export function slackPersonByEmail(deps: {
  client: WebClient;
  logger: Logger;
}): (email: string) => Promise<SlackPerson | null> {
  let isTold = false;
  return async (email) => {
    try {
      return personOf((await deps.client.users.lookupByEmail({ email })).user);
    } catch (error) {
      const code = slackErrorCode(error);
      if (code === 'users_not_found') return null;
      if (code === null) throw error;
      if (!isTold)
        deps.logger.warn(
          { slack: code },
          'Slack does not tell whose an address is: is users:read.email granted?',
        );
      isTold = true;
      return null;
    }
  };
}

function personOf(answered: unknown): SlackPerson {
  const user = userSchema.parse(answered);
  // The full name first: messages to candidates are signed with it.
  const names = [user.profile?.real_name, user.real_name, user.profile?.display_name, user.name];
  return {
    id: user.id,
    name: names.find((name) => name) ?? user.id,
    timeZone: user.tz ?? 'UTC',
    email: user.profile?.email ?? null,
    outsider: [
      user.deleted,
      user.is_bot,
      user.is_restricted,
      user.is_ultra_restricted,
      user.is_stranger,
      user.id === 'USLACKBOT',
    ].includes(true),
    workspaceAdmin: user.is_admin === true || user.is_owner === true,
  };
}
