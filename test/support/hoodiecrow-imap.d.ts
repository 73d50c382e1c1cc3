declare module 'hoodiecrow-imap' {
  import type { Server } from 'node:net';

  /** The part of the IMAP server for tests that we use; it brings no types. */
  interface ImapServer {
    server: Omit<Server, 'address'> & { address(): { port: number } };
    listen(port: number, ready: () => void): void;
    close(done: () => void): void;
    appendMessage(folder: string, flags: string[], internalDate: false, raw: string): void;
  }
  export default function hoodiecrow(options: {
    plugins: string[];
    storage: Record<string, { messages: { raw: string }[] }>;
  }): ImapServer;
}
