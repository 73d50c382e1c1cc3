import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isAtWork } from '../../src/nurture/working-days.ts';
import { launchBrowser } from '../support/browser.ts';
import { moveTo } from '../support/clock.ts';
import { startRekindle } from '../support/rekindle.ts';
import { watchedPage } from './page.ts';

/** The payoff in real Chromium: a referral in a channel, a role, the mail that goes out for it, the hire, the bonus. */
let app: Awaited<ReturnType<typeof startRekindle>>;
let browser: Browser;
let page: Page;
const errors: string[] = [];
const PATIENCE = { timeout: 30_000 };
const DAY_MS = 86_400_000;

beforeAll(async () => {
  [app, browser] = await Promise.all([startRekindle(), launchBrowser()]);
  const url = app.localUrl ?? '';
  await moveTo(url, workingMonday(new Date()));
  page = await watchedPage(browser, errors, { timezoneId: 'America/Chicago' });
  page.setDefaultTimeout(PATIENCE.timeout);
  await page.goto(url);
}, 90_000);
afterAll(async () => {
  await browser?.close();
  await app?.remove();
});

/** The next Monday that is no holiday in Texas, at 16:00 UTC: morning there. */
function workingMonday(now: Date): Date {
  const monday = new Date(now.getTime() + (8 - now.getUTCDay()) * DAY_MS);
  monday.setUTCHours(16, 0, 0, 0);
  return isAtWork(monday, { timeZone: 'America/Chicago', country: 'US' }) ? monday : workingMonday(monday);
}

const go = (place: string) => page.getByRole('button', { name: place, exact: true }).click();
const dialog = (title: string) => page.getByRole('dialog', { name: title });
const last = (text: string | RegExp) => page.getByRole('article').filter({ hasText: text }).last();

async function be(name: 'Riley' | 'Harper'): Promise<void> {
  await page.getByRole('group', { name: 'You are' }).getByRole('button', { name, exact: true }).click();
  await page.locator('.be button[aria-pressed=true]', { hasText: name }).waitFor();
}
async function say(text: string): Promise<void> {
  const composer = page.getByRole('textbox', { name: 'Message' }).first();
  await composer.fill(text);
  await composer.press('Enter');
}
async function pick(modal: string, field: string, choice: string, typed = choice): Promise<void> {
  await dialog(modal).getByRole('combobox', { name: field, exact: true }).fill(typed);
  await dialog(modal).getByRole('option', { name: choice, exact: true }).click();
}
async function submit(title: string, button: string): Promise<void> {
  await dialog(title).getByRole('button', { name: button, exact: true }).click();
  await dialog(title).waitFor({ state: 'detached' });
}
/** What Rekindle has told Harper, to whom nobody else writes. */
async function harperHears(text: string | RegExp): Promise<void> {
  await be('Harper');
  await go('Rekindle');
  await last(text).waitFor();
}
async function later(button: '+1 day' | '+1 week' | '+1 month'): Promise<void> {
  const clock = page.getByRole('group', { name: 'Clock' }).locator('time');
  const at = () => clock.getAttribute('datetime');
  const before = await at();
  await page.getByRole('button', { name: button }).click();
  await expect.poll(at, PATIENCE).not.toBe(before);
}

it('a hiring manager refers somebody in a channel', { timeout: 90_000 }, async () => {
  await be('Harper');
  await go('referrals');
  await say('@Rekindle refer Zora Quill, zora.quill@example.com, for the Platform Engineer role');
  const asked = last('@Rekindle refer Zora Quill');
  await asked.getByRole('button', { name: /1 reply/ }).click();
  const thread = page.getByRole('complementary', { name: 'Thread' });
  await thread.getByText('until then nothing is taken').waitFor();
  await thread.getByRole('button', { name: 'Refer someone' }).click();
  const refer = dialog('Refer someone');
  await refer.waitFor();
  expect(await refer.getByLabel('Full name').inputValue()).toBe('Zora Quill');
  expect(await refer.getByLabel('E-mail').inputValue()).toBe('zora.quill@example.com');
  await pick('Refer someone', 'How do you know them', 'We worked together');
  await refer.getByRole('radiogroup', { name: 'Do they know?' }).getByLabel('Yes', { exact: true }).click();
  await submit('Refer someone', 'Refer');
  await thread.getByText('the recruiters have your referral').waitFor();
  await harperHears('Thank you for referring Zora Quill');
});

it('the recruiter accepts, and puts down what is known of them', { timeout: 90_000 }, async () => {
  await be('Riley');
  await go('Rekindle');
  const referral = last('refers Zora Quill');
  await referral.getByRole('button', { name: 'Accept' }).click();
  await last(/refers Zora Quill[\s\S]*Accepted by/).waitFor();
  await referral.getByRole('button', { name: 'Open' }).click();
  const card = last(/Zora Quill[\s\S]*Draft outreach/);
  await card.getByRole('button', { name: 'Edit', exact: true }).click();
  const edit = dialog('Edit candidate');
  await edit.getByLabel('Headline').fill('Platform engineer');
  await edit.getByLabel('Location').fill('Austin, United States');
  for (const skill of ['Kubernetes', 'Terraform']) await pick('Edit candidate', 'Skills', skill);
  await submit('Edit candidate', 'Save');
  await harperHears('Your referral of Zora Quill for Platform Engineer was accepted');
});

