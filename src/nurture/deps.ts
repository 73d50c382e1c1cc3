import type { AuditDeps } from '#audit/record.ts';
import type { OutreachDeps } from '#outreach/deps.ts';
import type { EnrolmentStore, SequenceStore } from './store.ts';

/** What keeping warm works with; people, permission and messages are outreach’s. */
export interface NurtureDeps extends AuditDeps {
  sequences: SequenceStore;
  enrolments: EnrolmentStore;
  outreach: OutreachDeps;
  /** Tells the owner of a task, with the candidate; throws when Slack is away. */
  tellTask: (task: { owner: string; candidateId: string; sequence: string; text: string }) => Promise<void>;
}
