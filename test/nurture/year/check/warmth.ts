import { type Facts, isBefore, type Mail } from './facts.ts';

/** Product.md section 4: weights, a half-life of 45 days, hot from 8 and warm from 2. */
const DAY = 86_400_000;
const HALF_LIFE = 45 * DAY;
const WEIGHTS = { met: 12, clicked: 3, answered: 10, applied: 12 } as const;
export const FROM = { hot: 8, warm: 2 } as const;

/** The score of somebody at a moment, by what was known for certain before; a link counts once a day. */
export function scoreOf(
  facts: Facts,
  person: string,
  when: Pick<Mail, 'n' | 'round' | 'at' | 'messageId'>,
): number {
  const counted = facts.happenedTo(person, 'met', 'clicked', 'answered').filter((one) => isBefore(one, when));
  const once = new Map(
    counted.map((one) => [
      one.what === 'clicked' ? `${one.messageId} ${new Date(one.at).toISOString().slice(0, 10)}` : `${one.n}`,
      one,
    ]),
  );
  return [...once.values()].reduce(
    (sum, { what, at }) => sum + WEIGHTS[what as keyof typeof WEIGHTS] * 2 ** (-(when.at - at) / HALF_LIFE),
    0,
  );
}
