import { z } from 'zod';
import { announceFile } from '../state/files.ts';
import type { StoredFile } from '../state/model.ts';
import { BOT_USER_ID } from '../state/sample.ts';
import { fileObject } from '../state/wire.ts';
import { conversation, type Method, requiredText, structured, textOf } from './method.ts';
import { contentOf, POST_TEXT, postAsApp } from './post.ts';
import { Refusal } from './refusal.ts';

/** Bytes of one file: docs.slack.dev/reference/methods/files.getUploadURLExternal. */
const LARGEST_FILE = 1_000_000_000;
const completed = z.array(z.looseObject({ id: z.string(), title: z.string().optional() })).min(1);

export const fileMethods: Record<string, Method> = {
  'files.getUploadURLExternal': {
    token: 'bot',
    scopes: ['files:write'],
    run({ state, clock, url }, args) {
      const size = Number(requiredText(args, 'length'));
      if (!Number.isInteger(size) || size <= 0 || size > LARGEST_FILE) throw new Refusal('invalid_arguments');
      const file = announceFile(state, {
        name: requiredText(args, 'filename'),
        size,
        user: BOT_USER_ID,
        created: Math.floor(clock.now().getTime() / 1000),
      });
      return { upload_url: `${url()}/upload/${file.id}`, file_id: file.id };
    },
  },
  'files.completeUploadExternal': {
    token: 'bot',
    scopes: ['files:write'],
    run(workspace, args) {
      const { state } = workspace;
      const listed = completed.safeParse(structured(args, 'files'));
      if (!listed.success) throw new Refusal('invalid_arguments');
      const channelId = textOf(args, 'channel_id') ?? textOf(args, 'channels')?.split(',')[0] ?? null;
      const channel = channelId === null ? null : conversation(state, channelId);
      const files = listed.data.map(({ id, title }): StoredFile => {
        const file = state.files.get(id);
        if (!file || file.complete) throw new Refusal('file_not_found');
        return { ...file, title: title ?? file.title, complete: true, channels: channel ? [channel.id] : [] };
      });
      for (const file of files) state.files.set(file.id, file);
      if (channel) {
        const comment = textOf(args, 'initial_comment');
        const says =
          comment === null && args['blocks'] === undefined
            ? { text: '', blocks: [], attachments: [] }
            : contentOf({ ...args, text: comment ?? '' }, POST_TEXT);
        postAsApp(workspace, channel, says, {
          fileIds: files.map(({ id }) => id),
          threadTs: textOf(args, 'thread_ts'),
        });
      }
      return { files: files.map((file) => fileObject(file, workspace.url())) };
    },
  },
  'files.info': {
    token: 'bot',
    scopes: ['files:read'],
    run({ state, url }, args) {
      const file = state.files.get(requiredText(args, 'file'));
      if (!file) throw new Refusal('file_not_found');
      return { file: fileObject(file, url()), comments: [], response_metadata: { next_cursor: '' } };
    },
  },
};
