import { DEFAULT_TEMPERATURE, heatOf, type Temperature, temperatureAt } from '#engagement/temperature.ts';
import type { SampleTouchpoint } from './people.ts';
import type { Random } from './random.ts';
import { type Beat, type Chapter, type NoteAbout, notesAbout, type Plot, tell } from './story.ts';

/** What a history must fit. */
export interface Frame {
  plot: Plot;
  temperature: Temperature;
  /** Nobody is known for longer. */
  mostDays: number;
  /** When the event was at which we met, if that is how. */
  eventDaysAgo: number | null;
  /** What may stand in a note's blanks; several values: any of them. */
  blanks: Readonly<Record<string, readonly string[]>>;
}

export interface DatedHistory {
  knownForDays: number;
  history: SampleTouchpoint[];
}

const DAY_MS = 86_400_000;
const ATTEMPTS = 400;
const MOST_TOUCHPOINTS = 14;
const LEAST_DAYS = 10;
const SOON_AFTER_EVENT = 60;

/**
 * A history with dates and notes that fits the frame, or null when none was found. It is told, dated from its end
 * backwards, and thrown away unless it comes out as warm as it should: simpler than computing dates from a temperature.
 */
export function historyWithin(random: Random, frame: Frame): DatedHistory | null {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const chapters = tell(random, frame.plot);
    const dated = date(random, chapters, frame);
    if (dated && temperatureOf(dated.beats) === frame.temperature)
      return {
        knownForDays: dated.knownForDays,
        history: write(random, dated.beats, frame.blanks),
      };
  }
  return null;
}

type DatedBeat = Beat & { daysAgo: number };

function date(
  random: Random,
  chapters: readonly Chapter[],
  { plot, temperature, mostDays, eventDaysAgo }: Frame,
): { knownForDays: number; beats: DatedBeat[] } | null {
  const beats: DatedBeat[] = [];
  let next = lastDay(random, plot, temperature);
  let start = next;
  for (const [index, chapter] of chapters.toReversed().entries()) {
    const isOrigin = index === chapters.length - 1;
    const fixed = isOrigin ? eventDaysAgo : null;
    if (fixed !== null && index > 0 && (fixed <= start || fixed > start + SOON_AFTER_EVENT)) return null;
    let day = fixed ?? next;
    for (const beat of chapter.toReversed()) {
      beats.unshift({ ...beat, daysAgo: day });
      day += beat.after;
    }
    start = beats[0]?.daysAgo ?? day;
    next = start + gapBefore(random, plot, index === chapters.length - 2);
  }
  const first = beats[0]?.daysAgo ?? random.int(LEAST_DAYS, Math.min(mostDays, 700));
  const knownBefore = plot.source === 'Sourced' || plot.source === 'Import' ? random.int(0, 5) : 0;
  const knownForDays = first + (beats.length === 0 ? 0 : knownBefore);
  const fits = knownForDays >= LEAST_DAYS && knownForDays <= mostDays && beats.length <= MOST_TOUCHPOINTS;
  return fits ? { knownForDays, beats } : null;
}

/** What follows a first meeting follows soon; later chapters, and those after a refusal, wait for a reason to write. */
function gapBefore(random: Random, { source }: Plot, isSecond: boolean): number {
  const wasRefused = source === 'Past applicant' || source === 'Silver medalist';
  return isSecond && !wasRefused ? random.int(2, 40) : Math.round(25 + random.next() ** 2 * 480);
}

/** How long ago the last thing happened. */
function lastDay(random: Random, { stage, source, optedOut }: Plot, temperature: Temperature): number {
  if (stage === 'interviewing') return random.int(1, 12);
  if (stage === 'applied') return random.int(1, temperature === 'hot' ? 25 : 90);
  if (stage === 'hired') return random.int(60, 500);
  if (stage === 'prospect' && source === 'Inbound') return random.int(10, 20);
  if (temperature === 'hot') return random.int(1, 30);
  if (temperature === 'warm') return random.int(2, 110);
  const isOpen = stage === 'contacted' || stage === 'prospect' || stage === 'nurturing';
  if (optedOut || !isOpen) return random.int(30, 700);
  return Math.round(3 + random.next() ** 2 * 700);
}

function temperatureOf(beats: readonly DatedBeat[]): Temperature {
  const weighed = beats.map(({ kind, sentiment, daysAgo }) => ({
    kind,
    sentiment: sentiment ?? null,
    at: new Date(-daysAgo * DAY_MS),
  }));
  return temperatureAt(heatOf(weighed, DEFAULT_TEMPERATURE), new Date(0), DEFAULT_TEMPERATURE);
}

function write(random: Random, beats: readonly DatedBeat[], blanks: Frame['blanks']): SampleTouchpoint[] {
  const used = new Set<string>();
  return beats.map(({ kind, about, daysAgo, sentiment }) => ({
    kind,
    daysAgo,
    note: note(random, about, blanks, used),
    ...(sentiment ? { sentiment } : {}),
  }));
}

function note(random: Random, about: NoteAbout, blanks: Frame['blanks'], used: Set<string>): string {
  const possible = notesAbout(about).filter((text) => blanksOf(text).every((blank) => blanks[blank]?.length));
  const fresh = possible.filter((text) => !used.has(text));
  const template = random.pick(fresh.length > 0 ? fresh : possible);
  used.add(template);
  const text = template.replace(/\{(\w+)\}/g, (_, blank: string) => random.pick(blanks[blank] ?? []));
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function blanksOf(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map(([, blank = '']) => blank);
}
