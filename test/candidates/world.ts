import type { Db } from 'mongodb';
import { auditStore } from '../../src/audit/store.ts';
import type { Capture } from '../../src/candidates/capture.ts';
import { type Profile, readProfile, type TypedProfile } from '../../src/candidates/profile.ts';
import { candidateIndexes, candidateStore } from '../../src/candidates/store.ts';
import { vocabularyIndexes, vocabularyStore } from '../../src/candidates/vocabulary-store.ts';
import { touchpointIndexes, touchpointStore } from '../../src/engagement/store.ts';
import { DEFAULT_TEMPERATURE } from '../../src/engagement/temperature.ts';
import { ensureIndexes } from '../../src/platform/database/indexes.ts';
import { watchedBy } from '../../src/rules/watching.ts';

/** What the verbs of candidates and engagement work with, on the real engine, at a fixed time. */
export async function world(db: Db) {
  await ensureIndexes(db, [candidateIndexes, vocabularyIndexes, touchpointIndexes]);
  return {
    candidates: candidateStore(db),
    watched: watchedBy([]),
    vocabulary: vocabularyStore(db),
    touchpoints: touchpointStore(db),
    audit: auditStore(db),
    temperature: DEFAULT_TEMPERATURE,
    ownersNamed: async (typed: string) => ({
      ids: typed === 'riley' ? ['U0RILEY'] : [],
      known: ['Riley'],
    }),
    erasedAmong: async (_keys: readonly string[]): Promise<ReadonlySet<string>> => new Set(),
    poolNames: async () => [],
    poolNamed: async (typed: string) => ({ word: typed, message: `There is no pool called “${typed}”.` }),
    peopleOfRole: async (typed: string) => ({ word: typed, message: `There is no role called “${typed}”.` }),
    clock: { now: () => new Date('2026-11-20T12:00:00Z') },
  };
}

const BLANK: TypedProfile = {
  name: 'Ana Petrova',
  email: '',
  phone: '',
  link: '',
  headline: '',
  company: '',
  location: '',
  seniority: null,
  skills: [],
  interests: [],
  tags: [],
  source: null,
  sourceDetail: '',
  owner: null,
  note: '',
};

/** A profile as a person would type it. */
export function profile(typed: Partial<TypedProfile>): Profile {
  const read = readProfile({ ...BLANK, ...typed });
  if ('errors' in read) throw new Error(JSON.stringify(read.errors));
  return read.profile;
}

export function errorsOf(typed: Partial<TypedProfile>): Record<string, string> {
  const read = readProfile({ ...BLANK, ...typed });
  return 'errors' in read ? read.errors : {};
}

/** Somebody whom Riley adds. */
export function capturing(typed: Partial<TypedProfile>): Capture {
  return { profile: profile(typed), by: 'U0RILEY', surface: 'test' };
}
