import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { slackErrorCode } from './handling.ts';

/** The three ways to show a modal that a request with a trigger has. */
export function modalsFor(client: WebClient, triggerId: string) {
  return {
    async openModal(view: ModalView): Promise<string> {
      const { view: opened } = await client.views.open({ trigger_id: triggerId, view });
      return opened?.id ?? '';
    },
    async pushModal(view: ModalView): Promise<string> {
      const { view: pushed } = await client.views.push({ trigger_id: triggerId, view });
      return pushed?.id ?? '';
    },
    async updateModal(viewId: string, view: ModalView, hash?: string): Promise<string | null> {
      try {
        const { view: updated } = await client.views.update({ view_id: viewId, view, ...(hash && { hash }) });
        return updated?.hash ?? null;
      } catch (error) {
        // The person has closed it meanwhile, or has got something newer to see.
        if (['not_found', 'hash_conflict'].includes(slackErrorCode(error) ?? '')) return null;
        throw error;
      }
    },
  };
}
