import { expect, it } from 'vitest';
import { testApp } from '../support/app.ts';
import { callControl, saying } from '../support/person.ts';

/** A workflow rule as a recruiter makes it, sets it off and looks at what it did, over Slack's protocol. */
const { url, person } = testApp();
const riley = person('riley');

/** The newest message in direct messages that says this, newer than another. */
const after = (ts: string, text: string | RegExp) =>
  riley.until(`a message that says ${text}`, async () =>
    (await riley.messages('@rekindle')).find(
      (message) => message.ts > ts && saying(message).match(text) !== null,
    ),
  );
const top = async () => saying((await riley.views()).at(-1) ?? { blocks: [] });

it('is made in the modal, whose fields follow the trigger, with every mistake at its field', async () => {
  await riley.command('/nurture rules', 'hiring');
  const list = await riley.lastMessage('There is no rule yet', 'hiring');
  await riley.click('New rule', { channel: 'hiring', ts: list.ts });
  await riley.modal('New rule');
  await riley.fill({ When: 'Someone has been silent for some time' });
  await riley.until('the field of silence', async () => (await top()).includes('Days without engagement'));
  expect(await riley.submit({ Name: 'Python people', 'Days without engagement': 2_000 })).toMatchObject({
    outcome: 'errors',
    errors: { 'Days without engagement': expect.stringContaining('1095') },
  });
  await riley.fill({ When: 'Someone gets a tag' });
  await riley.until('the field of tags', async () => !(await top()).includes('Days without engagement'));
  expect(await riley.submit({ Tag: 'pyhton-guru', 'Add tags': ['Pyhton-guru'] })).toMatchObject({
    outcome: 'errors',
    errors: { 'Add tags': 'They have this tag already when the rule begins.' },
  });
  await riley.fill({
    Tag: 'snake',
    'Add tags': ['Add “by rule”'],
    'Add to pool': 'Austin evenings',
    'Remind the owner in days': 3,
    'Note of the reminder': 'Ask about <!channel>',
    'Tell the channel': 'hiring',
  });
  await riley.click('Dry run');
  await riley.until('the dry run', async () =>
    (await top()).includes('It would have matched *0 people* in the last 90 days.'),
  );
  await riley.close();
  expect(await riley.submit({})).toMatchObject({ outcome: 'closed' });
  const saved = saying(await riley.lastMessage('Python people', '@rekindle'));
  expect(saved).toContain(
    'When someone gets the tag *snake*, then add the tag *by rule*, add them to the pool *Austin evenings*, remind their owner in 3 days (“Ask about &lt;!channel&gt;”) and tell <#',
  );
  expect(saved).toContain('Nothing has set it off yet.');
});

it('does its work when somebody gets the tag, and tells what it did', { timeout: 60_000 }, async () => {
  await riley.command('/candidate add Ana Petrova ana@example.com', 'hiring');
  await riley.modal('Add candidate');
  await riley.submit({});
  const card = await riley.lastMessage(/Ana Petrova[\s\S]*Draft outreach/, 'hiring');
  await riley.click('Tag', { channel: 'hiring', ts: card.ts });
  await riley.modal('Tag');
  expect(await riley.submit({ Tags: ['snake'] })).toMatchObject({ outcome: 'closed' });
  await riley.until('the tag on the card', async () => {
    await riley.command('/candidate ana@example.com', 'general');
    return saying(await riley.lastMessage('Ana Petrova', 'general')).includes('snake');
  });
  await callControl(url(), 'clock', { minutes: 1 });
  const told = saying(await riley.lastMessage(/:zap: \*Ana Petrova\*/, 'hiring'));
  expect(told).toContain('By the rule “Python people”: when someone gets the tag *snake*');
  await riley.command('/candidate ana@example.com', 'hiring');
  const now = saying(await riley.lastMessage(/Ana Petrova[\s\S]*by rule/, 'hiring'));
  expect(now).toContain('Austin evenings');

  await riley.command('/nurture rules', 'hiring');
  const list = await riley.lastMessage('Set off once', 'hiring');
  await riley.click('Dry run', { channel: 'hiring', ts: list.ts });
  await riley.lastMessage('It would have matched *1 person* in the last 90 days: Ana Petrova', 'hiring');
  await riley.click('History', { channel: 'hiring', ts: list.ts });
  const history = saying(await riley.lastMessage('What “Python people” has done', 'hiring'));
  expect(history).toContain('tagged; added to the pool; reminder set; channel told');

  await riley.command('/rekindle audit Ana Petrova', 'hiring');
  const log = saying(await riley.lastMessage('Who has changed what', 'hiring'));
  expect(log).toContain('added to pool');
  expect(log).toContain('the rule “Python people” · ');
});

it('reminds the owner on the day, and says who it was', { timeout: 60_000 }, async () => {
  await callControl(url(), 'clock', { minutes: 4 * 24 * 60 });
  const reminder = saying(await after('0', /You wanted to be reminded of \*Ana Petrova\*/));
  expect(reminder).toContain('Ask about &lt;!channel&gt; (rule “Python people”)');
});

it('is paused, goes on, is changed and deleted', { timeout: 60_000 }, async () => {
  await riley.command('/nurture rules', 'hiring');
  const list = await riley.lastMessage('Set off once', 'hiring');
  await riley.click('Pause', { channel: 'hiring', ts: list.ts });
  await riley.lastMessage('Python people* (paused)', 'hiring');
  await riley.command('/candidate add Ben Paused ben@example.com #snake', 'hiring');
  await riley.modal('Add candidate');
  await riley.submit({});
  await riley.lastMessage(/Ben Paused[\s\S]*Draft outreach/, 'hiring');
  await callControl(url(), 'clock', { minutes: 1 });
  await riley.command('/nurture rules', 'hiring');
  const again = await riley.until('a new list', async () =>
    (await riley.messages('hiring')).findLast(
      (message) => message.ts > list.ts && saying(message).includes('(paused)'),
    ),
  );
  expect(saying(again)).toContain('Set off once');
  await riley.click('Resume', { channel: 'hiring', ts: again.ts });
  await riley.until('it goes on', async () =>
    (await riley.messages('hiring')).some(
      (message) =>
        message.ts >= again.ts && saying(message).includes('Pause') && !saying(message).includes('(paused)'),
    ),
  );
  await riley.click('Edit', { channel: 'hiring', ts: again.ts });
  const modal = await riley.modal('Edit rule');
  expect(saying(modal)).toContain('snake');
  expect(await riley.submit({ Name: 'Snakes', 'Only people who fit': 'skil:go' })).toMatchObject({
    outcome: 'errors',
    errors: { 'Only people who fit': expect.stringContaining('skil') },
  });
  expect(await riley.submit({ 'Only people who fit': 'has:email' })).toMatchObject({ outcome: 'closed' });
  await riley.lastMessage(/Snakes[\s\S]*they fit `has:email`/, '@rekindle');
  await riley.command('/nurture rules snaks', 'hiring');
  const found = await riley.lastMessage('The nearest to “snaks” is “Snakes”', 'hiring');
  await riley.click('Delete', { channel: 'hiring', ts: found.ts });
  await riley.lastMessage('There is no rule yet', 'hiring');
  await riley.command('/nurture help', 'hiring');
  await riley.lastMessage('`/nurture rules` lists the rules', 'hiring');
});
