import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { callControl } from '../support/person.ts';
import { startRekindle } from '../support/rekindle.ts';
import { watchedPage } from './page.ts';

/** The README's tour in real Chromium, as a newcomer would click it, on nothing but embedded defaults. */
let app: Awaited<ReturnType<typeof startRekindle>>;
let browser: Browser;
let page: Page;
/** Errors that the page itself had: scripts, refused resources, the content security policy. */
const errors: string[] = [];

beforeAll(async () => {
  [app, browser] = await Promise.all([startRekindle(), launchBrowser()]);
  page = await watchedPage(browser, errors);
  page.on('response', (response) => {
    if (response.status() === 404) errors.push(response.url());
  });
  await page.goto(app.localUrl ?? '');
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await app?.remove();
});

const go = (place: string) => page.getByRole('button', { name: place, exact: true }).click();
const dialog = (title: string) => page.getByRole('dialog', { name: title });

async function say(text: string): Promise<void> {
  const composer = page.getByRole('textbox', { name: 'Message' });
  await composer.fill(text);
  await composer.press('Enter');
}

/** Nothing sticks out to the side at the narrow width. */
async function fitsAt(width: number): Promise<void> {
  await page.setViewportSize({ width, height: 900 });
  const overflow = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  expect(overflow).toBeLessThanOrEqual(0);
}

it('completes a command by keyboard', async () => {
  await go('hiring');
  const composer = page.getByRole('textbox', { name: 'Message' });
  await composer.fill('/can');
  await page.getByRole('option', { name: /\/candidate/ }).waitFor();
  await composer.press('Tab');
  expect(await composer.inputValue()).toBe('/candidate ');
});

it('adds a candidate, with errors beside the fields and new words offered', async () => {
  await say('/candidate add Ana Petrova #golang');
  const add = dialog('Add candidate');
  await add.waitFor();
  await add.getByRole('button', { name: 'Save' }).click();
  await add.getByRole('alert').first().waitFor();
  expect(await add.getByLabel('Full name').inputValue()).toBe('Ana Petrova');

  await add.getByLabel('E-mail').fill('ana.petrova@example.com');
  await add.getByLabel('Headline').fill('Backend engineer');
  const skills = add.getByRole('combobox', { name: 'Skills' });
  await skills.fill('k8s');
  await add.getByRole('option', { name: 'Kubernetes', exact: true }).click();
  await skills.fill('Underwater basketry');
  await add.getByRole('option', { name: /Add “Underwater basketry”/ }).click();
  await add.getByRole('button', { name: 'Save' }).click();
  await add.waitFor({ state: 'detached' });
  const card = page.getByRole('article').filter({ hasText: 'Ana Petrova' }).last();
  await card.waitFor();
  expect(await card.innerText()).toContain('Kubernetes');
  expect(await card.innerText()).toContain('Underwater basketry');
});

it('drafts, edits, approves, and the mail is in the mailbox', async () => {
  await page.getByRole('button', { name: 'Draft outreach' }).last().click();
  const draft = dialog('Draft outreach');
  await draft.getByLabel('Mention').fill('her talk on build caches, https://acme.example/talk');
  await draft.getByRole('button', { name: 'Draft', exact: true }).click();
  await draft.waitFor({ state: 'detached' });

  await go('Rekindle');
  await page.getByRole('button', { name: 'Facts', exact: true }).last().click();
  await dialog('Facts').getByText('her talk on build caches').waitFor();
  await dialog('Facts').getByRole('button', { name: 'Close' }).last().click();
  await page.getByRole('button', { name: 'Edit', exact: true }).last().click();
  const edit = dialog('Edit draft');
  await edit.getByLabel('Subject').fill('A quick hello');
  await edit.getByRole('button', { name: 'Save' }).click();
  await edit.waitFor({ state: 'detached' });
  await page.getByText('A quick hello').waitFor();
  await fitsAt(800);
  await page.getByRole('button', { name: 'Approve & send' }).click();
  await page.getByText('Sent to Ana Petrova').waitFor();
  await fitsAt(1280);

  await go('Mailbox');
  await page.getByRole('button', { name: /ana\.petrova/ }).click();
  const mail = page.getByRole('article', { name: 'A quick hello' });
  await mail.waitFor();
  expect(await mail.innerText()).toContain('build caches');
  await fitsAt(800);
  await fitsAt(1280);
});

it('opens and clicks as the candidate, a while after it was sent', async () => {
  await callControl(app.localUrl ?? '', 'clock', { minutes: 5 });
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await page.getByText('0 of them failed').waitFor();
  const tracked = page.getByRole('listitem').filter({ hasText: '/c/' });
  await tracked.getByRole('button', { name: 'Click' }).click();
  await page.getByText('It leads to https://acme.example/talk').waitFor();
});

it('answers as the candidate, and the recruiter hears of it', async () => {
  await page.getByRole('button', { name: 'Answer', exact: true }).click();
  await page.getByLabel('Your answer').fill('Happy to talk!');
  await page.getByRole('button', { name: 'Send answer' }).click();
  await go('Rekindle');
  await page.getByText('Happy to talk!').waitFor();
  await page.getByRole('button', { name: 'Open', exact: true }).last().click();
  await page.getByText(/Hot/).last().waitFor();
  await page.getByText('https://acme.example/talk').last().waitFor();
});

it('logs a touchpoint from a message by its menu', async () => {
  await go('hiring');
  await say('Spoke to ana.petrova@example.com, she can start in spring');
  const message = page.getByRole('article').filter({ hasText: 'start in spring' }).last();
  await message.hover();
  await message.getByRole('button', { name: 'More message actions' }).click();
  await page.getByRole('menuitem', { name: /Log touchpoint/ }).click();
  const log = dialog('Log touchpoint');
  await log.waitFor();
  expect(await log.innerText()).toContain('Ana Petrova');
  expect(await log.getByLabel('Note').inputValue()).toContain('start in spring');
  await log.getByRole('button', { name: 'Save' }).click();
  await log.waitFor({ state: 'detached' });
  await page
    .getByText(/Logged\./)
    .last()
    .waitFor();
});

it('unsubscribes as the candidate, and nobody can write to them any more', async () => {
  await go('Mailbox');
  await page
    .getByRole('button', { name: /ana\.petrova/ })
    .last()
    .click();
  await page.getByRole('button', { name: 'Unsubscribe', exact: true }).click();
  await page.getByText('answered with status 200').waitFor();
  await go('hiring');
  await say('/outreach ana.petrova@example.com');
  await page.getByText('They asked not to be written to any more.').last().waitFor();
});

it('shows App Home, and refuses a member politely', async () => {
  await go('Rekindle');
  await page.getByRole('tab', { name: 'Home' }).click();
  await page.getByText('What needs you now').waitFor();
  await page.getByRole('button', { name: 'Morgan', exact: true }).first().click();
  await go('general');
  await say('/candidate add Somebody');
  await page.getByText(/Sorry, this is for/).waitFor();
});

it('moves the clock by a week', async () => {
  const clock = page.getByRole('group', { name: 'Clock' }).locator('time');
  const before = new Date((await clock.getAttribute('datetime')) ?? '');
  await page.getByRole('button', { name: '+1 week' }).click();
  await expect
    .poll(async () => new Date((await clock.getAttribute('datetime')) ?? '').getTime() - before.getTime())
    .toBeGreaterThanOrEqual(7 * 86_400_000);
});

it('had no error of its own', () => {
  expect(errors).toEqual([]);
});
