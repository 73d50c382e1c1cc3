import type { Bonus } from './role.ts';

const SIGNS: Record<string, string> = { $: 'USD', '€': 'EUR', '£': 'GBP', '¥': 'JPY', '₹': 'INR' };
const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));
const DAYS_OF = { day: 1, week: 7, month: 30 } as const;
const MOST_AMOUNT = 1_000_000;
const MOST_DAYS = 730;

const FORM =
  /^(?<before>[$€£¥₹]|[a-z]{3})?\s*(?<amount>\d[\d.,' ]*)(?<thousand>k)?\s*(?<behind>[$€£¥₹]|[a-z]{3})?(?:\s*,?\s*(?:paid\s+)?(?:after|in)\s+(?<count>\d+)\s*(?<unit>day|week|month)s?(?:\s+after.*)?|\s*,?\s*(?:paid\s+)?(?<atOnce>at once|immediately|on hire))$/iu;

const EXAMPLE = 'Please type it like “2000 USD after 90 days”.';

/**
 * Reads a bonus as people type it: `2000 USD after 90 days`, `€1,500 after 3 months`, `1k EUR at once`.
 * @returns null for nothing typed, or a sentence that says what can't be read
 */
export function readBonus(typed: string): { bonus: Bonus | null } | { error: string } {
  const text = typed.replace(/\s+/g, ' ').trim();
  if (text === '' || /^(?:none|no|-|0)$/i.test(text)) return { bonus: null };
  const parts = FORM.exec(text)?.groups;
  if (!parts)
    return {
      error:
        /\d/.test(text) && !/after|in |at once|immediately|on hire/i.test(text)
          ? `When is it paid? ${EXAMPLE}`
          : `I can’t read this bonus. ${EXAMPLE}`,
    };
  const { before, amount = '', thousand, behind, count, unit = 'day', atOnce } = parts;
  const named = (before ?? behind ?? '').toUpperCase();
  const currency = SIGNS[named] ?? named;
  if (!CURRENCIES.has(currency))
    return { error: named ? `I know no currency “${named}”. ${EXAMPLE}` : `In which currency? ${EXAMPLE}` };
  const whole = wholeNumber(amount);
  if (whole === null) return { error: 'The amount is a whole number, e.g. 2000.' };
  const money = whole * (thousand ? 1_000 : 1);
  if (money < 1 || money > MOST_AMOUNT)
    return { error: `The amount is from 1 to ${MOST_AMOUNT.toLocaleString('en')}.` };
  const afterDays = atOnce ? 0 : Number(count) * (DAYS_OF[unit.toLowerCase() as keyof typeof DAYS_OF] ?? 1);
  if (afterDays > MOST_DAYS) return { error: `It is paid after ${MOST_DAYS} days at the latest.` };
  return { bonus: { amount: money, currency, afterDays } };
}

/** `2,000`, `2.000` and `2 000` are two thousand; a fraction is none of them. */
function wholeNumber(typed: string): number | null {
  const text = typed.trim();
  return /^\d+$/.test(text) || /^\d{1,3}(?:[.,' ]\d{3})+$/.test(text)
    ? Number(text.replace(/\D/g, ''))
    : null;
}

/** As it is typed: `2000 USD after 90 days`. */
export function bonusText({ amount, currency, afterDays }: Bonus): string {
  return `${amount} ${currency} ${afterDays === 0 ? 'at once' : `after ${afterDays} ${afterDays === 1 ? 'day' : 'days'}`}`;
}
