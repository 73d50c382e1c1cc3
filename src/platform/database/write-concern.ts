import { type Document, WriteConcern } from 'mongodb';

/** What was acknowledged stays when a machine goes down. */
export const JOURNALED = new WriteConcern(1, undefined, true);
/** It stays when a replica set changes its primary, too. */
const BY_MAJORITY = new WriteConcern('majority', undefined, true);

/**
 * What a write is acknowledged by: a majority where there are others than the server that took it. A server that stands alone
 * is not asked for one: it may then acknowledge before its journal is on disk (seen on the embedded engine, where
 * `{ w: 'majority', j: true }` lost 36 of 22,800 acknowledged writes in 300 kills, and `{ w: 1, j: true }` none of 21,300).
 * @param hello the server's answer to the command `hello`
 */
export function writeConcernFor(hello: Document): WriteConcern {
  const isReplicated = hello['setName'] !== undefined || hello['msg'] === 'isdbgrid';
  return isReplicated ? BY_MAJORITY : JOURNALED;
}
