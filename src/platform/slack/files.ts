import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { PersonError } from '../person-error.ts';

/** A file that a person has put into a modal. */
export interface GivenFile {
  name: string;
  /** Bytes, as Slack says. */
  size: number;
  /** Reads it anew each time. */
  open(): Promise<ReadableStream<Uint8Array>>;
}

const infoSchema = z.object({ name: z.string(), size: z.number(), url_private_download: z.url() });

/**
 * A file by its id, as `files.info` tells; the content is read with the app's token.
 * @throws PersonError when Slack doesn't hand it out
 */
export async function givenFile(client: WebClient, fileId: string): Promise<GivenFile> {
  const answer = await client.files.info({ file: fileId });
  const info = infoSchema.parse(answer.file);
  return {
    name: info.name,
    size: info.size,
    async open() {
      const response = await fetch(info.url_private_download, {
        headers: { authorization: `Bearer ${client.token ?? ''}` },
      });
      // Slack answers a token without the scope files:read with a page for signing in.
      const isPage =
        response.headers.get('content-type')?.startsWith('text/html') && !/\.html?$/i.test(info.name);
      if (!response.ok || !response.body || isPage)
        throw new PersonError(
          `Slack did not hand out the file (it answered ${response.status}). Please try again.`,
        );
      return response.body;
    },
  };
}

/**
 * Sends a file to a person: into their direct messages with the app, under a message that says what it is.
 * @param text mrkdwn
 */
export async function sendFileTo(
  client: WebClient,
  userId: string,
  { name, content, text }: { name: string; content: Buffer; text: string },
): Promise<void> {
  const { channel } = await client.chat.postMessage({ channel: userId, text });
  // A file needs the conversation's own id, which posting to a user id answers.
  await client.files.uploadV2({ channel_id: channel ?? userId, filename: name, file: content });
}
