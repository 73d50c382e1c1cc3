import { beforeAll, expect, it } from 'vitest';
import { testApp } from '../../support/app.ts';
import { saying } from '../../support/person.ts';

/** The review queue as a recruiter meets it, over Slack's protocol, with the pairs of the sample people. */
const { app, person } = testApp();
const riley = person('riley');

beforeAll(async () => {
  await app().runJobs();
});

const queue = async () => {
  const before = (await riley.messages('hiring')).at(-1)?.ts ?? '';
  await riley.command('/candidate duplicates', 'hiring');
  return riley.until('the queue', async () =>
    (await riley.messages('hiring')).find(
      (one) => one.ts > before && /likely duplicates? wait/.test(saying(one)),
    ),
  );
};
const count = (text: string) => Number(/\*(\d+) likely/.exec(text)?.[1]);

it('turns pages', async () => {
  const message = await queue();
  await riley.click('Next', { channel: 'hiring', ts: message.ts });
  await riley.until('a page with Previous', async () => {
    const now = (await riley.messages('hiring')).find(({ ts }) => ts === message.ts);
    return now && saying(now).includes('Previous');
  });
});

it('offers likely pairs with what speaks for each, merges and undoes', async () => {
  const message = await queue();
  const before = count(saying(message));
  expect(before).toBeGreaterThanOrEqual(6);
  expect(saying(message)).toMatch(/\d+% alike: (same name|similar names)/);

  await riley.click('Merge', { channel: 'hiring', ts: message.ts });
  const merged = await riley.lastMessage(/^Merged .* into .*30 days/s, 'hiring');
  const [, other = '', survivor = ''] = /Merged (.*) into (.*), with/.exec(saying(merged)) ?? [];
  await riley.until('one less', async () => {
    const now = (await riley.messages('hiring')).find(({ ts }) => ts === message.ts);
    return now && count(saying(now)) === before - 1;
  });

  await riley.command(`/candidate ${survivor}`, 'hiring');
  const card = await riley.lastMessage(/Undo merge/, 'hiring');
  expect(saying(card)).toContain(survivor);

  await riley.click('Undo', { channel: 'hiring', ts: merged.ts });
  await riley.lastMessage(`${survivor} and ${other} are two people again`, 'hiring');
  expect(count(saying(await queue()))).toBe(before - 1);
});

it('says of one person whom they may be the same as, and takes “not the same” for an answer', async () => {
  await riley.command('/candidate Stephen Clarke', 'hiring');
  const card = await riley.lastMessage(/Stephen Clarke[\s\S]*Find duplicates/, 'hiring');
  await riley.click('Find duplicates', { channel: 'hiring', ts: card.ts });
  const list = await riley.lastMessage(/Stephen Clarke may be the same person as/, 'hiring');
  expect(saying(list)).toContain('Steven Clark');
  await riley.click('Open right', { channel: 'hiring', ts: list.ts });
  await riley.click('Not the same', { channel: 'hiring', ts: list.ts });
  await riley.lastMessage('They won’t be offered again', 'hiring');
});
