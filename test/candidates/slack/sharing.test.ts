import { beforeAll, expect, it } from 'vitest';
import { testApp } from '../../support/app.ts';
import { saying } from '../../support/person.ts';

/** What a hiring manager sees of people who were shared with them, and nothing else. */
const { person } = testApp();
const riley = person('riley');
const harper = person('harper');

beforeAll(async () => {
  await riley.command('/candidate add', 'hiring');
  await riley.modal('Add candidate');
  const saved = await riley.submit({
    'Full name': 'Zora Quist',
    'E-mail': 'zora.quist@example.com',
    Phone: '+442079460958',
    Headline: 'Compiler engineer',
    Skills: ['Python'],
    Tags: ['Add “secret-tag”'],
    Note: 'Wants to leave because of her boss',
  });
  expect(saved).toMatchObject({ outcome: 'closed' });
});

/** The answer to what Harper types. */
async function asks(text: string): Promise<string> {
  const before = (await harper.messages('hiring')).at(-1)?.ts ?? '';
  await harper.command(text, 'hiring');
  const answer = await harper.until(`an answer to ${text}`, async () =>
    (await harper.messages('hiring')).find(({ ts, ephemeral }) => ts > before && ephemeral),
  );
  return saying(answer);
}
async function share(names: string[]) {
  await riley.command('/candidate zora.quist@example.com', 'hiring');
  const card = await riley.lastMessage(/Zora Quist[\s\S]*Share/, 'hiring');
  await riley.click('Share', { channel: 'hiring', ts: card.ts });
  await riley.modal('Share candidate');
  return riley.submit({ 'Hiring managers': names });
}

it('nobody, before anybody was shared', async () => {
  expect(await asks('/candidate')).toContain('Nobody has been shared with you yet');
  expect(await asks('/candidate Zora Quist')).toContain('Nobody of that name');
  for (const word of ['add Bob bob@example.com', 'find python', 'duplicates'])
    expect(await asks(`/candidate ${word}`)).toContain('Sorry, this is for admins and recruiters');
});

it('only hiring managers can be picked', async () => {
  expect((await share(['Morgan'])).errors).toEqual({
    'Hiring managers': expect.stringContaining('Only hiring managers'),
  });
  await riley.close();
});

it('the limited card: nothing of how to reach them, no tags, notes or history', async () => {
  expect(await share(['Harper'])).toMatchObject({ outcome: 'closed' });
  const told = saying(await harper.lastMessage('shares somebody with you', '@rekindle'));
  await riley.lastMessage('*Zora Quist* is shared with <@U0HARPER> now.', '@rekindle');
  const asked = await asks('/candidate zora');
  for (const text of [told, asked]) {
    for (const seen of ['Zora Quist', 'Compiler engineer', 'Python', 'Prospect'])
      expect(text.toLowerCase()).toContain(seen.toLowerCase());
    for (const hidden of ['zora.quist@', '79460958', 'secret-tag', 'boss'])
      expect(text).not.toContain(hidden);
  }
  expect(await asks('/candidate')).toContain('Zora Quist');
});

it('ends when the name is taken out', async () => {
  await share([]);
  await harper.until('nothing shared', async () =>
    (await asks('/candidate')).includes('Nobody has been shared'),
  );
});
