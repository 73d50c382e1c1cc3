import type { Criteria, Role } from '../../src/roles/role.ts';

/** A role that is open since then, with these criteria and nothing else said of it. */
export function roleWith(criteria: Criteria, since: Date): Role {
  return {
    ...criteria,
    _id: 'r1',
    key: criteria.title.toLowerCase(),
    state: 'open',
    outcome: null,
    owner: 'U0RILEY',
    hiringManager: null,
    channel: null,
    description: '',
    bonus: null,
    target: null,
    pool: null,
    hired: [],
    criteriaRevision: 0,
    rankedRevision: null,
    lookedAt: since,
    nightAt: since,
    revision: 0,
    openedAt: since,
    closedAt: null,
    createdAt: since,
  };
}
