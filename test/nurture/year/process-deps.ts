import type { Db } from 'mongodb';
import { recordTouchpoint, recountPending } from '#engagement/record.ts';
import { createModel } from '#platform/llm/model.ts';
import { createLogger } from '#platform/logger.ts';
import { createMailer } from '#platform/mail/mailer.ts';
import { keepingStore } from '../../../src/candidates/keeping-store.ts';
import type { NurtureDeps } from '../../../src/nurture/deps.ts';
import { stopAll } from '../../../src/nurture/enrol.ts';
import { enrolmentStore, sequenceStore } from '../../../src/nurture/store.ts';
import { sweepEnrolments } from '../../../src/nurture/sweep.ts';
import { maySendStep } from '../../../src/nurture/when-allowed.ts';
import { eraseDrafts } from '../../../src/outreach/erase.ts';
import { sweepDrafts } from '../../../src/outreach/sweep.ts';
import { peopleFor } from '../../../src/outreach-deps.ts';
import { finishErasures } from '../../../src/privacy/erase.ts';
import { Busy, type Holding } from '../../../src/privacy/erasure.ts';
import { privacyStore } from '../../../src/privacy/store.ts';
import { world } from '../../candidates/world.ts';
import { SECRET_KEY, testOutreach } from '../../support/outreach.ts';

export interface Addresses {
  database: string;
  smtp: string;
  model: string;
  name: string;
}

/** What a process of the year works with: the app's own verbs, stores and mailer; only Slack is left out. */
export async function processDeps(
  db: Db,
  addresses: Addresses,
  tellTask: NurtureDeps['tellTask'],
  clock: { now(): Date },
) {
  const logger = createLogger('fatal');
  const base = { ...(await world(db)), clock, logger, keeping: keepingStore(db) };
  const enrolments = enrolmentStore(db);
  const mailer = createMailer({ smtpUrl: addresses.smtp, logger });
  const outreach = await testOutreach(db, {
    people: peopleFor(base as never) as never,
    mailer,
    clock,
    processId: addresses.name,
    model: createModel({ apiKey: 'test', baseUrl: addresses.model, model: 'stand-in', logger }),
    stopSequences: (ids, why) => stopAll({ enrolments, audit: base.audit, clock }, ids, why),
  });
  outreach.show = async (id) => {
    const draft = await outreach.drafts.byId(id);
    if (draft) await outreach.drafts.shown(id, draft.revision);
  };
  const nurture: NurtureDeps = {
    audit: base.audit,
    clock,
    sequences: sequenceStore(db),
    enrolments,
    outreach,
    tellTask,
  };
  outreach.maySendStep = (draft) => maySendStep(nurture, draft);
  // What the year writes about people, erased as src/holdings.ts does it.
  const held: Holding[] = [
    { name: 'touchpoints', read: async () => [], erase: ({ ids }) => base.touchpoints.forget(ids) },
    {
      name: 'drafts',
      read: async () => [],
      async erase({ ids }) {
        if (!(await eraseDrafts({ ...outreach, removeMessage: async () => {} }, ids)))
          throw new Busy('a message is being sent');
      },
    },
    { name: 'enrolments', read: async () => [], erase: ({ ids }) => enrolments.forget(ids) },
    { name: 'record', read: async ({ record }) => record, erase: ({ ids }) => base.keeping.remove(ids) },
  ];
  const privacy = {
    ...base,
    privacy: privacyStore(db),
    secretKey: SECRET_KEY,
    holdings: held,
  };
  return {
    base,
    outreach,
    nurture,
    privacy,
    recordTouchpoint,
    /** What the recurring jobs of the app do. */
    async sweepAll(): Promise<void> {
      await Promise.all([sweepEnrolments(nurture), sweepDrafts(outreach)]);
      await recountPending(base);
      await finishErasures(privacy);
    },
  };
}
export type ProcessDeps = Awaited<ReturnType<typeof processDeps>>;
