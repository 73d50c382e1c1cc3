import { describe, expect, it, test } from 'vitest';
import { readSelfToken, selfToken } from '../src/fairness/describe.ts';
import { monthBack, monthOf } from '../src/fairness/months.ts';
import { count, emptyMonth, selectionTable } from '../src/fairness/selection.ts';
import { fairnessStore } from '../src/fairness/store.ts';
import { ensureIndexes } from '../src/platform/database/indexes.ts';
import { matchOf } from '../src/roles/arrivals.ts';
import { matchIndexes, matchStore } from '../src/roles/match-store.ts';
import { testApp } from './support/app.ts';
import { testDatabase } from './support/database.ts';
import { callControl, saying } from './support/person.ts';

const NOW = new Date('2026-11-20T12:00:00Z');

describe('the table', () => {
  function month(female: [number, number], male: [number, number], other: [number, number]) {
    const counted = emptyMonth('2026-11', NOW);
    for (const [gender, [proposed, selected]] of Object.entries({ female, male, other }))
      for (let n = 0; n < proposed; n++) count(counted, { gender, ethnicity: null }, n < selected);
    return selectionTable(counted, 'gender');
  }

  test('marks who is selected less than four fifths as often as the group with the highest rate', () => {
    // 48 of 80 and 12 of 40: the example of the “four-fifths rule”, 60% and 30%.
    const [female, male, other] = month([40, 12], [80, 48], [9, 0]);
    expect(male).toMatchObject({ rate: 0.6, impact: 1, isLow: false });
    expect(female).toMatchObject({ rate: 0.3, impact: 0.5, isLow: true });
    // Too few to say.
    expect(other).toMatchObject({ proposed: 9, rate: null, impact: null, isLow: false });
  });

  test('exactly four fifths is not marked; nobody selected at all says nothing', () => {
    expect(month([10, 4], [10, 5], [0, 0])[0]).toMatchObject({ impact: 0.8, isLow: false });
    expect(month([10, 0], [10, 0], [0, 0])[0]).toMatchObject({ rate: 0, impact: null, isLow: false });
  });
});

describe('months', () => {
  const database = testDatabase();

  test('count who was first proposed in them; one that is over stays as counted when somebody is erased', async () => {
    const db = database.db();
    await ensureIndexes(db, [matchIndexes]);
    const matches = matchStore(db);
    const fairness = fairnessStore(db);
    const deps = {
      fairness,
      clock: { now: () => NOW },
      proposals: (from: Date, before: Date) => matches.proposals(from, before),
    };
    const reasons = { speaksFor: [], lacks: [] };
    const on = (day: string, candidateId: string, state: 'proposed' | 'shortlisted') => ({
      ...matchOf({ _id: 'r' }, { candidateId, score: 1, reasons }, 'ranking', new Date(day)),
      state,
    });
    await matches.show([
      on('2026-10-31T23:59:59Z', 'a', 'shortlisted'),
      on('2026-11-01T00:00:00Z', 'b', 'shortlisted'),
      on('2026-11-19T00:00:00Z', 'c', 'proposed'),
      on('2026-12-01T00:00:00Z', 'd', 'proposed'),
    ]);
    await fairness.keep('b', { gender: 'female', ethnicity: 'asian' }, NOW);
    const november = await monthOf(deps, '2026-11');
    expect(november.groups.gender['female']).toEqual({ proposed: 1, selected: 1 });
    expect(november.notSaid).toEqual({
      gender: { proposed: 1, selected: 0 },
      ethnicity: { proposed: 1, selected: 0 },
    });
    await fairness.keepMonth(november);
    await fairness.forget(['b']);
    await matches.forget(['b']);
    const later = { ...deps, clock: { now: () => new Date('2027-03-01T00:00:00Z') } };
    expect((await monthOf(later, '2026-11')).groups.gender['female']).toEqual({ proposed: 1, selected: 1 });
    expect((await monthOf(deps, '2026-11')).groups.gender['female']).toEqual({ proposed: 0, selected: 0 });
    expect(monthBack(new Date('2026-03-31T00:00:00Z'), 1)).toBe('2026-02');
  });
});

describe('by link and page', () => {
  const { url, person } = testApp();
  const riley = person('riley');

  it('an e-mail carries the link when an admin wants it; the form keeps, shows and takes back what was said', async () => {
    await riley.command('/rekindle settings', 'general');
    const settings = await riley.lastMessage('Settings', 'general');
    await riley.click('Change messages', { channel: 'general', ts: settings.ts });
    await riley.modal('Messages');
    await riley.submit({
      Rules: [
        'Links tell when they are clicked',
        'A link in e-mails where people may say who they are (fairness figures)',
      ],
    });
    await riley.lastMessage('The settings are saved', '@rekindle');
    await riley.command('/candidate add Ana Petrova ana@example.com', 'general');
    await riley.modal('Add candidate');
    await riley.submit({});
    await riley.command('/outreach ana@example.com', 'general');
    await riley.modal('Draft outreach');
    await riley.submit({});
    const draft = await riley.lastMessage('Approve & send', '@rekindle');
    await riley.click('Approve & send', { channel: '@rekindle', ts: draft.ts });
    const mail = await riley.until('the mail', async () => {
      const [first] = await callControl<{ id: string; text?: string }[]>(url(), 'mails');
      return first ? callControl<{ text: string }>(url(), `mails/${first.id}`) : null;
    });
    const link = /https?:\/\/\S+\/self\/\S+/.exec(mail.text)?.[0] ?? '';
    const form = await (await fetch(link)).text();
    expect(form).toContain('voluntary');
    const say = (body: string) =>
      fetch(link, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body });
    expect((await say('gender=female&ethnicity[$gt]=x&ethnicity=martian')).status).toBe(200);
    expect(await (await fetch(link)).text()).toMatch(
      /value="female" checked[\s\S]*name="ethnicity" value="" checked/,
    );
    await say('gender=&ethnicity=');
    expect(await (await fetch(link)).text()).not.toContain('value="female" checked');
    expect((await fetch(link.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')))).status).toBe(404);
  });

  it('the table is for admins', async () => {
    await riley.command('/rekindle fairness', 'general');
    expect(saying(await riley.lastMessage('Selection rates', 'general'))).toContain('Nobody was proposed');
    const harper = person('harper');
    await harper.command('/rekindle fairness', 'general');
    await harper.lastMessage('this is for', 'general');
  });
});

test('a link is made by us only', () => {
  const id = 'a'.repeat(24);
  const token = selfToken('secret', id);
  expect(readSelfToken('secret', token)).toBe(id);
  expect(readSelfToken('other', token)).toBeNull();
  expect(readSelfToken('secret', token.replace('a', 'b'))).toBeNull();
  expect(readSelfToken('secret', '')).toBeNull();
});
