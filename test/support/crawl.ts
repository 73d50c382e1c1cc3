import { common, type Said, type Wire } from './wire.ts';

type Thing = Record<string, unknown>;
/** A button or a menu that the app has shown, with the value that stands in it. */
export interface Control {
  /** What it is registered as: `card_more/erase` for a choice of a menu. */
  name: string;
  type: string;
  actionId: string;
  value: string;
}
/** A modal that the app has shown. */
export interface Shown {
  callbackId: string;
  metadata: string;
  blocks: Thing[];
}

/** Everything interactive in what the app said. */
export function controlsIn(shown: unknown): Control[] {
  if (Array.isArray(shown)) return shown.flatMap(controlsIn);
  if (typeof shown !== 'object' || shown === null) return [];
  const thing = shown as Thing;
  const { action_id: actionId, type } = thing;
  const inner = Object.values(thing).flatMap(controlsIn);
  if (typeof actionId !== 'string' || typeof type !== 'string') return inner;
  if (type === 'button')
    return [{ name: actionId, type, actionId, value: String(thing['value'] ?? '') }, ...inner];
  const options = [
    ...((thing['options'] as { value: string }[] | undefined) ?? []),
    ...((thing['option_groups'] as { options: { value: string }[] }[] | undefined) ?? []).flatMap(
      (group) => group.options,
    ),
  ];
  return [
    ...options.map(({ value }) => ({
      name: type === 'overflow' ? `${actionId}/${value.split(':')[0]}` : actionId,
      type,
      actionId,
      value,
    })),
    ...inner,
  ];
}

/** The modals in what the app said, and in what it acknowledged a submission with. */
export function viewsIn({ body }: Pick<Said, 'body'>): Shown[] {
  const view = body['view'] as Thing | undefined;
  if (typeof view !== 'object' || view === null || typeof view['callback_id'] !== 'string') return [];
  return [
    {
      callbackId: view['callback_id'],
      metadata: String(view['private_metadata'] ?? ''),
      blocks: view['blocks'] as Thing[],
    },
  ];
}

/** What a person leaves in a field, or puts where it is empty. */
export type Filling = (element: Thing, block: Thing) => Thing;

/** What is said in fields that take more than any text, by block id. */
const SENSIBLE: Record<string, string> = {
  date: 'next Tuesday',
  title: 'Backend Engineer',
  message: 'Hello {{ first_name }}, how are you?',
  email: 'someone@example.org',
};

/** As it was shown; what is empty is filled with something that could be meant. */
export const asShown: Filling = (element, block) => {
  const empty = SENSIBLE[String(block['block_id'])] ?? (block['optional'] === true ? null : 'Something');
  const type = String(element['type']);
  const option = element['initial_option'] ?? (element['options'] as Thing[] | undefined)?.[0] ?? null;
  const chosen: Record<string, Thing> = {
    plain_text_input: { value: element['initial_value'] ?? empty },
    email_text_input: { value: element['initial_value'] ?? (empty && 'someone@example.org') },
    url_text_input: { value: element['initial_value'] ?? (empty && 'https://example.org') },
    number_input: { value: element['initial_value'] ?? (empty && '7') },
    static_select: { selected_option: option },
    external_select: { selected_option: element['initial_option'] ?? null },
    radio_buttons: { selected_option: option },
    checkboxes: { selected_options: element['initial_options'] ?? (option ? [option] : []) },
    multi_static_select: { selected_options: element['initial_options'] ?? [] },
    multi_external_select: { selected_options: element['initial_options'] ?? [] },
    users_select: { selected_user: element['initial_user'] ?? null },
    multi_users_select: { selected_users: element['initial_users'] ?? [] },
    conversations_select: { selected_conversation: element['initial_conversation'] ?? null },
    channels_select: { selected_channel: element['initial_channel'] ?? 'C0HIRING' },
    datepicker: { selected_date: element['initial_date'] ?? '2031-01-06' },
    timepicker: { selected_time: element['initial_time'] ?? '10:00' },
    file_input: { files: [] },
  };
  return { type, ...chosen[type] };
};

/** Everything in a field replaced by one thing. */
export const filledWith =
  (thing: unknown): Filling =>
  (element) => {
    const type = String(element['type']);
    const option = { text: { type: 'plain_text', text: 'x' }, value: thing };
    const chosen: Thing =
      type.startsWith('multi_') || type === 'checkboxes'
        ? { selected_options: [option], selected_users: [thing] }
        : type.includes('text_input') || type === 'number_input'
          ? { value: thing }
          : type === 'file_input'
            ? { files: [{ id: thing }] }
            : {
                selected_option: option,
                selected_user: thing,
                selected_date: thing,
                selected_time: thing,
                selected_conversation: thing,
              };
    // A select's picks of the wrong kind would hide the right one.
    return { type, ...chosen };
  };

