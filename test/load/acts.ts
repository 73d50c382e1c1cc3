import type { Random } from '#sample/random.ts';
import { benchmarkProfile } from '../benchmarks/people.ts';
import { queryMix } from '../benchmarks/queries.ts';
import { callControl, type person, type SeenMessage, saying } from '../support/person.ts';

/** One of the people in the load test: what they are called in the workspace, and where they are in their work. */
export interface Worker {
  id: string;
  url: string;
  client: ReturnType<typeof person>;
  random: Random;
  /** How many candidates there are. */
  known: number;
  /** Makes what they type theirs. */
  number: number;
  done: number;
}

/** Longer than anything takes that isn't broken. */
const PATIENCE_MS = 15_000;
const LOOK_EVERY_MS = 200;
const HERE = '@app';

const queries = queryMix(200, 20_000);

async function seen(worker: Worker, matching: RegExp, after: string): Promise<SeenMessage> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    const some = await callControl<SeenMessage[]>(
      worker.url,
      `messages?as=${worker.id}&channel=${encodeURIComponent(HERE)}&last=8`,
    );
    const found = some.findLast((one) => one.ts > after && matching.test(saying(one)));
    if (found) return found;
    if (performance.now() > until) throw new Error(`no message that says ${matching}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

async function newest({ url, id }: Worker): Promise<string> {
  const path = `messages?as=${id}&channel=${encodeURIComponent(HERE)}&last=1`;
  return (await callControl<SeenMessage[]>(url, path))[0]?.ts ?? '0';
}

const anybody = ({ random, known }: Worker) => benchmarkProfile(random.int(0, known - 1));

async function card(worker: Worker): Promise<SeenMessage> {
  const { emails, name } = anybody(worker);
  const before = await newest(worker);
  await worker.client.command(`/candidate ${emails[0]}`, HERE);
  return seen(worker, new RegExp(name.slice(0, -1).replaceAll(/[^\p{L} ]/gu, '.'), 'u'), before);
}

/** A button on a card, its modal, and what is saved. */
async function onCard(worker: Worker, button: string, fields: Record<string, string>): Promise<void> {
  const { ts } = await card(worker);
  await worker.client.click(button, { channel: HERE, ts });
  await worker.client.modal(button);
  const { outcome, errors } = await worker.client.submit(fields);
  if (outcome === 'errors' || outcome === 'failed') throw new Error(`${button}: ${JSON.stringify(errors)}`);
}

const newName = ({ number, done }: Worker) => `Load Person${'abcdefghij'[number % 10]}${number}x${done}`;

/** What people do, and how often compared with each other. */
export const ACTS: Record<string, { share: number; act: (worker: Worker) => Promise<void> }> = {
  find: {
    share: 25,
    act: async (worker) => {
      await worker.client.command(`/candidate find ${worker.random.pick(queries)}`, HERE);
    },
  },
  card: { share: 20, act: async (worker) => void (await card(worker)) },
  'log touchpoint': {
    share: 10,
    act: (worker) => onCard(worker, 'Log touchpoint', { Kind: 'Call', Note: `Spoke, number ${worker.done}` }),
  },
  'remind me': {
    share: 5,
    act: (worker) => onCard(worker, 'Remind me', { When: 'In 1 week', Note: 'Ask again' }),
  },
  'add candidate': {
    share: 8,
    act: async (worker) => {
      const { client, number, done } = worker;
      await client.command(`/candidate add ${newName(worker)} load.${number}.${done}@example.com`, HERE);
      await client.modal('Add candidate');
      const { outcome, errors } = await client.submit({ Headline: 'Backend engineer' });
      if (outcome !== 'closed') throw new Error(`Add candidate: ${outcome} ${JSON.stringify(errors)}`);
    },
  },
  mention: {
    share: 5,
    act: async ({ client, number, done }) => {
      await client.write(
        `@rekindle refer Refer Red${number}x${done} referred.${number}.${done}@example.com`,
        'referrals',
      );
    },
  },
  'draft and approve': {
    share: 5,
    act: async (worker) => {
      const before = await newest(worker);
      await onCard(worker, 'Draft outreach', { Purpose: 'First contact' });
      const draft = await seen(
        worker,
        /Approve & send|may not be written|asks to confirm|could not/i,
        before,
      );
      if (saying(draft).includes('Approve & send'))
        await worker.client.click('Approve & send', { channel: HERE, ts: draft.ts });
    },
  },
  home: { share: 7, act: async ({ client }) => void (await client.openHome()) },
  lists: {
    share: 15,
    act: async ({ client, random }) => {
      const lists = ['/pool', '/nurture', '/role', '/refer mine', '/digest', '/rekindle', '/candidate help'];
      await client.command(random.pick(lists), HERE);
    },
  },
};
