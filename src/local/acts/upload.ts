import type { Workspace } from '../context.ts';
import { announceFile, writeContent } from '../state/files.ts';
import type { Channel, Person } from '../state/model.ts';
import { stateWith, withValue } from '../state/values.ts';
import { fileObject } from '../state/wire.ts';
import { elementsOf } from '../web-api/block-kit/walk.ts';
import { topModal } from './fill.ts';
import { writeMessage } from './message.ts';
import { ActError } from './payloads.ts';
import { keepView } from './surface.ts';

/** A person uploads a file: into a channel, or into a file field of their modal. */
export async function upload(
  workspace: Workspace,
  person: Person,
  channel: Channel | null,
  given: { name: string; base64: string; viewId?: string | undefined; blockId?: string | undefined },
): Promise<{ file: Record<string, unknown> }> {
  const content = Buffer.from(given.base64, 'base64');
  const announced = announceFile(workspace.state, {
    name: given.name,
    size: content.length,
    user: person.id,
    created: Math.floor(workspace.clock.now().getTime() / 1000),
  });
  const written = await writeContent(workspace.state, announced, content);
  const file = { ...written, complete: true, channels: channel ? [channel.id] : [] };
  workspace.state.files.set(file.id, file);
  const shown = { file: fileObject(file, workspace.url()) };
  if (channel) {
    writeMessage(workspace, person, channel, '', { fileIds: [file.id] });
    return shown;
  }
  const view = topModal(workspace, person, given.viewId);
  const block = view.blocks.find(
    (it) =>
      it.type === 'input' &&
      elementsOf(it)[0]?.type === 'file_input' &&
      (given.blockId === undefined || it.block_id === given.blockId),
  );
  const element = block && elementsOf(block)[0];
  if (!block || !element) throw new ActError('The modal has no such field for a file.');
  const before = (view.values[block.block_id]?.[element.action_id]?.['files'] ?? []) as unknown[];
  const most = typeof element['max_files'] === 'number' ? element['max_files'] : 10;
  const files = [...before, shown.file].slice(-most);
  const values = withValue(view.values, block.block_id, element.action_id, stateWith(element, files));
  keepView(workspace, { ...view, values });
  workspace.live.tell({ changed: 'views' }, person.id);
  return shown;
}