/** One person's clicks and submissions, posted as Slack posts them. */
export function hands(wire: Wire, as: string) {
  const channel = { id: 'C0HIRING', name: 'hiring' };
  let count = 0;
  const send = async (payload: Thing): Promise<Thing> => {
    const response = await wire.post({ payload: JSON.stringify(payload) });
    const body = await response.text();
    if (response.status !== 200)
      throw new Error(`${payload['type']} is answered ${response.status}: ${body}`);
    return body.startsWith('{') ? (JSON.parse(body) as Thing) : {};
  };
  const happens = (event: Thing): Promise<Response> =>
    wire.event({
      type: 'event_callback',
      team_id: 'T0LOCAL',
      api_app_id: 'A0REKINDLE',
      event_id: String(common(as).trigger_id),
      event,
    });
  return {
    command: (command: string, text: string) =>
      wire.post({
        command,
        text,
        user_id: as,
        channel_id: channel.id,
        team_id: 'T0LOCAL',
        trigger_id: String(common(as).trigger_id),
        response_url: wire.responseUrl(`${command} ${text}`),
      }),
    /** Opens the app's home. */
    home(): Promise<Response> {
      const event = { type: 'app_home_opened', user: as, channel: 'D0HOME', tab: 'home', event_ts: '1.1' };
      return happens(event);
    },
    /** Mentions the app in a channel. */
    mention(text: string): Promise<Response> {
      const ts = `${Math.floor(Date.now() / 1000)}.000200`;
      const event = {
        type: 'app_mention',
        user: as,
        channel: channel.id,
        text: `<@U0REKINDLE> ${text}`,
        ts,
        event_ts: ts,
      };
      return happens(event);
    },
    /** @param view the modal in which it is pressed */
    press(control: Control, view: Shown | null = null): Promise<Thing> {
      const picked = { text: { type: 'plain_text', text: 'x' }, value: control.value };
      const element = { type: control.type, action_id: control.actionId, block_id: 'b', action_ts: '1' };
      const action = control.type === 'button' ? { value: control.value } : { selected_option: picked };
      const ts = `${Math.floor(Date.now() / 1000)}.000100`;
      const where = view
        ? {
            container: { type: 'view', view_id: 'V0SHOWN' },
            view: { id: 'V0SHOWN', type: 'modal', ...onTheWire(view, asShown) },
          }
        : {
            container: { type: 'message', channel_id: channel.id, message_ts: ts, is_ephemeral: false },
            message: { ts, text: 'hello', user: as },
            channel,
            response_url: wire.responseUrl(control.name),
            state: { values: {} },
          };
      return send({ type: 'block_actions', ...common(as), ...where, actions: [{ ...element, ...action }] });
    },
    submit: (view: Shown, filling: Filling): Promise<Thing> =>
      send({
        type: 'view_submission',
        ...common(as),
        view: { id: `V0${count++}`, type: 'modal', ...onTheWire(view, filling) },
      }),
    options: (actionId: string, value: unknown, metadata: string): Promise<Thing> =>
      send({
        type: 'block_suggestion',
        ...common(as),
        action_id: actionId,
        block_id: 'b',
        value,
        view: {
          id: 'V1',
          type: 'modal',
          callback_id: 'x',
          private_metadata: metadata,
          state: { values: {} },
          blocks: [],
        },
      }),
    shortcut: (callbackId: string, text: unknown): Promise<Thing> =>
      send({
        type: 'message_action',
        callback_id: callbackId,
        message_ts: '1.0001',
        ...common(as),
        response_url: wire.responseUrl(callbackId),
        channel,
        message: { ts: '1.0001', text, user: as },
      }),
  };
}

function onTheWire({ callbackId, metadata, blocks }: Shown, filling: Filling): Thing {
  const inputs = blocks.filter(({ type, block_id: id }) => type === 'input' && typeof id === 'string');
  const values = inputs.map((block) => {
    const element = block['element'] as Thing;
    return [String(block['block_id']), { [String(element['action_id'] ?? 'a')]: filling(element, block) }];
  });
  return {
    callback_id: callbackId,
    private_metadata: metadata,
    title: { type: 'plain_text', text: 'x' },
    state: { values: Object.fromEntries(values) },
    blocks,
  };
}
