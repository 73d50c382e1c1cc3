import { MongoClient } from 'mongodb';
import { openEmbeddedEngine } from '#platform/database/embedded-engine.ts';
import { JOURNALED } from '#platform/database/write-concern.ts';
import { createLogger } from '#platform/logger.ts';

/** A process for embedded-engine.test.ts to kill: opens the directory, writes, tells the engine's process id. */
const engine = await openEmbeddedEngine(process.argv[2] ?? '', createLogger('silent'));
const client = new MongoClient(engine.uri, { writeConcern: JOURNALED });
await client.db().collection('kept').insertOne({ word: 'acknowledged' });
process.send?.({ engine: engine.pid() });
