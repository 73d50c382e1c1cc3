import { expect, it } from 'vitest';
import { testApp } from '../support/app.ts';
import { saying } from '../support/person.ts';

/** Pools as a recruiter uses them, over Slack's protocol, with the sample people. */
const { person } = testApp();
const riley = person('riley');

it('lists the sample pools and shows one with its figures and people', async () => {
  const list = saying(await riley.asks('/pool'));
  for (const name of ['Machine learning bench', 'Runners-up', 'Austin evenings'])
    expect(list).toContain(name);
  const page = saying(await riley.asks('/pool austin'));
  for (const part of [
    'Austin evenings',
    '*People*\n18 of 20 wanted',
    'Readiness',
    'Temperature',
    'Growth',
    'in 30 days',
    'Open',
  ])
    expect(page).toContain(part);
  expect(page).toMatch(/[▁▂▃▄▅▆▇█]{7}/);
});

it('says which pool may be meant', async () => {
  expect(saying(await riley.asks('/pool Runers-up'))).toContain('Did you mean `/pool Runners-up`?');
  expect(saying(await riley.asks('/pool nwe'))).toContain('Did you mean `/pool new`?');
  expect(saying(await riley.asks('/candidate find pool:runners'))).toContain(
    'Did you mean `pool:"Runners-up"`?',
  );
  // The README's own example finds somebody.
  const example = '"software engineer" city:austin interested:backend@6..12mo';
  expect(saying(await riley.asks(`/candidate find ${example}`))).toContain('Amara Okafor');
});

it('makes a pool by query, whose mistakes are named at the field', async () => {
  await riley.command('/pool new', 'hiring');
  await riley.modal('New pool');
  expect(await riley.submit({ Name: 'Rust people', Query: 'skil:rust' })).toMatchObject({
    outcome: 'errors',
    errors: { Query: expect.stringContaining('skill') },
  });
  expect(
    await riley.submit({ Query: 'skill:rust', 'Target size': 12, Cadence: 'After 60 days' }),
  ).toMatchObject({
    outcome: 'closed',
  });
  const page = saying(await riley.lastMessage(/Rust people[\s\S]*of 12 wanted/, '@rekindle'));
  expect(page).toContain('always who fits `skill:rust`');
  const found = saying(await riley.asks('/candidate find pool:"rust people" temp:hot'));
  expect(found).toMatch(/(person|people) for/);
});

it('fills a pool by hand from a card and from a search as a whole', async () => {
  await riley.command('/pool new', 'hiring');
  await riley.modal('New pool');
  expect(await riley.submit({ Name: 'Warsaw dinner' })).toMatchObject({ outcome: 'closed' });
  await riley.lastMessage(/Warsaw dinner[\s\S]*Nobody is in it yet/, '@rekindle');

  const card = await riley.asks('/candidate Stephen Clarke');
  await riley.click('Add to pool', { channel: 'hiring', ts: card.ts });
  await riley.modal('Add to pool');
  expect(await riley.submit({ Pool: 'Warsaw dinner' })).toMatchObject({ outcome: 'closed' });
  await riley.lastMessage('Stephen Clarke is in *Warsaw dinner* now', '@rekindle');
  expect(saying(await riley.asks('/candidate Stephen Clarke'))).toContain('Pools:* Warsaw dinner');

  const list = await riley.asks('/candidate find city:berlin');
  const total = Number(/(\d+) people/.exec(saying(list))?.[1]);
  await riley.click('Add to pool', { channel: 'hiring', ts: list.ts });
  await riley.modal('Add to pool');
  await riley.submit({ Pool: 'Warsaw dinner' });
  await riley.lastMessage(`${total} people were added to *Warsaw dinner*`, '@rekindle');
  const page = await riley.asks('/pool warsaw dinner');
  expect(saying(page)).toContain(`*People*\n${total + 1}`);

  await riley.click('Next', { channel: 'hiring', ts: page.ts });
  await riley.until('the second page', async () =>
    (await riley.messages('hiring')).some((one) => one.ts === page.ts && saying(one).includes('11 to 20')),
  );
  await riley.click('Remove people', { channel: 'hiring', ts: page.ts });
  await riley.modal('Remove from pool');
  expect(await riley.submit({ People: ['Stephen Clarke · Copperleaf Bank'] })).toMatchObject({
    outcome: 'closed',
  });
  await riley.lastMessage('1 person is out of *Warsaw dinner*', '@rekindle');

  await riley.click('Delete', { channel: 'hiring', ts: page.ts });
  await riley.until('the page to say so', async () =>
    saying(await riley.asks('/pool warsaw')).includes('no pool called'),
  );
});

it('a pool whose query makes no sense any more can be opened, and mended', async () => {
  const pools = [
    { Name: 'Below', Query: 'skill:rust' },
    { Name: 'Rusty', Query: 'pool:below' },
  ];
  for (const form of pools) {
    await riley.command('/pool new', 'hiring');
    await riley.modal('New pool');
    expect(await riley.submit(form)).toMatchObject({ outcome: 'closed' });
  }
  const below = await riley.asks('/pool below');
  await riley.click('Delete', { channel: 'hiring', ts: below.ts });
  await riley.until('the page to say so', async () =>
    saying(await riley.asks('/pool below')).includes('no pool called'),
  );
  await riley.command('/pool Rusty', 'hiring');
  const page = await riley.lastMessage('can’t be answered any more', 'hiring');
  await riley.click('Edit', { channel: 'hiring', ts: page.ts });
  await riley.modal('Edit pool');
  expect(await riley.submit({ Query: 'skill:python' })).toMatchObject({ outcome: 'closed' });
  await riley.command('/pool Rusty', 'hiring');
  await riley.lastMessage('always who fits `skill:python`', 'hiring');
});

it('stands on App Home', async () => {
  await riley.openHome();
  await riley.until('the pools', async () => {
    const home = await riley.home();
    return home && saying(home).includes('Your pools') && saying(home).includes('readiness');
  });
});
