import { expect, it } from 'vitest';
import { testApp } from '../support/app.ts';
import { saying } from '../support/person.ts';

/** `/rekindle settings` as an admin uses it, over Slack's protocol. */
const { person } = testApp();
const riley = person('riley');

it('changes what counts how much, and counts everybody anew', async () => {
  await riley.command('/rekindle settings', 'hiring');
  const message = await riley.lastMessage('counts half after 45 days', 'hiring');
  await riley.click('Change temperature', { channel: 'hiring', ts: message.ts });
  await riley.modal('Temperature');
  expect(await riley.submit({ 'Warm from': '50' })).toMatchObject({
    outcome: 'errors',
    errors: { 'Hot from': expect.stringContaining('above') },
  });
  expect(await riley.submit({ 'Warm from': '2', 'Half-life in days': '30' })).toMatchObject({
    outcome: 'closed',
  });
  await riley.lastMessage(/counted by the new settings: 3\d\d people/, '@rekindle');
  await riley.command('/rekindle settings', 'hiring');
  await riley.lastMessage('counts half after 30 days', 'hiring');
});

it('keeps people of a company from being written to', async () => {
  await riley.command('/rekindle settings', 'hiring');
  const message = await riley.lastMessage('not written to: none', 'hiring');
  await riley.click('Change limits', { channel: 'hiring', ts: message.ts });
  await riley.modal('Permission to write');
  expect(await riley.submit({ 'Companies that are not written to': 'Copperleaf Bank' })).toMatchObject({
    outcome: 'closed',
  });
  await riley.lastMessage('The settings are saved', '@rekindle');
  await riley.command('/candidate add Otto Quist otto.quist@example.com', 'hiring');
  await riley.modal('Add candidate');
  await riley.submit({ Company: 'COPPERLEAF BANK plc' });
  await riley.lastMessage('Otto Quist', 'hiring');
  await riley.command('/outreach Otto Quist', 'hiring');
  await riley.lastMessage('whose people are not written to', 'hiring');
});

it('takes other names of skills', async () => {
  await riley.command('/rekindle settings', 'hiring');
  const message = await riley.lastMessage('Other names of skills', 'hiring');
  await riley.click('Change names', { channel: 'hiring', ts: message.ts });
  await riley.modal('Names of skills');
  expect(await riley.submit({ 'Other names': 'snek' })).toMatchObject({ outcome: 'errors' });
  expect(await riley.submit({ 'Other names': 'snek = python' })).toMatchObject({ outcome: 'closed' });
  await riley.until('people', async () => {
    await riley.command('/candidate find skill:snek', 'hiring');
    return (await riley.messages('hiring')).some((one) => /\d+ people for “skill:snek”/.test(saying(one)));
  });
});

it('is for admins', async () => {
  const harper = person('harper');
  await harper.command('/rekindle settings', 'general');
  expect(saying(await harper.lastMessage('Sorry', 'general'))).toContain('for admins');
});
