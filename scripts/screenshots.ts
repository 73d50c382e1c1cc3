import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { isAtWork } from '../src/nurture/working-days.ts';
import { launchBrowser } from '../test/support/browser.ts';
import { callControl, person } from '../test/support/person.ts';
import { startRekindle } from '../test/support/rekindle.ts';

/** Makes the pictures of README.md and docs/recruiters.md from the running app: `npm run screenshots`. */
const FOLDER = join(import.meta.dirname, '..', 'docs', 'images');
const WIDE = { width: 1280, height: 860 };
const DAY_MS = 86_400_000;
const DAY = 24 * 60;

/** The next Monday at 16:00 UTC, morning in Texas, that is no holiday there. */
function workingMonday(now: Date): Date {
  const monday = new Date(now.getTime() + (8 - now.getUTCDay()) * DAY_MS);
  monday.setUTCHours(16, 0, 0, 0);
  return isAtWork(monday, { timeZone: 'America/Chicago', country: 'US' }) ? monday : workingMonday(monday);
}

const monday = workingMonday(new Date());
const app = await startRekindle();
const url = app.localUrl ?? '';
const browser = await launchBrowser();
const page: Page = await browser.newPage({ viewport: WIDE, timezoneId: 'America/Chicago' });
page.setDefaultTimeout(20_000);
const riley = person(url, 'riley');
const harper = person(url, 'harper');

const go = (place: string) => page.getByRole('button', { name: place, exact: true }).click();
const dialog = (title: string) => page.getByRole('dialog', { name: title });
const last = (text: string | RegExp) => page.getByRole('article').filter({ hasText: text }).last();
const later = (minutes: number) => callControl(url, 'clock', { minutes });

async function say(text: string): Promise<void> {
  const composer = page.getByRole('textbox', { name: 'Message' }).first();
  await composer.fill(text);
  await composer.press('Enter');
}
async function press(button: string, within: Locator): Promise<void> {
  await within.getByRole('button', { name: button, exact: true }).click();
}
async function submit(title: string, button: string): Promise<void> {
  await press(button, dialog(title));
  await dialog(title).waitFor({ state: 'detached' });
}
async function pick(modal: string, field: string, choice: string, typed = choice): Promise<void> {
  await dialog(modal).getByRole('combobox', { name: field, exact: true }).fill(typed);
  await dialog(modal).getByRole('option', { name: choice, exact: true }).click();
}

/** What stands above and below a message, in pixels. */
const AROUND = { 1280: 150, 420: 210 };
const HIGHEST = 1_300;

/** @param of the message that it shows, as high as it is; nothing: the window */
async function picture(name: string, of?: Locator, width: 1280 | 420 = 1280, height = 860): Promise<void> {
  await page.setViewportSize({ width, height });
  const box = await of?.boundingBox();
  const wanted = box ? Math.ceil(box.height) + AROUND[width] : height;
  await page.setViewportSize({ width, height: Math.min(Math.max(440, wanted), HIGHEST) });
  await of?.evaluate((element) => (element as { scrollIntoView(): void }).scrollIntoView());
  // A pointer over a message shows its menu.
  await page.mouse.move(1, 1);
  await page.evaluate('document.fonts.ready');
  await page.evaluate('Promise.all([...document.images].map((image) => image.decode().catch(() => null)))');
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
  await page.screenshot({ path: join(FOLDER, `${name}.png`) });
  await page.setViewportSize(WIDE);
}

async function capture(): Promise<void> {
  await go('hiring');
  await say('/candidate add Ana Petrova ana.petrova@example.com linkedin.com/in/ana-petrova #golang');
  const add = dialog('Add candidate');
  await add.getByLabel('Headline').fill('Backend engineer, payments');
  await add.getByLabel('Company').fill('Initech');
  await add.getByLabel('Location').fill('Austin, United States');
  await picture('add-candidate');
  await submit('Add candidate', 'Save');
  await last(/Ana Petrova[\s\S]*Draft outreach/).waitFor();
}

