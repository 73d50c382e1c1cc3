import type { Db } from 'mongodb';
import type { SelectionMonth } from './selection.ts';
import type { Said, SelfDescription } from './self-description.ts';

export type FairnessStore = ReturnType<typeof fairnessStore>;

/** Both collections are read by `_id` only. */
export function fairnessStore(db: Db) {
  const said = db.collection<SelfDescription>('self_descriptions');
  const months = db.collection<SelectionMonth>('selection_months');
  return {
    async keep(candidateId: string, { gender, ethnicity }: Said, at: Date): Promise<void> {
      await said.updateOne({ _id: candidateId }, { $set: { gender, ethnicity, at } }, { upsert: true });
    },

    said: (candidateIds: readonly string[]) => said.find({ _id: { $in: [...candidateIds] } }).toArray(),

    /** For erasing a person, and for who takes back what they said. */
    async forget(candidateIds: readonly string[]): Promise<void> {
      await said.deleteMany({ _id: { $in: [...candidateIds] } });
    },

    async keepMonth({ _id, ...month }: SelectionMonth): Promise<void> {
      await months.replaceOne({ _id }, month, { upsert: true });
    },

    month: (id: string) => months.findOne({ _id: id }),
  };
}
