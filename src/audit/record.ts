import type { Clock } from '#platform/clock.ts';
import type { AuditEntry, AuditStore } from './store.ts';

/** What a verb that changes something needs to leave a trace. */
export interface AuditDeps {
  audit: AuditStore;
  clock: Clock;
}

/**
 * Writes one change into the audit log. Call it after the change: an entry for something that didn't happen would be
 * worse than a missing one, and the record's own revision shows that too.
 */
export async function recordAudit(
  deps: AuditDeps,
  entry: Pick<AuditEntry, 'by' | 'action' | 'subject' | 'before' | 'after' | 'surface'>,
): Promise<void> {
  await deps.audit.append({ at: deps.clock.now(), ...entry });
}
