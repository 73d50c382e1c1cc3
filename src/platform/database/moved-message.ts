import type { Collection, Filter, UpdateFilter } from 'mongodb';

/** A document that stands in a message in Slack; null: in none yet. */
interface Shown {
  _id: string;
  message: Place | null;
}

/** A message in Slack. */
interface Place {
  channelId: string;
  ts: string;
}

/**
 * Puts down where a document stands from now on.
 * @param shown as it was read before the message was posted
 * @returns false when it stands elsewhere already, since somebody else posted it, too, or is gone: this message has to go
 */
export async function movedMessage<T extends Shown>(
  collection: Collection<T>,
  { _id, message }: Shown,
  to: Place,
): Promise<boolean> {
  const asRead = { _id, 'message.ts': message?.ts ?? null } as unknown as Filter<T>;
  const moved = await collection.updateOne(asRead, { $set: { message: to } } as unknown as UpdateFilter<T>);
  return moved.matchedCount === 1;
}
