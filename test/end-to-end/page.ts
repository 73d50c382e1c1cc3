import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/**
 * A desktop window in Chromium, at no address yet.
 * @param errors gets what goes wrong in the page itself: scripts, refused resources, the content security policy
 */
export async function watchedPage(
  browser: Browser,
  errors: string[],
  options: BrowserContextOptions = {},
): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return page;
}
