import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type EmbeddedEngine, openEmbeddedEngine } from '../../src/platform/database/embedded-engine.ts';
import { createLogger } from '../../src/platform/logger.ts';
import { asShown, type Control, filledWith, hands, type Shown } from '../support/crawl.ts';
import { explore } from '../support/explore.ts';
import { temporaryFolder } from '../support/rekindle.ts';
import { startWire, type Wire } from '../support/wire.ts';

/**
 * Everything that the app shows is found by pressing and submitting it, then pressed and submitted again with what no
 * client of Slack would send: ids that nobody made, operators of the database, names of JavaScript's own properties.
 */
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let engine: EmbeddedEngine;
let client: MongoClient;
let controls: Control[] = [];
let views: Shown[] = [];
let pressedIn = new Map<string, Shown>();
/** How many kinds of buttons, menus and modals were come across. */
let found = 0;

beforeAll(async () => {
  folder = await temporaryFolder();
  engine = await openEmbeddedEngine(folder.path, createLogger('silent'));
  client = await new MongoClient(engine.uri).connect();
  const wire = await start();
  const explored = await explore(wire);
  ({ controls, views, pressedIn } = explored);
  found = new Set([...controls.map(({ name }) => name), ...views.map(({ callbackId }) => callbackId)]).size;
  controls = [...controls, ...explored.unseen.controls];
  views = [...views, ...explored.unseen.views];
  // What recurs and was left by the exploring is done before anything is compared.
  await wire.app.runJobs();
  await wire.app.stop(20_000);
  await wire.close();
}, 240_000);
afterAll(async () => {
  await client?.close();
  await engine?.close();
  await folder?.remove();
});

const start = () => startWire({ MONGODB_URI: engine.uri });
const ID = /[0-9a-f]{24}/;
const OUR_FAULT = /Something went wrong on our side/;

/** What stands in place of an id, or of a text. */
const MADE_UP = [
  '0123456789abcdef01234567',
  '{"$gt":""}',
  '__proto__',
  'constructor',
  '',
  '<!channel> *x* `y`',
  '\u0000\ud800 ../../etc/passwd',
  'x'.repeat(3_000),
];
/** Whole values that are no text, or texts that are objects. */
const OBJECTS: unknown[] = [
  { $gt: '' },
  ['a'],
  7,
  null,
  JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'),
];

const withMadeUpIds = (text: string, madeUp: string) =>
  text.replaceAll(new RegExp(ID, 'g'), JSON.stringify(madeUp).slice(1, -1));

/** Every document by collection and id, as text. */
async function everything(): Promise<Map<string, string>> {
  const documents = new Map<string, string>();
  for (const collection of await client.db('rekindle').collections()) {
    if (['agendaJobs', 'deliveries'].includes(collection.collectionName)) continue;
    // When a sweep last came by says nothing of what was asked for.
    for await (const document of collection.find({}, { projection: { lookedAt: 0 } }))
      documents.set(`${collection.collectionName} ${JSON.stringify(document._id)}`, JSON.stringify(document));
  }
  return documents;
}

/** Documents that are gone or not as they were, each as it was and as it is. */
async function changedSince(before: Map<string, string>): Promise<string[]> {
  const now = await everything();
  return [...before]
    .filter(([id, text]) => now.get(id) !== text)
    .map(([id, text]) => `${id}\n${text}\n${now.get(id)}`);
}

/** Does something, lets everything that came of it end, and answers what was said. */
async function during(work: (wire: Wire) => Promise<unknown[]>): Promise<string[]> {
  const wire = await start();
  try {
    const answers = await work(wire);
    const health = await fetch(wire.address.replace('/slack/events', '/health'));
    expect(health.status).toBe(200);
    await wire.app.stop(20_000);
    return [...answers, ...wire.said].map((one) => JSON.stringify(one));
  } finally {
    await wire.close();
  }
}

