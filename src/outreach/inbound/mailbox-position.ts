import { createHash } from 'node:crypto';
import type { Db } from 'mongodb';
import type { Position } from '#platform/mail/imap.ts';

/**
 * How far a mailbox has been read, kept by its address (as a hash: the address holds the password). Processes that read
 * the same one don't disturb each other: a message is taken in once, by its Message-ID.
 */
export function mailboxPosition(db: Db, url: string | null) {
  const mailboxes = db.collection<Position & { _id: string }>('mailboxes');
  const { host = '', username = '', pathname = '' } = url ? new URL(url) : {};
  const _id = createHash('sha256').update(`${username}@${host}${pathname}`).digest('hex').slice(0, 24);
  return {
    position: (): Promise<Position | null> => mailboxes.findOne({ _id }),

    /** Never backwards: the other process may be further. */
    async keepPosition({ uidValidity, lastUid }: Position): Promise<void> {
      const moved = await mailboxes.updateOne({ _id, uidValidity }, { $max: { lastUid } });
      if (moved.matchedCount === 0)
        await mailboxes.replaceOne({ _id }, { uidValidity, lastUid }, { upsert: true });
    },
  };
}
