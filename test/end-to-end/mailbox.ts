import { callControl } from '../support/person.ts';

/** A mail as the local workspace's mailbox lists it. */
interface Mail {
  id: string;
  to: string[];
  subject: string;
  /** An ISO timestamp, by the workspace's clock. */
  at: string;
}

/** What has come to this address, oldest first. @param url the local workspace's address */
export async function mailsTo(url: string, address: string): Promise<Mail[]> {
  const mails = await callControl<Mail[]>(url, 'mails');
  return mails.filter(({ to }) => to.includes(address)).toReversed();
}
