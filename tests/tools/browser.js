// Headless Chromium that talks to nobody but the page's own server.

import { chromium } from "playwright-core";

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** @returns {Promise<import("playwright-core").Browser>} */
export function launch() {
  // Playwright gives each launch a new, empty user data folder and deletes it.
  return chromium.launch({
    executablePath: process.env.VOC_BROWSER ?? "/usr/bin/chromium",
    args: FLAGS,
  });
}

/**
 * Opens a page, waits for `window.outcome`, and returns it with what went wrong on the way.
 *
 * @param {string} address
 * @returns {Promise<{ outcome: unknown, errors: string[], foreign: string[] }>}
 */
export async function outcomeOf(address) {
  const browser = await launch();
  try {
    const page = await browser.newPage();
    const errors = [];
    const foreign = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") {
        errors.push(message.text());
      }
    });
    page.on("request", (request) => {
      if (new URL(request.url()).origin !== new URL(address).origin) {
        foreign.push(request.url());
      }
    });
    await page.goto(address);
    await page.waitForFunction(() => window.outcome !== undefined, null, { timeout: 120_000 });
    return { outcome: await page.evaluate(() => window.outcome), errors, foreign };
  } finally {
    await browser.close();
  }
}
