// The reviewed pictures in headless Chromium: no text over another or outside, and none of the drawing either.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { after, test } from "node:test";
import { launch } from "../tools/browser.js";

const folder = new URL("../../voc-core/src/picture/snapshots/", import.meta.url);
const shots = new URL("../../target/pictures/", import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith(".svg"));
const browser = await launch();
after(() => browser.close());
mkdirSync(shots, { recursive: true });

test("there are pictures", () => assert.ok(files.length >= 24, `${files.length} pictures`));

for (const file of files) {
  const name = file.replace(/^.*tests__(.*)\.snap\.svg$/, "$1");
  test(name, async () => {
    const svg = readFileSync(new URL(file, folder), "utf8");
    const width = Number(name.split("-").at(-1));
    const page = await browser.newPage({ viewport: { width, height: 800 } });
    try {
      await page.setContent(`<!doctype html><body style="margin: 0">${svg}`);
      const { texts, wrong } = await page.evaluate(look);
      assert.ok(texts > 10, `${texts} texts`);
      assert.deepEqual(wrong, []);
      const path = fileURLToPath(new URL(`${name}.png`, shots));
      await page.screenshot({ path, fullPage: true });
    } finally {
      await page.close();
    }
  });
}

/** Runs in the page: whatever lies over another text, or beyond the picture. */
function look() {
  const svg = document.querySelector("svg");
  const frame = svg.getBoundingClientRect();
  const slack = 0.5;
  const wrong = [];
  if (document.documentElement.scrollWidth > window.innerWidth) wrong.push("wider than the page");
  const boxes = [...svg.querySelectorAll("text")].map((text) => [text.textContent, text.getBoundingClientRect()]);
  const seen = boxes.filter(([, box]) => box.width > 0);
  const shapes = [...svg.querySelectorAll("rect, circle, line, path")].map((it) => [it.outerHTML, it.getBoundingClientRect()]);
  for (const [what, box] of [...seen, ...shapes]) {
    const out =
      box.left < frame.left - slack ||
      box.top < frame.top - slack ||
      box.right > frame.right + slack ||
      box.bottom > frame.bottom + slack;
    if (out) wrong.push(`outside: ${what}`);
  }
  seen.forEach(([one, a], place) => {
    for (const [other, b] of seen.slice(place + 1)) {
      const apart =
        a.right - slack <= b.left || b.right - slack <= a.left || a.bottom - slack <= b.top || b.bottom - slack <= a.top;
      if (!apart) wrong.push(`over one another: ${one} | ${other}`);
    }
  });
  return { texts: seen.length, wrong };
}
