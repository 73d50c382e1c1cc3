import { beforeEach, describe, expect, it } from 'vitest';
import { auditStore } from '#audit/store.ts';
import { systemClock } from '#platform/clock.ts';
import { authorize, type SlackPerson } from '#team/actor.ts';
import { listTeam, setRole } from '#team/members.ts';
import { may, PERMISSIONS } from '#team/permissions.ts';
import { teamStore } from '#team/store.ts';
import { testDatabase } from '../support/database.ts';

const database = testDatabase();
beforeEach(() => database.empty());

function teamDeps(configuredAdmins: string[] = []) {
  return {
    team: teamStore(database.db()),
    audit: auditStore(database.db()),
    clock: systemClock,
    configuredAdmins,
  };
}

function slackUser(id: string, more: Partial<SlackPerson> = {}): SlackPerson {
  return {
    id,
    name: id,
    timeZone: 'Europe/Lisbon',
    email: null,
    outsider: false,
    workspaceAdmin: false,
    ...more,
  };
}

describe('authorize', () => {
  const known = new Map<string, SlackPerson>();
  const asking = (configuredAdmins: string[] = []) => ({
    ...teamDeps(configuredAdmins),
    lookUp: async (id: string) => known.get(id) ?? null,
  });
  for (const one of [
    slackUser('U0MEMBER'),
    slackUser('U0GUEST', { outsider: true }),
    slackUser('U0OWNER', { workspaceAdmin: true }),
  ])
    known.set(one.id, one);

  it('lets a member do what members may, and names who can help with the rest', async () => {
    expect(await authorize(asking(['U0BOSS']), 'U0MEMBER', 'status')).toMatchObject({
      actor: { id: 'U0MEMBER', role: 'member', timeZone: 'Europe/Lisbon' },
    });
    expect(await authorize(asking(['U0BOSS']), 'U0MEMBER', 'candidates')).toMatchObject({
      refusal: expect.stringMatching(/admins and recruiters.*<@U0BOSS>/),
    });
  });

  it('lets guests and strangers do nothing, whatever role they were given', async () => {
    await teamStore(database.db()).setRole('U0GUEST', 'admin');
    for (const id of ['U0GUEST', 'U0NOBODY'])
      for (const need of [null, ...Object.keys(PERMISSIONS)])
        expect(await authorize(asking(), id, need)).toHaveProperty('refusal');
  });

  it('takes the workspace’s own admins for admins only where ADMINS isn’t set', async () => {
    expect(await authorize(asking(), 'U0OWNER', 'team')).toMatchObject({ actor: { role: 'admin' } });
    expect(await authorize(asking(['U0BOSS']), 'U0OWNER', 'team')).toHaveProperty('refusal');
  });

  it('allows nobody what is not in the table', () => {
    expect(may('admin', 'everything')).toBe(false);
    expect(may('admin', 'toString')).toBe(false);
  });
});

describe('setRole', () => {
  it('gives a role and writes down who did it, once', async () => {
    const deps = teamDeps(['U0BOSS']);
    const change = { userId: 'U0NEW', role: 'recruiter', by: 'U0BOSS' } as const;
    expect(await setRole(deps, change)).toEqual({ done: true, before: null });
    expect(await setRole(deps, change)).toEqual({ done: true, before: 'recruiter' });
    expect(await listTeam(deps)).toMatchObject([
      { _id: 'U0BOSS', role: 'admin', configured: true },
      { _id: 'U0NEW', role: 'recruiter', configured: false },
    ]);
    expect(await deps.audit.about('team:U0NEW', 10)).toMatchObject([
      { by: 'U0BOSS', before: { role: null }, after: { role: 'recruiter' } },
    ]);
  });

  it('keeps an admin by configuration, and the last admin who would lock everybody out', async () => {
    expect(
      await setRole(teamDeps(['U0BOSS']), { userId: 'U0BOSS', role: 'member', by: 'U0BOSS' }),
    ).toMatchObject({ done: false, because: 'configured' });
    const deps = teamDeps();
    await deps.team.setRole('U0ONE', 'admin');
    const leave = { userId: 'U0ONE', role: 'member', by: 'U0ONE' } as const;
    expect(await setRole(deps, leave)).toMatchObject({ done: false, because: 'last admin' });
    await deps.team.setRole('U0TWO', 'admin');
    expect(await setRole(deps, leave)).toMatchObject({ done: true });
  });
});
