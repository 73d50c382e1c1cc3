import { randomBytes } from 'node:crypto';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callControl, person, saying } from '../support/person.ts';
import { freePort, type RekindleProcess, spawnRekindle, temporaryFolder } from '../support/rekindle.ts';
import { startSmtp } from '../support/smtp.ts';

/**
 * The primary of a replica set steps down in the middle of writes. TEST_MONGODB_URI names a set of which this test may
 * do so (three members, and a user who may run replSetStepDown), e.g. mongodb://127.0.0.1:27017/?replicaSet=rs0; it uses
 * a database of its own and drops it. The embedded engine has no replica set, so that without it this is skipped.
 *
 * Never run so far: the machines on which Rekindle is made have no mongod, and no package that brings one.
 */
const URI = process.env['TEST_MONGODB_URI'] ?? '';
const PATIENCE_MS = 60_000;

describe.skipIf(!URI)(
  URI ? 'a step-down' : 'a step-down (skipped: set TEST_MONGODB_URI to a replica set)',
  () => {
    const name = `rekindle_test_${randomBytes(4).toString('hex')}`;
    const uri = URI && Object.assign(new URL(URI), { pathname: `/${name}` }).toString();
    let folder: Awaited<ReturnType<typeof temporaryFolder>>;
    let smtp: Awaited<ReturnType<typeof startSmtp>>;
    let client: MongoClient;
    let app: RekindleProcess;
    let url: string;

    beforeAll(async () => {
      [folder, smtp, client] = await Promise.all([
        temporaryFolder(),
        startSmtp(),
        new MongoClient(uri).connect(),
      ]);
      const localPort = await freePort();
      url = `http://127.0.0.1:${localPort}`;
      app = await spawnRekindle({
        DATA_DIR: folder.path,
        PORT: String(await freePort()),
        LOCAL_PORT: String(localPort),
        MONGODB_URI: uri,
        SMTP_URL: smtp.url,
        MAIL_FROM: 'Acme Talent <talent@acme.example>',
        MAIL_POSTAL_ADDRESS: 'Acme Inc., 1 Main Street, Springfield',
      });
    }, PATIENCE_MS);
    afterAll(async () => {
      await app?.kill('SIGTERM');
      await client?.db(name).dropDatabase();
      await client?.close();
      await smtp?.close();
      await folder?.remove();
    });

    const primary = async () => String((await client.db('admin').command({ hello: 1 }))['primary']);

    test('in the middle of writes: nothing acknowledged is lost, and nothing is done twice', {
      timeout: 4 * PATIENCE_MS,
    }, async () => {
      const riley = person(url, 'riley');
      const work = { over: false };
      const saved: string[] = [];
      const working = (async () => {
        for (let number = 0; !work.over; number++) {
          const email = `person${number}@example.com`;
          try {
            while ((await riley.views()).length > 0) await riley.close();
            await riley.command(`/candidate add Person Number${number} ${email}`, 'hiring');
            await riley.modal('Add candidate');
            if ((await riley.submit()).outcome === 'closed') saved.push(email);
          } catch {
            // A window that could not be opened while nobody was primary: the next one.
          }
        }
      })();
      await riley.until('a few people', async () => saved.length > 5, PATIENCE_MS);
      for (let times = 0; times < 3; times++) {
        const before = await primary();
        const until = saved.length + 5;
        // The answer may be lost with the connection.
        await client
          .db('admin')
          .command({ replSetStepDown: 10, force: true })
          .catch(() => undefined);
        await riley.until(
          'another primary',
          async () => {
            const now = await primary().catch(() => before);
            return now !== 'undefined' && now !== before;
          },
          PATIENCE_MS,
        );
        await riley.until('people are saved again', async () => saved.length > until, PATIENCE_MS);
      }
      work.over = true;
      await working;

      const [first = ''] = saved;
      await riley.command(`/outreach ${first}`, 'hiring');
      await riley.modal('Draft outreach');
      expect(await riley.submit()).toMatchObject({ outcome: 'closed' });
      const draft = await riley.lastMessage('Approve & send', '@rekindle');
      await Promise.all([
        riley.click('Approve & send', { ts: draft.ts, channel: draft.channel }),
        client
          .db('admin')
          .command({ replSetStepDown: 10, force: true })
          .catch(() => undefined),
      ]);
      await riley.until(
        'the message is settled',
        async () => {
          await callControl(url, 'clock', { minutes: 3 }).catch(() => undefined);
          return /Sent to|It arrived|Approve & send/.test(
            saying(await riley.lastMessage(first, '@rekindle')),
          );
        },
        PATIENCE_MS,
      );
      expect(smtp.taken.length).toBeLessThanOrEqual(1);

      const kept = await client
        .db(name)
        .collection('candidates')
        .find({}, { projection: { emails: 1 } })
        .toArray();
      const addresses = kept.flatMap(({ emails }) => emails as string[]);
      expect(new Set(addresses).size).toBe(addresses.length);
      expect(saved.filter((email) => !addresses.includes(email))).toEqual([]);
    });
  },
);
