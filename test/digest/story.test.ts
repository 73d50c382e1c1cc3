import { expect, it } from 'vitest';
import { testApp } from '../support/app.ts';
import { saying } from '../support/person.ts';

/** The digest of the sample people, over Slack's protocol. */
const { person } = testApp();
const riley = person('riley');

it('tells what today needs, with what can be done about it, and shows all of a part', async () => {
  await riley.command('/outreach Amara Okafor', 'hiring');
  await riley.modal('Draft outreach');
  await riley.submit();
  await riley.lastMessage('Draft for Amara Okafor', '@rekindle');
  await riley.command('/digest', 'hiring');
  const digest = await riley.lastMessage('Your day', 'hiring');
  expect(saying(digest)).toContain('Messages that wait for you* (1)');
  expect(saying(digest)).toContain('Amara Okafor');
  expect(digest.blocks.length).toBeLessThanOrEqual(45);
});

it('is set by who gets it', async () => {
  await riley.command('/digest settings', 'hiring');
  await riley.modal('Digest');
  expect(await riley.submit({ Time: '08:00', Days: ['Monday'], Parts: ['Going cold'] })).toMatchObject({
    outcome: 'closed',
  });
  await riley.lastMessage('Your digest is set.', '@rekindle');
  const before = (await riley.messages('hiring')).at(-1)?.ts ?? '';
  await riley.command('/digest', 'hiring');
  const answer = await riley.until('the digest of today', async () =>
    (await riley.messages('hiring')).find(
      (message) => message.ts > before && /Your day|Nothing needs you/.test(saying(message)),
    ),
  );
  expect(saying(answer)).not.toContain('Messages that wait for you');
});
