import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isAtWork } from '../../src/nurture/working-days.ts';
import { launchBrowser } from '../support/browser.ts';
import { moveTo } from '../support/clock.ts';
import { startRekindle } from '../support/rekindle.ts';
import { watchedPage } from './page.ts';

/** Keeping warm in real Chromium: a sequence week by week on the workspace's clock, until they answer. */
let app: Awaited<ReturnType<typeof startRekindle>>;
let browser: Browser;
let page: Page;
const errors: string[] = [];
const PATIENCE = { timeout: 20_000 };
const DAY_MS = 86_400_000;

beforeAll(async () => {
  [app, browser] = await Promise.all([startRekindle(), launchBrowser()]);
  const url = app.localUrl ?? '';
  await moveTo(url, quietMonday(new Date()));
  page = await watchedPage(browser, errors, { timezoneId: 'America/Chicago' });
  page.setDefaultTimeout(20_000);
  await page.goto(url);
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await app?.remove();
});

/** The next Monday at 16:00 UTC, morning in Texas, behind which three weeks have no holiday there. */
function quietMonday(now: Date): Date {
  const monday = new Date(now.getTime() + (8 - now.getUTCDay()) * DAY_MS);
  monday.setUTCHours(16, 0, 0, 0);
  const days = Array.from({ length: 19 }, (_, day) => new Date(monday.getTime() + day * DAY_MS));
  const isQuiet = days
    .filter((day) => day.getUTCDay() % 6 !== 0)
    .every((day) => isAtWork(day, { timeZone: 'America/Chicago', country: 'US' }));
  return isQuiet ? monday : quietMonday(monday);
}

const go = (place: string) => page.getByRole('button', { name: place, exact: true }).click();
const dialog = (title: string) => page.getByRole('dialog', { name: title });
const last = (text: string | RegExp) => page.getByRole('article').filter({ hasText: text }).last();

async function say(text: string): Promise<void> {
  const composer = page.getByRole('textbox', { name: 'Message' });
  await composer.fill(text);
  await composer.press('Enter');
}

async function later(button: '+1 day' | '+1 week'): Promise<Date> {
  const clock = page.getByRole('group', { name: 'Clock' }).locator('time');
  const at = async () => new Date((await clock.getAttribute('datetime')) ?? '').getTime();
  const before = await at();
  await page.getByRole('button', { name: button }).click();
  await expect.poll(at, PATIENCE).toBeGreaterThanOrEqual(before + (button === '+1 day' ? 1 : 7) * DAY_MS);
  return new Date(await at());
}

/** Subjects and days of what Ana has got, oldest first, as the mailbox shows them. */
async function mailsOfAna(): Promise<{ subject: string; day: string }[]> {
  const lines = page.getByRole('list', { name: 'Mails' }).getByRole('button', { name: /ana@example/ });
  const found = await lines.all();
  const mails = await Promise.all(
    found.map(async (line) => ({
      subject: await line.locator('.mail-subject').innerText(),
      day: ((await line.locator('time').getAttribute('datetime')) ?? '').slice(0, 10),
    })),
  );
  return mails.toReversed();
}

async function addStep(subject: string, delay: string): Promise<void> {
  await page.getByRole('button', { name: 'Add step', exact: true }).last().click();
  const step = dialog('Add step');
  await step.getByLabel('Delay').fill(delay);
  await step.getByLabel('Subject', { exact: true }).fill(subject);
  await step
    .getByLabel('Message', { exact: true })
    .fill(
      'Hi {{ first_name }},\n\nIt has been a while since we were in touch, and I have been wondering how things are going for you. Would a short call suit you one of these days?\n\n{{ sender_first_name }}',
    );
  // The page draws the tick when it has told the workspace.
  const byItself = step.getByLabel(/It goes out without anybody approving it/);
  await byItself.click();
  await expect.poll(() => byItself.isChecked()).toBe(true);
  await step.getByRole('button', { name: 'Save' }).click();
  await step.waitFor({ state: 'detached' });
  await last(`“${subject}”`).waitFor();
}

it('makes a sequence of three letters', { timeout: 60_000 }, async () => {
  await go('hiring');
  await say('/nurture new');
  const sequence = dialog('New sequence');
  await sequence.getByLabel('Name').fill('Three letters');
  await sequence.getByLabel('Audience').fill('People whom we met');
  await sequence.getByRole('button', { name: 'Save' }).click();
  await sequence.waitFor({ state: 'detached' });
  await go('Rekindle');
  await last('There is no step yet.').waitFor();
  await addStep('How are you, {{ first_name }}?', '3');
  await addStep('One more thing', '3');
  await addStep('A last word', '3');
});

it('enrols somebody from their card', { timeout: 60_000 }, async () => {
  await go('hiring');
  await say('/candidate add Ana Petrova ana@example.com');
  const add = dialog('Add candidate');
  await add.getByLabel('Location').fill('Austin, United States');
  await add.getByRole('button', { name: 'Save' }).click();
  await add.waitFor({ state: 'detached' });
  const card = last('Ana Petrova');
  await card.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Enrol in sequence' }).click();
  const enrol = dialog('Enrol in sequence');
  await enrol.getByRole('combobox', { name: 'Sequence' }).fill('Three');
  await enrol.getByRole('option', { name: 'Three letters' }).click();
  await enrol.getByRole('button', { name: 'Enrol', exact: true }).click();
  await enrol.waitFor({ state: 'detached' });
  await go('Rekindle');
  await last('Ana Petrova is in Three letters now.').waitFor();
});

it('each letter arrives on its day, week by week, until she answers', { timeout: 120_000 }, async () => {
  await go('Mailbox');
  // Tuesday: the first step waits for three working days.
  await later('+1 day');
  expect(await mailsOfAna()).toEqual([]);
  const first = await later('+1 week');
  const day = (at: Date) => at.toISOString().slice(0, 10);
  const one = { subject: 'How are you, Ana?', day: day(first) };
  await expect.poll(mailsOfAna, PATIENCE).toEqual([one]);
  // Nothing more in the same week: she is written to once in seven days.
  for (let days = 0; days < 2; days++) await later('+1 day');
  expect(await mailsOfAna()).toEqual([one]);
  const second = await later('+1 week');
  await expect.poll(mailsOfAna, PATIENCE).toEqual([one, { subject: 'One more thing', day: day(second) }]);

  await page
    .getByRole('list', { name: 'Mails' })
    .getByRole('button', { name: /One more thing/ })
    .click();
  await page.getByRole('button', { name: 'Answer', exact: true }).click();
  await page.getByLabel('Your answer').fill('Gladly! Would Thursday suit you?');
  await page.getByRole('button', { name: 'Send answer' }).click();
  await go('Rekindle');
  await last('Gladly! Would Thursday suit you?').waitFor();
});

it('the digest tells it, and the sequence has stopped', { timeout: 60_000 }, async () => {
  await go('hiring');
  await say('/digest');
  const digest = last('Your day');
  await digest.waitFor();
  expect(await digest.innerText()).toMatch(/They answered \(\d+\)[\s\S]*Ana Petrova/);
  await say('/nurture Three letters');
  await last('0 in it now, 0 went through, 1 left early: 1 because they answered').waitFor();
  // The next morning's comes by itself, and tells it too.
  await later('+1 day');
  await go('Rekindle');
  await last(/Your day[\s\S]*They answered[\s\S]*Ana Petrova/).waitFor();
  await go('Mailbox');
  for (let weeks = 0; weeks < 2; weeks++) await later('+1 week');
  expect(await mailsOfAna()).toHaveLength(2);
});

it('had no error of its own', () => {
  expect(errors).toEqual([]);
});
