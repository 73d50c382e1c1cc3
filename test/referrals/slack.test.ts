import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PersonClient, person, saying } from '../support/person.ts';
import { startRekindle } from '../support/rekindle.ts';

/** Referring as anybody in the company does it, over Slack's protocol. */
let app: Awaited<ReturnType<typeof startRekindle>>;
let riley: PersonClient;
let morgan: PersonClient;

beforeAll(async () => {
  app = await startRekindle();
  riley = person(app.localUrl ?? '', 'riley');
  morgan = person(app.localUrl ?? '', 'morgan');
});
afterAll(() => app?.remove());

it('from a message: the form is filled in from it, and the recruiter hears of it', async () => {
  const { ts } = await morgan.write(
    'Zelda Quinn <zelda.quinn@example.com> is great with compilers',
    'referrals',
  );
  await morgan.shortcut('refer_person', { channel: 'referrals', ts });
  const modal = await morgan.modal('Refer someone');
  expect(saying(modal)).toContain('How do you know them');
  expect(
    await morgan.submit({
      'How do you know them': 'We worked together',
      Role: 'Compiler engineer',
      'May we mention you': 'No',
    }),
  ).toMatchObject({ outcome: 'closed' });
  await morgan.lastMessage('Thank you for referring', '@rekindle');
  const told = saying(await riley.lastMessage('refers', '@rekindle'));
  for (const part of ['Zelda Quinn', 'Compiler engineer', 'we worked together', 'don’t say who'])
    expect(told).toContain(part);
  await riley.click('Open', { within: 'Zelda Quinn', channel: '@rekindle' });
  const card = saying(await riley.lastMessage(/Zelda Quinn[\s\S]*Draft outreach/, '@rekindle'));
  for (const part of ['zelda.quinn@example.com', 'Referral', 'is great with compilers'])
    expect(card).toContain(part);
});

it('of somebody known adds no second record, and says the same', async () => {
  await morgan.command('/refer Zelda Q. zelda.quinn@example.com', 'general');
  await morgan.modal('Refer someone');
  expect(await morgan.submit({ 'How do you know them': 'I know their work' })).toMatchObject({
    outcome: 'closed',
  });
  await morgan.command('/refer mine', 'general');
  expect(
    saying(await morgan.lastMessage('waiting for a recruiter', 'general')).match(/Zelda Quinn/g),
  ).toHaveLength(2);
  await riley.command('/candidate find zelda', 'hiring');
  expect(saying(await riley.lastMessage('1 person', 'hiring'))).toContain('Zelda Quinn');
});

it('says what is missing', async () => {
  await morgan.command('/refer Bob', 'general');
  await morgan.modal('Refer someone');
  expect(await morgan.submit({ 'How do you know them': 'Friend or family' })).toMatchObject({
    outcome: 'errors',
    errors: { 'E-mail': 'Please give an e-mail address or a profile link.' },
  });
  await morgan.close();
});

it('stands on a member’s App Home', async () => {
  await morgan.openHome();
  const home = await morgan.until('the home', async () => {
    const shown = await morgan.home();
    return shown && saying(shown).includes('Your referrals') ? saying(shown) : null;
  });
  expect(home).toContain('Zelda Quinn');
  expect(home).not.toContain('Hot right now');
});
