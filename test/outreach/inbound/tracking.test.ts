import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Mailer, OutgoingMail } from '#platform/mail/mailer.ts';
import { approve } from '../../../src/outreach/deciding/approve.ts';
import { outreachRouter } from '../../../src/outreach/http.ts';
import { sendDraft } from '../../../src/outreach/sending/send.ts';
import { waitingDraft } from '../../support/outreach.ts';
import { clickOn, outreachWorld } from '../../support/outreach-world.ts';

/** Links and pictures of a mail that was sent, asked for over HTTP. */
const BROWSER = { 'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' };
const ROLE = 'https://acme.example/careers?role=7&x=1';
let server: Server;
let url: string;
let mail: OutgoingMail | null;

const mailer: Mailer = {
  async send(sent) {
    mail = sent;
    return { outcome: 'accepted', response: '250 ok' };
  },
  ping: async () => true,
  close() {},
};
const { ana, database, deps } = outreachWorld(() => ({ mailer }));

beforeEach(async () => {
  mail = null;
  server = createServer(express().use(outreachRouter(deps, [])));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  deps.sender.publicUrl = url;
});
afterEach(() => {
  server.close();
});

async function sent(): Promise<OutgoingMail> {
  const draft = await waitingDraft(deps, ana._id, { mention: `We wrote it all down here: ${ROLE}` });
  await approve(deps, { ...clickOn(draft._id), confirmed: ['checks'] });
  await sendDraft(deps, draft._id);
  deps.people.touchpoints.length = 0;
  deps.wait(60_000);
  if (!mail) throw new Error('nothing was sent');
  return mail;
}
const linkOf = ({ html }: OutgoingMail) => /href="([^"]*\/c\/[^"]*)"/.exec(html)?.[1] ?? '';
const pictureOf = ({ html }: OutgoingMail) => /<img src="([^"]*)"/.exec(html)?.[1] ?? '';
const get = (address: string, init: RequestInit = {}) =>
  fetch(address, { redirect: 'manual', headers: BROWSER, ...init });

test('a click leads where the message said, and is told once a day; the text part has the address itself', async () => {
  const message = await sent();
  expect(message.text).toContain(ROLE);
  const answer = await get(linkOf(message));
  expect([answer.status, answer.headers.get('location')]).toEqual([302, ROLE]);
  await get(linkOf(message));
  expect(deps.people.touchpoints).toMatchObject([{ kind: 'clicked', note: ROLE, by: 'candidate' }]);
});

test('a scanner gets there too, and counts nothing', async () => {
  const message = await sent();
  expect((await get(linkOf(message), { headers: { 'User-Agent': 'BarracudaCentral' } })).status).toBe(302);
  expect((await get(linkOf(message), { method: 'HEAD' })).status).toBe(302);
  expect(deps.people.touchpoints).toEqual([]);
});

test('tampered links lead nowhere', async () => {
  const link = linkOf(await sent());
  for (const wrong of [
    link.slice(0, -1),
    link.replace(/\.1\.0\./, '.1.1.'),
    `${url}/c/x`,
    `${link}?to=https://evil.example`,
  ]) {
    const answer = await get(wrong);
    if (wrong.includes('?')) expect(answer.headers.get('location')).toBe(ROLE);
    else expect(answer.status).toBe(404);
  }
  expect((await get(link, { method: 'POST' })).status).toBe(404);
});

test('opens are told only where an admin wants it, and a program’s count nothing', async () => {
  expect(pictureOf(await sent())).toBe('');
  await database.empty();
  deps.messages.openTracking = true;
  const message = await sent();
  await get(pictureOf(message), { headers: { 'User-Agent': 'Mozilla/5.0' } });
  expect(deps.people.touchpoints.map(({ kind }) => kind)).toEqual(['status']);
  const answer = await get(pictureOf(message));
  await get(pictureOf(message));
  expect(answer.headers.get('content-type')).toContain('image/gif');
  expect(deps.people.touchpoints.map(({ kind }) => kind)).toEqual(['status', 'opened']);
  deps.messages.openTracking = false;
});

test('clicks aren’t told where an admin has switched that off: the link is the link', async () => {
  deps.messages.clickTracking = false;
  const { html } = await sent();
  expect(html).toContain('href="https://acme.example/careers?role=7&amp;x=1"');
  deps.messages.clickTracking = true;
});

test('a line break in a name or a subject begins no header', async () => {
  deps.people.candidates.set(ana._id, { ...ana, name: 'Ana\r\nBcc: evil@evil.example' });
  const message = await sent();
  expect(message.to.name).toBe('Ana Bcc: evil@evil.example');
  deps.people.candidates.set(ana._id, ana);
});
