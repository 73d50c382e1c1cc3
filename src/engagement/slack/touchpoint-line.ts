import { truncate } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import { KINDS, type Touchpoint } from '../touchpoint.ts';

const DAY_MS = 86_400_000;
const NOTE_SHOWN = 300;

/** One touchpoint as a line of mrkdwn: what, how, by whom, when, and the beginning of its note. */
export function touchpointLine(touchpoint: Touchpoint, now: Date): string {
  const { kind, sentiment, by, note, at } = touchpoint;
  const who = /^[UW][A-Z0-9]+$/.test(by) ? ` by <@${by}>` : '';
  const mood = sentiment ? ` (${sentiment})` : '';
  const said = note ? `\n>${escapeMrkdwn(truncate(note, NOTE_SHOWN)).replaceAll('\n', '\n>')}` : '';
  return `*${KINDS[kind]}*${mood}${who} · ${ago(at, now)}${said}`;
}

/** `today`, `yesterday`, `60 days ago`: calendar days by UTC, since it is read and not computed with. */
export function ago(at: Date, now: Date): string {
  const days = Math.floor(now.getTime() / DAY_MS) - Math.floor(at.getTime() / DAY_MS);
  if (days <= 0) return 'today';
  return days === 1 ? 'yesterday' : `${days.toLocaleString('en')} days ago`;
}