it('a role opens, and they are among the matches with the right reasons', { timeout: 90_000 }, async () => {
  await be('Riley');
  await go('hiring');
  await say('/role open');
  const open = dialog('Open role');
  await open.getByLabel('Title').fill('Platform Engineer');
  for (const skill of ['Kubernetes', 'Terraform']) await pick('Open role', 'Must-have skills', skill);
  await pick('Open role', 'Nice-to-have skills', 'Go');
  await open.getByLabel('Location').fill('Austin, United States');
  await pick('Open role', 'Hiring manager', 'Harper');
  await pick('Open role', 'Channel', '#hiring', 'hiring');
  await open.getByLabel('Bonus').fill('2000 USD after 30 days');
  await submit('Open role', 'Save');
  const list = last('Matches for Platform Engineer');
  await list.waitFor();
  const line = list.locator('.section').filter({ hasText: 'Zora Quill' });
  await line.scrollIntoViewIfNeeded();
  const said = await line.innerText();
  expect(said).toMatch(/Kubernetes[\s\S]*Terraform/);
  expect(said).toContain('Austin');
  expect(said).toContain('Go');
});

/** Presses a button below the line of the list that is about her. */
async function decide(button: string): Promise<void> {
  const list = last('Matches for Platform Engineer');
  const below = list.locator('.section:has-text("Zora Quill") + .actions');
  await below.getByRole('button', { name: button, exact: true }).click();
}

it('shortlisted; the hiring manager says yes', { timeout: 90_000 }, async () => {
  await decide('Shortlist');
  await last(/Zora Quill[\s\S]*Shortlisted by/).waitFor();
  await harperHears('would you talk to Zora Quill');
  await last('would you talk to Zora Quill').getByRole('button', { name: 'Yes', exact: true }).click();
  await last('said yes to Zora Quill').waitFor();
  await be('Riley');
  await go('Rekindle');
  await last('says yes to Zora Quill').waitFor();
});

it('re-engaged and approved: the mail arrives', { timeout: 90_000 }, async () => {
  await go('hiring');
  await last('Matches for Platform Engineer')
    .getByRole('button', { name: 'Re-engage all shortlisted' })
    .click();
  await last('I draft messages to 1 person').waitFor();
  await go('Rekindle');
  const draft = last(/Zora Quill[\s\S]*Approve & send/);
  await draft.waitFor();
  await draft.getByRole('button', { name: 'Approve & send' }).click();
  await go('Mailbox');
  await page
    .getByRole('list', { name: 'Mails' })
    .getByRole('button', { name: /zora\.quill/ })
    .click();
  const mail = page.getByRole('article').first();
  expect(await mail.innerText()).toContain('Platform Engineer');
});

it('hired when the role closes; the referrer hears of it and of the bonus', { timeout: 90_000 }, async () => {
  await go('hiring');
  await last('Matches for Platform Engineer').getByRole('button', { name: 'Open role' }).click();
  const role = last(/hiring manager @Harper[\s\S]*Close role/);
  await role.getByRole('button', { name: 'Close role' }).click();
  await pick('Close role', 'Outcome', 'Hired');
  await dialog('Close role').getByRole('combobox', { name: 'Hired', exact: true }).fill('Zora');
  await dialog('Close role')
    .getByRole('option', { name: /Zora Quill/ })
    .click();
  await submit('Close role', 'Close role');
  await go('Rekindle');
  await last('Platform Engineer is closed. 1 person hired.').waitFor();
  await later('+1 day');
  await harperHears(/Zora Quill, whom you referred, is hired\.[\s\S]*Your bonus of 2,000 USD is due on/);
});

it('falls due after its days, is marked as paid once, and the referrer hears of both', {
  timeout: 90_000,
}, async () => {
  for (let weeks = 0; weeks < 4; weeks++) await later('+1 week');
  const hears = async () => page.getByRole('article').filter({ hasText: 'is due. It is on its way' }).count();
  expect(await hears()).toBe(0);
  await later('+1 week');
  await harperHears('Your bonus of 2,000 USD for referring Zora Quill is due');
  await be('Riley');
  await go('Rekindle');
  const due = last('A bonus of 2,000 USD is due for');
  await due.getByRole('button', { name: 'Mark as paid' }).click();
  await dialog('Mark as paid?').getByRole('button', { name: 'Mark as paid' }).click();
  await last('was marked as paid by').waitFor();
  await harperHears('Your bonus of 2,000 USD for referring Zora Quill is marked as paid.');
  await say('/refer mine');
  await last(/Your referrals[\s\S]*Zora Quill[\s\S]*bonus of 2,000 USD paid on/).waitFor();
});

it('had no error of its own', () => {
  expect(errors).toEqual([]);
});
