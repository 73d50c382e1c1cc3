import { createContext } from '/vendor/preact.js';
import { useContext, useState } from '/vendor/preact-hooks.js';
import { post, sentence } from '../api.js';

/** @typedef {import('../types.d.ts').Place} Place */
/** @typedef {import('../types.d.ts').Element} Element */

/** Where the blocks around stand. */
export const PlaceContext = createContext(/** @type {Place | null} */ (null));

/** What was sent and not yet taken: a submission waits for it. */
const underWay = new Set();

/** Resolves when everything typed so far has reached the workspace. */
export async function everythingSent() {
  while (underWay.size > 0) await Promise.allSettled(underWay);
}

/** @returns {Place} */
export function usePlace() {
  const place = useContext(PlaceContext);
  if (!place) throw new Error('A block stands nowhere.');
  return place;
}

/**
 * Clicks and picks of one element.
 * @param {string} blockId
 * @param {Element} element
 */
export function useAct(blockId, element) {
  const place = usePlace();
  const [busy, setBusy] = useState(false);
  /** @param {string | string[] | number | null} value */
  async function act(value) {
    setBusy(true);
    const sent = post('action', {
      as: place.as,
      channel: place.channel,
      ts: place.ts,
      viewId: place.viewId,
      blockId,
      actionId: element.action_id,
      value,
    });
    underWay.add(sent);
    try {
      const answer = /** @type {{ ok: boolean, error?: string, url?: string }} */ (await sent);
      if (answer.url) window.open(answer.url, '_blank', 'noreferrer');
      if (!answer.ok && answer.error) place.fail(answer.error);
    } catch (error) {
      place.fail(sentence(error));
    } finally {
      underWay.delete(sent);
      setBusy(false);
    }
  }
  return { act, busy, place };
}
