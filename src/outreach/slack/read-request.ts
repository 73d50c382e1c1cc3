import type { Values } from '#platform/slack/surface.ts';
import { type DraftRequest, draftRequestSchema } from '../draft.ts';

/** What the modal **Draft outreach** asks for. */
export function readRequest(values: Values) {
  const text = (id: string) => {
    const value = values[id];
    return typeof value === 'string' ? value.trim() : '';
  };
  const request: Record<keyof DraftRequest, string> = {
    purpose: text('purpose'),
    role: text('role'),
    tone: text('tone'),
    mention: text('mention'),
    channel: text('channel'),
  };
  return draftRequestSchema.safeParse(request);
}