async function findAndCard(): Promise<void> {
  await say('/candidate find skill:go,rust temp:hot,warm city:berlin,london');
  const found = last('Export');
  await found.waitFor();
  await picture('find', found);
  await say('/candidate Amara Okafor');
  const card = last(/Amara Okafor[\s\S]*Draft outreach/);
  await card.waitFor();
  await picture('card', card);
  await picture('card-narrow', card, 420);
  await press('Log touchpoint', card);
  const log = dialog('Log touchpoint');
  await pick('Log touchpoint', 'Kind', 'Call');
  await log.getByLabel('Note').fill('Back from leave. Would look at a platform role in January.');
  await picture('log');
  await submit('Log touchpoint', 'Save');
}

async function outreach(): Promise<void> {
  await say('/candidate Amara Okafor');
  await last(/Amara Okafor[\s\S]*Would look at a platform role/).waitFor();
  await press('Draft outreach', last(/Amara Okafor[\s\S]*Draft outreach/));
  await dialog('Draft outreach').getByLabel('Mention').fill('the ledger migration');
  await picture('draft');
  await submit('Draft outreach', 'Draft');
  await go('Rekindle');
  const approval = last('Draft for Amara Okafor');
  await approval.getByRole('button', { name: 'Approve & send' }).waitFor();
  await picture('approval', approval);
  await picture('approval-narrow', approval, 420);
  await press('Approve & send', approval);
  const confirm = dialog('Send all the same?');
  const sent = page.getByText('Sent to Amara Okafor');
  await confirm.or(sent).first().waitFor();
  if (await confirm.isVisible()) await confirm.getByRole('button').last().click();
  await sent.waitFor();
  await go('Mailbox');
  await page.getByRole('button', { name: /amara/ }).click();
  await page.getByRole('article').waitFor();
  await picture('mailbox');
  await press('Answer', page.locator('body'));
  await page.getByLabel('Your answer').fill('Good to hear from you! Thursday after four would suit me.');
  await page.getByRole('button', { name: 'Send answer' }).click();
  await go('Rekindle');
  await last('Thursday after four').waitFor();
  await picture('answer', last('Thursday after four'));
}

async function poolsAndReminders(): Promise<void> {
  await go('hiring');
  await say('/pool Machine learning bench');
  const pool = last('Readiness');
  await pool.waitFor();
  await picture('pool', pool);
  await say('/candidate Priya Raman');
  await press('Remind me', last(/Priya Raman[\s\S]*Draft outreach/));
  await pick('Remind me', 'When', 'Tomorrow');
  await dialog('Remind me').getByLabel('Note').fill('Ask how the move to Toronto went');
  await picture('remind');
  await submit('Remind me', 'Save');
}

async function sequences(): Promise<void> {
  await say('/nurture');
  await last('Silver medalists').waitFor();
  await say('/nurture Silver medalists');
  const sequence = last(/Silver medalists[\s\S]*Add step/);
  await sequence.waitFor();
  await picture('sequence', sequence);
  await say('/nurture rules new');
  const rule = dialog('New rule');
  await rule.getByLabel('Name').fill('Runners-up stay warm');
  await pick('New rule', 'When', 'Someone comes to a stage');
  await pick('New rule', 'Stage', 'silver medalist');
  await picture('rule', undefined, 1280, 1_000);
  await press('Close', rule);
  await rule.waitFor({ state: 'detached' });
}

async function roles(): Promise<void> {
  await say('/role open');
  const open = dialog('Open role');
  await open.getByLabel('Title').fill('Platform Engineer');
  for (const skill of ['Kubernetes', 'Go']) await pick('Open role', 'Must-have skills', skill);
  await pick('Open role', 'Nice-to-have skills', 'Terraform');
  await open.getByLabel('Location').fill('Berlin, Germany');
  await pick('Open role', 'Hiring manager', 'Harper');
  await pick('Open role', 'Channel', '#hiring', 'hiring');
  await open.getByLabel('Bonus').fill('2000 EUR after 30 days');
  await open.getByLabel('Title').scrollIntoViewIfNeeded();
  await picture('role-open', undefined, 1280, 1_000);
  await submit('Open role', 'Save');
  const matches = last('Matches for Platform Engineer');
  await matches.waitFor();
  await picture('matches', matches);
}

