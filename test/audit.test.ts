import { expect, it } from 'vitest';
import { testApp } from './support/app.ts';
import { saying } from './support/person.ts';

/** Snooze, stage and lawful basis on the card, and all of it in the audit log that admins see. */
const { person } = testApp();
const riley = person('riley');

it('snoozes somebody, changes stage and lawful basis', async () => {
  const card = await riley.asks('/candidate Stephen Clarke');
  expect(saying(card)).toMatch(
    /It is \w{3} \d\d:\d\d where they are · Lawful basis: legitimate interest since/,
  );
  await riley.click('Snooze', { channel: 'hiring', ts: card.ts });
  await riley.modal('Snooze');
  expect(await riley.submit({ 'For how long': 'Until a date', Date: '2020-01-01' })).toMatchObject({
    outcome: 'errors',
  });
  expect(await riley.submit({ 'For how long': '3 months' })).toMatchObject({ outcome: 'closed' });
  await riley.lastMessage(/Snoozed until \d{4}/, 'hiring');
  await riley.click('Edit', { channel: 'hiring', ts: card.ts });
  await riley.modal('Edit candidate');
  expect(
    await riley.submit({
      Stage: 'Silver medalist',
      'Lawful basis': 'Consent',
      'Lawful basis ends on': '2024-05-01',
    }),
  ).toMatchObject({ outcome: 'closed' });
  const changed = saying(await riley.lastMessage(/Saved\.[\s\S]*Silver medalist/, 'hiring'));
  expect(changed).toContain('Lawful basis: consent since');
  expect(changed).toContain('ended 2024-05-01');
  expect(saying(await riley.asks('/outreach Stephen Clarke'))).toContain(
    'Their consent ran out on 2024-05-01',
  );
});

it('the audit log says who, what, before and after, by person and by candidate', async () => {
  const all = saying(await riley.asks('/rekindle audit'));
  expect(all).toContain('candidate edited*: Stephen Clarke');
  expect(all).toMatch(/<@U0RILEY> · modal Edit candidate/);
  expect(all).toContain('consent');
  // Times and links keep their colons, and what is empty isn't named.
  expect(all).toMatch(/T\d\d:\d\d:\d\d/);
  expect(all).not.toMatch(/: null|: ,/);
  expect(saying(await riley.asks('/rekindle audit Stephen Clarke'))).toContain('candidate snoozed');
  expect(saying(await riley.asks('/rekindle audit <@U0RILEY>'))).toContain('candidate snoozed');
  // As a person types it; Slack hands the name over beside the id.
  expect(saying(await riley.asks('/rekindle audit @Riley'))).toContain('candidate snoozed');
  expect(saying(await riley.asks('/rekindle audit <@U0MORGAN>'))).toContain('no entry');
  expect(saying(await riley.asks('/rekindle audit Nobody Atall'))).toContain('I know nobody');
});

it('turns pages', async () => {
  for (let i = 0; i < 12; i++) {
    await riley.command(`/candidate add Page Turner page${i}@example.com`, 'hiring');
    await riley.modal('Add candidate');
    await riley.submit();
    await riley.lastMessage(`page${i}@example.com`, 'hiring');
  }
  const first = await riley.asks('/rekindle audit');
  await riley.click('Next', { channel: 'hiring', ts: first.ts });
  const second = await riley.until('the second page', async () => {
    const now = (await riley.messages('hiring')).find(({ ts }) => ts === first.ts);
    return now && saying(now).includes('Previous') ? saying(now) : null;
  });
  expect(second).toContain('Stephen Clarke');
});

it('is for admins', async () => {
  const harper = person('harper');
  await harper.command('/rekindle audit', 'general');
  await harper.lastMessage('Sorry, this is for admins', 'general');
});
