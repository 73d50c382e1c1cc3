import { randomUUID } from 'node:crypto';
import { changeCandidate } from '#candidates/change.ts';
import { snoozeCandidate } from '#candidates/snooze.ts';
import { setStage } from '#candidates/stage.ts';
import { PersonError } from '#platform/person-error.ts';
import { changeSequence } from '../../../src/nurture/edit.ts';
import { enrol, pauseEnrolment, stopEnrolment } from '../../../src/nurture/enrol.ts';
import type { Sequence } from '../../../src/nurture/sequence.ts';
import {
  approve,
  approveForMorning,
  confirmArrived,
  sendAgain,
} from '../../../src/outreach/deciding/approve.ts';
import type { Decided as Decision } from '../../../src/outreach/deciding/decision.ts';
import { discard, edit } from '../../../src/outreach/deciding/revise.ts';
import { requestDraft } from '../../../src/outreach/drafting/request-draft.ts';
import { writeDraft } from '../../../src/outreach/drafting/write-draft.ts';
import { receiveMail } from '../../../src/outreach/inbound/receive.ts';
import { sendDraft } from '../../../src/outreach/sending/send.ts';
import { erase } from '../../../src/privacy/erase.ts';
import type { ProcessDeps } from './process-deps.ts';

type On = { draftId: string; version: number; by: string; confirmed: string[] };
/** What people do in the year, as Slack and the mailbox would hand it in. */
export type Act =
  | { what: 'enrol'; sequence: string; people: string[]; by: string }
  | { what: 'mail'; raw: string }
  | ({ what: 'approve' | 'morning' | 'discard' | 'again' | 'arrived' } & On)
  | ({ what: 'edit'; text: string } & On)
  | { what: 'stage'; person: string; stage: 'hired' | 'applied'; by: string }
  | { what: 'met'; person: string; by: string }
  | { what: 'snooze'; person: string; until: number; by: string }
  | { what: 'owner'; person: string; owner: string; by: string }
  | { what: 'erase'; person: string; by: string }
  | { what: 'pause' | 'resume' | 'leave'; enrolment: string; by: string }
  | { what: 'change'; sequence: string; set: Partial<Pick<Sequence, 'steps' | 'state'>>; by: string }
  | { what: 'write'; person: string; by: { id: string; name: string; timeZone: string } };

/** How an act ended; `ids` of reasons when a person has to confirm first. */
export type Outcome = { done: boolean; reasons?: string[]; draftId?: string; why?: string };

export async function acts({ base, outreach, nurture, privacy }: ProcessDeps, act: Act): Promise<unknown> {
  switch (act.what) {
    case 'enrol': {
      const sequence = await nurture.sequences.byId(act.sequence);
      if (!sequence) return [];
      const answers: { person: string; came: unknown }[] = [];
      for (const person of act.people)
        answers.push({ person, came: await enrol(nurture, sequence, person, act.by) });
      return answers;
    }
    case 'mail':
      return receiveMail(outreach, Buffer.from(act.raw));
    case 'approve':
    case 'again': {
      const verb = act.what === 'approve' ? approve : sendAgain;
      const decided = await verb(outreach, { ...act, isRecruiter: true });
      if (decided.done) await sendDraft(outreach, act.draftId);
      return outcome(decided);
    }
    case 'morning':
      return outcome(await approveForMorning(outreach, { ...act, isRecruiter: true }));
    case 'discard':
      return outcome(await discard(outreach, { ...act, isRecruiter: true }));
    case 'arrived':
      return outcome(await confirmArrived(outreach, { ...act, isRecruiter: true }));
    case 'edit': {
      const draft = await outreach.drafts.byId(act.draftId);
      const version = draft?.versions.at(-1);
      if (!version) return { done: false };
      const body = `${version.body}\n\n${act.text}`;
      const edited = await edit(outreach, {
        ...act,
        isRecruiter: true,
        subject: version.subject,
        body,
        insists: true,
      });
      return { done: edited.done };
    }
    case 'stage':
      await setStage(base, { id: act.person, stage: act.stage, by: act.by, surface: 'modal' });
      return { done: true };
    case 'met':
      await outreach.people.record({
        _id: randomUUID(),
        candidateId: act.person,
        kind: 'meeting',
        direction: 'out',
        at: base.clock.now(),
        by: act.by,
      });
      return { done: true };
    case 'snooze':
      await snoozeCandidate(base, { id: act.person, until: new Date(act.until), by: act.by });
      return { done: true };
    case 'owner':
      await changeCandidate(base, act.person, { by: act.by, action: 'owner', surface: 'card' }, () => ({
        owner: act.owner,
      }));
      return { done: true };
    case 'erase':
      return { done: (await erase(privacy, act.person, act.by)) === 'erased' };
    case 'leave':
      return { done: await stopEnrolment(nurture, act.enrolment, 'left', act.by) };
    case 'pause':
    case 'resume':
      return { done: await pauseEnrolment(nurture, act.enrolment, act.what === 'pause', act.by) };
    case 'change': {
      // Two who change it in the same moment: the second one opens it again.
      for (let tries = 0; tries < 5; tries++) {
        const sequence = await nurture.sequences.byId(act.sequence);
        const changed =
          sequence &&
          (await changeSequence(nurture, sequence, act.set, act.by).catch((error: unknown) => {
            if (error instanceof PersonError) return null;
            throw error;
          }));
        if (changed) return { done: true };
      }
      return { done: false };
    }
    case 'write': {
      const requested = await requestDraft(outreach, {
        deliveryId: randomUUID(),
        candidateId: act.person,
        requester: act.by,
        request: { purpose: 're-engagement', role: '', tone: 'friendly', mention: '', channel: 'email' },
      });
      if (requested.outcome === 'refused') return { done: false, why: requested.why };
      await writeDraft(outreach, requested.draftId);
      return { done: true, draftId: requested.draftId };
    }
  }
}

function outcome(decided: Decision): Outcome {
  if (decided.done) return { done: true };
  if (decided.because === 'unconfirmed') return { done: false, reasons: decided.reasons.map(({ id }) => id) };
  return { done: false, why: decided.because === 'not allowed' ? decided.why : 'changed' };
}
