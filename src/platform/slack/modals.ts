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
    async updateModal(viewId: string, view: ModalView): Promise<void> {
      try {
        await client.views.update({ view_id: viewId, view });
      } catch (error) {
        // The person has closed it meanwhile: there is nothing to show any more.
        if (slackErrorCode(error) !== 'not_found') throw error;
      }
    },
  };
}
