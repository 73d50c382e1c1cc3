import type { PersonClient } from './person.ts';

/** **Draft outreach** on a card in #hiring, and **Approve & send** below the draft: the message has gone out then. */
export async function sendFromCard(recruiter: PersonClient, ts: string): Promise<void> {
  await recruiter.click('Draft outreach', { channel: 'hiring', ts });
  await recruiter.modal('Draft outreach');
  await recruiter.submit({ Purpose: 'First contact' });
  const approval = await recruiter.lastMessage(/Approve & send/, '@rekindle');
  await recruiter.click('Approve & send', { ts: approval.ts, channel: approval.channel });
  await recruiter.lastMessage('Sent to', '@rekindle');
}