function expectNothingBroken(said: string[]): void {
  expect(said.filter((one) => OUR_FAULT.test(one))).toEqual([]);
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
}

it('comes across much of what is registered; the rest is asked for with something made up', () => {
  expect(found).toBeGreaterThan(80);
});

it('made-up ids and operators in buttons and in what modals remember: nothing breaks, nothing changes', async () => {
  const before = await everything();
  const said = await during(async (wire) => {
    const answers: unknown[] = [];
    const riley = hands(wire, wire.workspace.people.riley);
    for (const madeUp of MADE_UP) {
      for (const control of controls.filter(({ value }) => ID.test(value))) {
        const view = pressedIn.get(control.name) ?? null;
        const remembered = view && { ...view, metadata: withMadeUpIds(view.metadata, madeUp) };
        const named = `${control.name} ${madeUp.slice(0, 20)}`;
        answers.push([
          named,
          await riley.press({ ...control, value: withMadeUpIds(control.value, madeUp) }, remembered),
        ]);
      }
      for (const view of views.filter(({ metadata }) => ID.test(metadata))) {
        const remembered = { ...view, metadata: withMadeUpIds(view.metadata, madeUp) };
        answers.push([view.callbackId, madeUp, await riley.submit(remembered, asShown)]);
      }
    }
    return answers;
  });
  expectNothingBroken(said);
  expect(await changedSince(before)).toEqual([]);
}, 240_000);

it('what isn’t anybody’s metadata at all', async () => {
  const before = await everything();
  const said = await during(async (wire) => {
    const answers: unknown[] = [];
    const riley = hands(wire, wire.workspace.people.riley);
    const texts = [
      '{',
      'null',
      '[]',
      '{"__proto__":{"polluted":1}}',
      '{"candidateId":{"$gt":""},"id":{"$ne":1}}',
    ];
    for (const text of texts) {
      for (const view of views.filter(({ metadata }) => ID.test(metadata)))
        answers.push([view.callbackId, text, await riley.submit({ ...view, metadata: text }, asShown)]);
      for (const control of controls.filter(({ value }) => ID.test(value)))
        answers.push([control.name, text, await riley.press({ ...control, value: text })]);
    }
    return answers;
  });
  expectNothingBroken(said);
  expect(await changedSince(before)).toEqual([]);
}, 240_000);

it('a member with other people’s ids changes nothing of theirs', async () => {
  const before = await everything();
  const said = await during(async (wire) => {
    const answers: unknown[] = [];
    const morgan = hands(wire, wire.workspace.people.morgan);
    for (const control of controls)
      answers.push([control.name, await morgan.press(control, pressedIn.get(control.name) ?? null)]);
    // Whoever refers somebody adds to what is known of them: that is what it is for.
    for (const view of views.filter(({ callbackId }) => callbackId !== 'refer_someone'))
      answers.push([view.callbackId, await morgan.submit(view, asShown)]);
    return answers;
  });
  expectNothingBroken(said);
  expect(await changedSince(before)).toEqual([]);
}, 120_000);

it('anything at all in the fields: a sentence for it, and no failure of ours', async () => {
  const said = await during(async (wire) => {
    const answers: unknown[] = [];
    const riley = hands(wire, wire.workspace.people.riley);
    for (const thing of [...MADE_UP, ...OBJECTS])
      for (const view of views)
        answers.push([view.callbackId, thing, await riley.submit(view, filledWith(thing))]);
    for (const thing of [...MADE_UP, ...OBJECTS.slice(0, 3)])
      for (const { type, name } of wire.app.registered) {
        if (type === 'options') answers.push([name, await riley.options(name, thing, String(thing))]);
        if (type === 'shortcut') answers.push([name, await riley.shortcut(name, thing)]);
        if (type === 'command') answers.push([name, await (await riley.command(name, String(thing))).text()]);
      }
    return answers;
  });
  expectNothingBroken(said);
}, 240_000);
