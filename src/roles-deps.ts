import { join } from 'node:path';
import type { NurtureDeps } from '#nurture/deps.ts';
import { makeReadySequences } from '#nurture/edit.ts';
import { enrol } from '#nurture/enrol.ts';
import type { BatchDeps } from '#outreach/batch/work-off.ts';
import { loadPrompt } from '#platform/llm/prompt.ts';
import type { RolesDeps } from '#roles/deps.ts';
import { postStore } from '#roles/post-store.ts';
import { ROLE_PROMPT_VARIABLES } from '#roles/read-by-model.ts';
import { sayingIn } from '#roles/slack/saying.ts';
import type { Ground } from './ground.ts';

/** Sequences to pick from. */
const SEQUENCES = 90;

type Base = Omit<
  RolesDeps,
  'posts' | 'outreach' | 'saying' | 'enrol' | 'sequencesToPick' | 'model' | 'descriptionPrompt' | 'processId'
>;

/** What roles work with. */
export async function rolesDeps(
  { db, client, processId }: Pick<Ground, 'db' | 'client' | 'processId'>,
  base: Base,
  others: { outreach: BatchDeps; nurturing: NurtureDeps },
): Promise<RolesDeps> {
  const { outreach, nurturing } = others;
  const prompt = join(import.meta.dirname, '..', 'prompts', 'read-role.md');
  return {
    ...base,
    posts: postStore(db),
    outreach,
    saying: sayingIn(client, base),
    async enrol(sequenceId, candidateId, by) {
      const sequence = await nurturing.sequences.byId(sequenceId);
      if (!sequence) return 'The sequence is not there any more.';
      const enrolled = await enrol(nurturing, sequence, candidateId, by);
      return typeof enrolled === 'string' ? null : enrolled.refused;
    },
    async sequencesToPick({ id, name, timeZone }) {
      await makeReadySequences(nurturing, { id, name, timeZone });
      const all = await nurturing.sequences.all(SEQUENCES);
      return all.filter(({ steps }) => steps.length > 0).map(({ _id, name }) => ({ id: _id, name }));
    },
    model: outreach.model,
    descriptionPrompt: await loadPrompt(prompt, ROLE_PROMPT_VARIABLES),
    processId,
  };
}
