import type { Stage } from '#candidates/candidate.ts';
import type { Kind, Sentiment } from '#engagement/touchpoint.ts';
import { OUR_NOTES } from './our-notes.ts';
import type { SamplePerson } from './people.ts';
import type { Random } from './random.ts';
import { THEIR_NOTES } from './their-notes.ts';

const NOTES = { ...OUR_NOTES, ...THEIR_NOTES };
export type NoteAbout = keyof typeof NOTES;

/** The notes that there are about one thing, with their blanks. */
export function notesAbout(about: NoteAbout): readonly string[] {
  return NOTES[about];
}

/** One touchpoint of a story that has no dates yet. */
export interface Beat {
  kind: Kind;
  about: NoteAbout;
  /** Days after the beat before, within a chapter. */
  after: number;
  sentiment?: Sentiment;
}

/** Things that happen within days of each other. Between two chapters lie weeks or months. */
export type Chapter = Beat[];

export interface Plot {
  stage: Stage;
  source: SamplePerson['source'];
  isTechnical: boolean;
  optedOut: boolean;
  bounced: boolean;
}

/** How a relationship came to where it stands, first chapter first. */
export function tell(random: Random, plot: Plot): Chapter[] {
  const chapters = [origin(random, plot), ...middle(random, plot)];
  if (plot.optedOut) chapters.push(optOut(random, plot, isWrittenTo(chapters)));
  if (plot.bounced) chapters.push(bounce(random, plot));
  return chapters.filter((chapter) => chapter.length > 0);
}

function middle(random: Random, plot: Plot): Chapter[] {
  const maybe = (share: number, chapter: (random: Random) => Chapter) =>
    random.chance(share) ? [chapter(random)] : [];
  switch (plot.stage) {
    case 'prospect':
      return [];
    case 'contacted':
      if (plot.optedOut || plot.bounced) return [];
      return [unanswered(random, plot), ...maybe(0.35, unansweredCheckIn)];
    case 'engaged':
      return [interested(random, plot), ...maybe(0.5, closer), ...maybe(0.3, closer)];
    case 'nurturing':
      return [
        notNow(random, plot),
        ...maybe(0.65, nurture),
        ...maybe(0.45, nurture),
        ...maybe(0.25, nurture),
      ];
    case 'silver medalist':
      return [
        ...(cameByApplying(plot) ? [] : [runnerUp(random)]),
        ...maybe(0.6, nurture),
        ...maybe(0.4, gladCheckIn),
      ];
    case 'applied':
      return [...maybe(0.6, () => interested(random, plot)), application(random)];
    case 'interviewing':
      return [...maybe(0.6, () => interested(random, plot)), interviews(random, random.int(1, 2))];
    case 'hired':
      return [
        ...maybe(0.5, () => interested(random, plot)),
        [...interviews(random, 2), beat(random, 'note', 'hired', 3, 9)],
      ];
    case 'declined':
      return random.chance(0.45) && !plot.optedOut
        ? [[...interviews(random, 2), beat(random, 'note', 'offer declined', 4, 12)]]
        : [refused(random, plot)];
    case 'alumni':
      return [...maybe(0.7, nurture), ...maybe(0.5, () => [beat(random, 'meeting', 'meeting', 0, 0)])];
  }
}

function origin(random: Random, plot: Plot): Chapter {
  if (plot.stage === 'alumni') return [beat(random, 'note', 'left', 0, 0)];
  switch (plot.source) {
    case 'Sourced':
      if (random.chance(0.5)) return [];
      return [beat(random, 'note', plot.isTechnical ? 'found' : 'found, away from engineering', 0, 0)];
    case 'Referral':
      return [beat(random, 'referred', 'referred', 0, 0)];
    case 'Event':
      return [beat(random, 'event attended', 'event attended', 0, 0)];
    case 'Inbound': {
      const wrote = beat(random, 'inbound message', 'inbound message', 0, 0);
      if (plot.stage === 'prospect') return [wrote];
      return [wrote, beat(random, 'message sent', 'answer to an inbound message', 1, 3)];
    }
    case 'Past applicant':
    case 'Silver medalist':
      return plot.stage === 'silver medalist' ? runnerUp(random) : turnedDown(random);
    case 'Import':
      return random.chance(0.5) ? [beat(random, 'note', 'imported', 0, 0)] : [];
    case 'Other':
      return [beat(random, 'note', 'known', 0, 0)];
  }
}

function cameByApplying({ source }: Plot): boolean {
  return source === 'Past applicant' || source === 'Silver medalist';
}

function isWrittenTo(chapters: readonly Chapter[]): boolean {
  return chapters.some((chapter) => chapter.some(({ kind }) => kind === 'message sent'));
}

function firstMessage(random: Random, { source }: Plot): Beat {
  if (source === 'Inbound' || source === 'Past applicant' || source === 'Silver medalist')
    return beat(random, 'message sent', 'check-in', 0, 0);
  if (source === 'Referral') return beat(random, 'message sent', 'first message to a referred person', 0, 0);
  if (source === 'Event') return beat(random, 'message sent', 'message after an event', 0, 0);
  return beat(random, 'message sent', 'first message', 0, 0);
}

