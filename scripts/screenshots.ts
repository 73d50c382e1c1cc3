import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { launchBrowser } from '../test/support/browser.ts';
import { startRekindle } from '../test/support/rekindle.ts';

/** Makes the pictures of the README from the running app: `npm run screenshots`. */
const FOLDER = join(import.meta.dirname, '..', 'docs', 'images');
const HEIGHT = 860;

async function tell(page: Page, text: string): Promise<void> {
  const composer = page.getByRole('textbox', { name: 'Message' });
  await composer.fill(text);
  await composer.press('Enter');
}

const app = await startRekindle();
const browser = await launchBrowser();
try {
  await mkdir(FOLDER, { recursive: true });
  const page = await browser.newPage({ viewport: { width: 1280, height: HEIGHT } });
  const picture = async (name: string) => {
    await page.evaluate('document.fonts.ready');
    await page.screenshot({ path: join(FOLDER, `${name}.png`) });
  };
  await page.goto(app.localUrl ?? '');
  await page.getByRole('button', { name: 'hiring' }).click();
  await tell(page, '/candidate add Ana Petrova ana.petrova@example.com linkedin.com/in/ana-petrova #golang');
  const add = page.getByRole('dialog', { name: 'Add candidate' });
  await add.getByLabel('Headline').fill('Backend engineer, payments');
  await add.getByLabel('Company').fill('Initech');
  await add.getByLabel('Location').fill('Austin, United States');
  await picture('add-candidate');
  await add.getByRole('button', { name: 'Save' }).click();
  await add.waitFor({ state: 'detached' });

  await page.getByText('Ana Petrova').last().waitFor();
  await tell(page, '/candidate Amara Okafor');
  await page.getByText('Amara Okafor').last().waitFor();
  await picture('card');

  await tell(page, '/candidate find skill:go,rust temp:hot,warm city:berlin,london');
  await page.getByRole('button', { name: 'Export', exact: true }).last().waitFor();
  await picture('find');
  await tell(page, '/pool Machine learning bench');
  await page.getByText('Readiness').last().waitFor();
  await picture('pool');

  await tell(page, '/candidate Amara Okafor');
  await page.getByText('Amara Okafor').last().waitFor();
  await page.getByRole('button', { name: 'Draft outreach' }).last().click();
  const draft = page.getByRole('dialog', { name: 'Draft outreach' });
  await draft.getByLabel('Mention').fill('the ledger migration');
  await draft.getByRole('button', { name: 'Draft', exact: true }).click();
  await draft.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Rekindle', exact: true }).click();
  const approve = page.getByRole('button', { name: 'Approve & send' });
  await approve.waitFor();
  await picture('approval');
  await page.setViewportSize({ width: 800, height: HEIGHT });
  await picture('approval-narrow');
  await page.setViewportSize({ width: 1280, height: HEIGHT });

  await approve.click();
  const confirm = page.getByRole('dialog', { name: 'Send all the same?' });
  if (await confirm.isVisible()) await confirm.getByRole('button').last().click();
  await page.getByText('Sent to Amara Okafor').waitFor();
  await page.getByRole('button', { name: 'Mailbox' }).click();
  await page.getByRole('button', { name: /amara/ }).click();
  await page.getByRole('article').waitFor();
  await picture('mailbox');
} finally {
  await browser.close();
  await app.remove();
}
