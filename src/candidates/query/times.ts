import { DateTime } from 'luxon';

/** A length of time as people type it: `30d`, `2w`, `6mo`, `1y`. */
export interface Amount {
  count: number;
  unit: 'd' | 'w' | 'mo' | 'y';
}

/** A stretch of time in a query. */
export type TimeSpan =
  /** `<30d`: less than so long ago; `>6mo`: longer ago; `6..12mo`: between. Null: open on that side. */
  | { kind: 'ago'; atLeast: Amount | null; atMost: Amount | null }
  /** `2026-01..2026-03`: calendar days, months or years, both included. Null: open on that side. */
  | { kind: 'dates'; from: string | null; to: string | null }
  | { kind: 'never' }
  | { kind: 'ever' };

/** What a time may look like, for messages. */
export const TIME_EXAMPLES = '`<30d`, `>6mo`, `6..12mo`, `2026-01..2026-03` or `never`';

const UNITS: Record<string, Amount['unit']> = {
  d: 'd',
  day: 'd',
  days: 'd',
  w: 'w',
  week: 'w',
  weeks: 'w',
  m: 'mo',
  mo: 'mo',
  month: 'mo',
  months: 'mo',
  y: 'y',
  year: 'y',
  years: 'y',
};
const FULL = { d: 'days', w: 'weeks', mo: 'months', y: 'years' } as const;
/** Longer ago than anything; keeps dates within what a date can hold. */
const MOST = { d: 36_500, w: 5_200, mo: 1_200, y: 100 } as const;
const DATE = /^\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$/;

/** Reads a time; null for what is none. */
export function readTime(text: string): TimeSpan | null {
  const typed = text.trim().toLowerCase();
  if (typed === 'never' || typed === 'ever') return { kind: typed };
  if (/^[<>]/.test(typed)) return readComparison(typed);
  const [from, to, ...more] = typed.split('..');
  if (from === undefined || more.length > 0) return null;
  if (to === undefined) return isDate(typed) ? { kind: 'dates', from: typed, to: typed } : null;
  return readDates(from, to) ?? readAmounts(from, to);
}

function readComparison(typed: string): TimeSpan | null {
  const [, sign, , rest = ''] = /^([<>])(=?)(.+)$/.exec(typed) ?? [];
  const amount = readAmount(rest);
  if (amount)
    return sign === '<'
      ? { kind: 'ago', atLeast: null, atMost: amount }
      : { kind: 'ago', atLeast: amount, atMost: null };
  if (!isDate(rest)) return null;
  return sign === '<' ? { kind: 'dates', from: null, to: rest } : { kind: 'dates', from: rest, to: null };
}

function readDates(from: string, to: string): TimeSpan | null {
  const readable = (part: string) => part === '' || isDate(part);
  if (!readable(from) || !readable(to) || from + to === '') return null;
  if (from !== '' && to !== '' && from > `${to}~`) return null;
  return { kind: 'dates', from: from || null, to: to || null };
}

/** `6..12mo`, `2w..3mo`: the first takes the unit of the second where it has none. */
function readAmounts(from: string, to: string): TimeSpan | null {
  const second = readAmount(to);
  if (!second) return null;
  const first = readAmount(from) ?? (/^\d{1,5}$/.test(from) ? readAmount(`${from}${second.unit}`) : null);
  if (!first || inDays(first) > inDays(second)) return null;
  return { kind: 'ago', atLeast: first, atMost: second };
}

function readAmount(text: string): Amount | null {
  const [, digits = '', word = ''] = /^(\d{1,5})\s*([a-z]+)$/.exec(text) ?? [];
  const unit = Object.hasOwn(UNITS, word) ? UNITS[word] : undefined;
  if (!unit) return null;
  return { count: Math.min(Number(digits), MOST[unit]), unit };
}

function isDate(text: string): boolean {
  return DATE.test(text) && DateTime.fromISO(text, { zone: 'utc' }).isValid;
}

function inDays({ count, unit }: Amount): number {
  return count * { d: 1, w: 7, mo: 30, y: 365 }[unit];
}

/** A time as it is typed; `readTime` reads the same from it. */
export function printTime(span: TimeSpan): string {
  if (span.kind === 'never' || span.kind === 'ever') return span.kind;
  if (span.kind === 'dates') {
    const { from, to } = span;
    if (from !== null && from === to) return from;
    return `${from ?? ''}..${to ?? ''}`;
  }
  const { atLeast, atMost } = span;
  const print = ({ count, unit }: Amount) => `${count}${unit}`;
  if (atLeast && atMost)
    return atLeast.unit === atMost.unit
      ? `${atLeast.count}..${print(atMost)}`
      : `${print(atLeast)}..${print(atMost)}`;
  if (atMost) return `<${print(atMost)}`;
  return atLeast ? `>${print(atLeast)}` : 'ever';
}

/** The moments that a time means. */
export interface Moments {
  /** Included; null: since ever. */
  from: Date | null;
  /** Not included; null: until ever. */
  before: Date | null;
}

/**
 * What a time means now, in calendar units (a month ago is the same day of last month), days by the zone of whoever
 * asks. Null for `never`.
 * @param zone IANA zone
 */
export function momentsOf(span: TimeSpan, now: Date, zone: string): Moments | null {
  if (span.kind === 'never') return null;
  if (span.kind === 'ever') return { from: null, before: null };
  const here = DateTime.fromJSDate(now, { zone });
  const local = here.isValid ? here : DateTime.fromJSDate(now, { zone: 'utc' });
  if (span.kind === 'ago') {
    const ago = (amount: Amount | null) =>
      amount && local.minus({ [FULL[amount.unit]]: amount.count }).toJSDate();
    // A moment exactly so long ago belongs to `6..12mo` on both sides.
    const before = ago(span.atLeast);
    return { from: ago(span.atMost), before: before && new Date(before.getTime() + 1) };
  }
  const day = (text: string) => DateTime.fromISO(text, { zone: local.zone });
  const length = (text: string) => (['year', 'month', 'day'] as const)[text.split('-').length - 1] ?? 'day';
  return {
    from: span.from === null ? null : day(span.from).toJSDate(),
    before:
      span.to === null
        ? null
        : day(span.to)
            .plus({ [length(span.to)]: 1 })
            .toJSDate(),
  };
}