function unanswered(random: Random, plot: Plot): Chapter {
  return [
    firstMessage(random, plot),
    ...(random.chance(0.45) ? [beat(random, 'opened', 'opened', 1, 3)] : []),
    ...(random.chance(0.6) ? [beat(random, 'message sent', 'follow-up', 6, 12)] : []),
    ...(random.chance(0.3) ? [beat(random, 'opened', 'opened', 1, 4)] : []),
    ...(random.chance(0.25) ? [beat(random, 'clicked', 'clicked', 1, 2)] : []),
  ];
}

function unansweredCheckIn(random: Random): Chapter {
  return [
    beat(random, 'message sent', 'check-in', 0, 0),
    ...(random.chance(0.4) ? [beat(random, 'opened', 'opened', 1, 3)] : []),
  ];
}

function interested(random: Random, plot: Plot): Chapter {
  return [
    firstMessage(random, plot),
    ...(random.chance(0.3) ? [beat(random, 'message sent', 'follow-up', 6, 11)] : []),
    replied(random, 'good reply', 'positive', 1, 5),
    ...(random.chance(0.55) ? [beat(random, 'call', 'call', 2, 8)] : []),
    ...(random.chance(0.3) ? [beat(random, 'meeting', 'meeting', 4, 14)] : []),
  ];
}

function closer(random: Random): Chapter {
  if (random.chance(0.35)) return gladCheckIn(random);
  if (random.chance(0.4)) return [beat(random, 'meeting', 'meeting', 0, 0)];
  return [
    beat(random, 'content shared', 'content shared', 0, 0),
    beat(random, 'clicked', 'clicked', 1, 2),
    ...(random.chance(0.5) ? [beat(random, 'call', 'call', 2, 7)] : []),
  ];
}

function gladCheckIn(random: Random): Chapter {
  return [
    beat(random, 'message sent', 'check-in', 0, 0),
    replied(random, 'glad check-in reply', 'positive', 1, 4),
    ...(random.chance(0.4) ? [beat(random, 'call', 'call', 2, 6)] : []),
  ];
}

function notNow(random: Random, plot: Plot): Chapter {
  return [
    firstMessage(random, plot),
    ...(random.chance(0.35) ? [beat(random, 'message sent', 'follow-up', 6, 12)] : []),
    replied(random, 'open reply', 'neutral', 1, 6),
  ];
}

function nurture(random: Random): Chapter {
  if (random.chance(0.4))
    return [
      beat(random, 'message sent', 'check-in', 0, 0),
      ...(random.chance(0.6) ? [replied(random, 'check-in reply', 'neutral', 1, 6)] : []),
    ];
  return [
    beat(random, 'content shared', 'content shared', 0, 0),
    ...(random.chance(0.5) ? [beat(random, 'opened', 'opened', 1, 2)] : []),
    ...(random.chance(0.35) ? [beat(random, 'clicked', 'clicked', 1, 1)] : []),
  ];
}

function application(random: Random): Chapter {
  return [
    beat(random, 'applied', 'applied', 0, 0),
    ...(random.chance(0.6) ? [beat(random, 'note', 'in review', 1, 3)] : []),
    ...(random.chance(0.3) ? [beat(random, 'call', 'screening call', 2, 5)] : []),
  ];
}

function interviews(random: Random, rounds: number): Chapter {
  return [
    beat(random, 'applied', 'applied', 0, 0),
    beat(random, 'call', 'screening call', 3, 8),
    beat(random, 'interview', 'first interview', 4, 9),
    ...(rounds > 1 ? [beat(random, 'interview', 'final interview', 5, 11)] : []),
  ];
}

function runnerUp(random: Random): Chapter {
  return [...interviews(random, 2), beat(random, 'note', 'close second', 2, 6)];
}

function turnedDown(random: Random): Chapter {
  return [
    beat(random, 'applied', 'applied', 0, 0),
    ...(random.chance(0.4) ? [beat(random, 'call', 'screening call', 3, 8)] : []),
    beat(random, 'note', 'not this time', 3, 9),
  ];
}

function refused(random: Random, plot: Plot): Chapter {
  return [firstMessage(random, plot), replied(random, 'bad reply', 'negative', 1, 6)];
}

function optOut(random: Random, plot: Plot, wasWrittenTo: boolean): Chapter {
  return [
    wasWrittenTo ? beat(random, 'message sent', 'check-in', 0, 0) : firstMessage(random, plot),
    ...(random.chance(0.6) ? [replied(random, 'wants no messages', 'negative', 1, 3)] : []),
    beat(random, 'status', 'opted out', 0, 1),
  ];
}

function bounce(random: Random, plot: Plot): Chapter {
  return [firstMessage(random, plot), beat(random, 'status', 'bounced', 0, 0)];
}

function beat(random: Random, kind: Kind, about: NoteAbout, least: number, most: number): Beat {
  return { kind, about, after: random.int(least, most) };
}

function replied(random: Random, about: NoteAbout, sentiment: Sentiment, least: number, most: number): Beat {
  return { ...beat(random, 'replied', about, least, most), sentiment };
}