async function referrals(): Promise<void> {
  await harper.write(
    '@Rekindle refer Zora Quill, zora.quill@example.com, for the Platform Engineer role',
    'referrals',
  );
  await go('referrals');
  const asked = last('@Rekindle refer Zora Quill');
  await asked.getByRole('button', { name: /1 reply/ }).waitFor();
  const reply = await harper.lastMessage('nothing is taken', 'referrals');
  await harper.click('Refer someone', { channel: 'referrals', ts: reply.ts });
  await harper.modal('Refer someone');
  await harper.submit({ 'How do you know them': 'We worked together', 'Do they know?': 'Yes' });
  await go('Rekindle');
  const referral = last('refers Zora Quill');
  await referral.waitFor();
  await picture('referral', referral);
  await press('Accept', referral);
  await last(/refers Zora Quill[\s\S]*Accepted by/).waitFor();
}

async function events(): Promise<void> {
  await riley.command('/candidate events new', 'hiring');
  await riley.modal('New event');
  await riley.submit({
    Name: 'Platform evening Austin',
    Place: 'Austin, United States',
    Tags: ['Add “platform-evening”'],
  });
  for (const [name, email] of [
    ['Zora Quill', 'zora.quill@example.com'],
    ['Ana Petrova', 'ana.petrova@example.com'],
    ['Yann Ott', 'yann.ott@example.com'],
  ]) {
    const at = await riley.lastMessage(/Platform evening Austin[\s\S]*Add attendees/, '@rekindle');
    await riley.click('Add attendees', { channel: '@rekindle', ts: at.ts });
    await riley.modal('Add attendees');
    await riley.submit({ 'Full name': name ?? '', 'E-mail': email ?? '' });
  }
  await go('hiring');
  await say('/candidate events Platform evening Austin');
  const event = last(/Platform evening Austin[\s\S]*Not there/);
  await event.waitFor();
  await event.getByRole('button', { name: 'Attended', exact: true }).first().click();
  await event.getByText('can be taken back').waitFor();
  await picture('event', event);
}

/** Somebody whom nothing but an evening 71 days ago keeps warm: the next day they are cold. */
async function coolDown(name: string, company: string): Promise<void> {
  const evening = new Date(monday.getTime() - 71 * DAY_MS).toISOString().slice(0, 10);
  await riley.command(`/candidate add ${name} ${name.toLowerCase().replace(' ', '.')}@example.com`, 'hiring');
  await riley.modal('Add candidate');
  await riley.submit({ Headline: 'Data engineer', Company: company, Location: 'Austin, United States' });
  const card = await riley.lastMessage(new RegExp(`${name}[\\s\\S]*Draft outreach`), 'hiring');
  await riley.click('Log touchpoint', { channel: 'hiring', ts: card.ts });
  await riley.modal('Log touchpoint');
  await riley.submit({ Kind: 'Event attended', When: evening });
}

async function mornings(): Promise<void> {
  await coolDown('Ida Frost', 'Kite & Key');
  await coolDown('Ben Winter', 'Cobalt Data');
  await later(DAY);
  await go('Rekindle');
  const reminder = last('You wanted to be reminded of Priya Raman');
  await reminder.waitFor();
  await picture('reminder', reminder);
  await say('/digest');
  const digest = last('Your day');
  await digest.waitFor();
  await picture('digest', digest);
  await page
    .getByRole('tab', { name: 'Home' })
    .or(page.getByRole('button', { name: 'Home' }))
    .first()
    .click();
  await page.getByText('Your pools').waitFor();
  await picture('home', undefined, 1280, HIGHEST);
  await picture('home-narrow', undefined, 420, HIGHEST);
}

try {
  await mkdir(FOLDER, { recursive: true });
  await later(Math.ceil((monday.getTime() - Date.now()) / 60_000));
  await page.goto(url);
  for (const scene of [
    capture,
    findAndCard,
    outreach,
    poolsAndReminders,
    sequences,
    roles,
    referrals,
    events,
    mornings,
  ])
    await scene();
} finally {
  await browser.close();
  await app.remove();
}
