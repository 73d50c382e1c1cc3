import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
}, 60_000);
afterAll(() => browser.close());

test('the browser loads a page over HTTP, runs its script, and takes a picture of it', async () => {
  const server = createServer((_, response) =>
    response
      .setHeader('Content-Type', 'text/html')
      .end(
        '<h1>loading</h1><script type="module">document.querySelector("h1").textContent = "ready"</script>',
      ),
  ).listen(0, '127.0.0.1');
  const page = await browser.newPage({ viewport: { width: 800, height: 600 } });
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.getByRole('heading', { name: 'ready' }).waitFor();
  const picture = await page.screenshot();
  // PNG: the width and the height stand at bytes 16 and 20.
  expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([800, 600]);
  await page.close();
  server.close();
});

test('letters have a shape: the fonts that came along are found', async () => {
  const page = await browser.newPage();
  await page.setContent(
    '<span style="font: 40px sans-serif">iiii</span><br><span style="font: 40px sans-serif">WWWW</span>',
  );
  const widths = await page
    .locator('span')
    .evaluateAll((spans) => spans.map((span) => span.getBoundingClientRect().width));
  expect(widths[0]).toBeGreaterThan(10);
  expect(widths[1]).toBeGreaterThan((widths[0] ?? 0) * 2);
  await page.close();
});
