import { z } from 'zod';
import type { Workspace } from '../context.ts';
import type { Block, Element, Option, Person } from '../state/model.ts';
import { APP_ID } from '../state/sample.ts';
import { messageObject } from '../state/wire.ts';
import { option, optionGroup } from '../web-api/block-kit/composition.ts';
import { ActError, channelReference, interaction, viewPayload } from './payloads.ts';
import type { Surface } from './surface.ts';

const answerSchema = z.union([
  z.looseObject({ options: z.array(option).max(100) }),
  z.looseObject({ option_groups: z.array(optionGroup).max(100) }),
]);

/**
 * Asks the app for the choices of an external select.
 * @throws ActError when it doesn't answer in time or with options that Slack would refuse
 */
export async function askOptions(
  workspace: Workspace,
  person: Person,
  surface: Surface,
  block: Block,
  element: Element,
  query: string,
): Promise<Option[]> {
  const place = surface.view
    ? { container: { type: 'view', view_id: surface.view.id }, view: viewPayload(surface.view) }
    : {
        container: { type: 'message', message_ts: surface.message.ts, channel_id: surface.channel.id },
        channel: channelReference(surface.channel),
        message: messageObject(workspace.state, surface.message, workspace.url()),
      };
  const ack = await workspace.delivery.send({
    kind: 'interactive',
    name: `block_suggestion ${element.action_id}`,
    payload: {
      ...interaction('block_suggestion', person),
      ...place,
      api_app_id: APP_ID,
      action_id: element.action_id,
      block_id: block.block_id,
      value: query,
    },
  });
  if (!ack.ok) throw new ActError('The app did not answer with options in time.', 504);
  const answer = answerSchema.safeParse(ack.payload);
  if (!answer.success)
    throw new ActError(`The app’s options are not what Slack takes: ${z.prettifyError(answer.error)}`, 502);
  const given = answer.data as { options?: Option[]; option_groups?: { options: Option[] }[] };
  const options = given.options ?? (given.option_groups ?? []).flatMap((group) => group.options);
  remember(workspace, offerKey(surface, block, element), options);
  return options;
}

/** Under which name the options offered in a select are remembered until one of them is picked. */
export function offerKey(surface: Surface, block: Block, element: Element): string {
  return `${surface.view?.id ?? surface.message?.ts}/${block.block_id}/${element.action_id}`;
}

/** Selects whose offers are remembered; a person has few modals open. */
const OFFERS_KEPT = 200;

function remember({ offered }: Pick<Workspace, 'offered'>, key: string, options: Option[]): void {
  const known = offered.get(key) ?? new Map<string, Option>();
  for (const option of options) known.set(option.value ?? '', option);
  offered.delete(key);
  offered.set(key, known);
  const oldest = offered.keys().next().value;
  if (offered.size > OFFERS_KEPT && oldest !== undefined) offered.delete(oldest);
}
