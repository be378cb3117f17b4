// node tables.js FOLDER: typed arrays through our package in Node, and in Chromium where there is one;
// writes rows-table-node.jsonl and rows-table-chromium.jsonl.

import { readFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { columns, measure, ways } from "./table.js";

const folder = resolve(process.argv[2]);
const root = new URL("../../../", import.meta.url);
const packageFolder = new URL("voc-wasm/pkg/", root);

const lines = (rows) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");

function show(rows) {
  for (const { engine, events, cpu, wall, alerts } of rows) {
    const rate = (seconds) => (events / seconds / 1e6).toFixed(3);
    console.log(`tables ${engine}: ${rate(cpu)} M signals a cpu second, ${rate(wall)} a second, ${alerts} alerts`);
  }
}

/**
 * Processor seconds of a process's main thread so far, where the system tells: what runs there is ours, and what
 * runs beside it is the compiler and the collector.
 *
 * @param {number | string} process
 */
function mainThread(process) {
  try {
    return Number(readFileSync(`/proc/${process}/task/${process}/schedstat`, "utf8").split(" ")[0]) / 1e9;
  } catch {
    return performance.now() / 1000;
  }
}

async function node() {
  const voc = await import(new URL("node.js", packageFolder));
  await voc.init();
  const load = async (name) => {
    const bytes = await readFile(join(folder, "columns", name));
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  };
  const text = await readFile(join(folder, "program.yaml"), "utf8");
  const { rows, columns: all } = await columns(load);
  const ours = ways(voc, text, all);
  return measure(`voc, Node ${process.version}`, rows, ours, async (way) => {
    const before = [mainThread(process.pid), performance.now()];
    const run = ours.works[way]();
    const time = {
      cpu: mainThread(process.pid) - before[0],
      wall: (performance.now() - before[1]) / 1000,
    };
    run.free();
    return time;
  });
}

const PAGE = `<!doctype html><meta charset="utf-8"><script type="module">
import * as voc from "/pkg/web.js";
import { columns, ways } from "/table.js";
const load = async (name) => (await fetch("/folder/columns/" + name)).arrayBuffer();
await voc.init();
const text = await (await fetch("/folder/program.yaml")).text();
const { rows, columns: all } = await columns(load);
window.ours = { rows, ...ways(voc, text, all) };
</script>`;

const TYPES = { js: "text/javascript", wasm: "application/wasm", html: "text/html" };

/** The process that the page runs in: the busiest of its kind. */
async function rendererOf(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  const renderers = processInfo.filter(({ type }) => type === "renderer");
  return renderers.toSorted((one, two) => two.cpuTime - one.cpuTime)[0]?.id ?? "none";
}

async function chromium(executablePath) {
  const require = createRequire(new URL("tests/package.json", root));
  const { chromium } = require("playwright-core");
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, "http://page").pathname;
    const places = [
      ["/pkg/", (rest) => new URL(rest, packageFolder)],
      ["/folder/", (rest) => join(folder, rest)],
      ["/table.js", () => new URL("table.js", import.meta.url)],
    ];
    const place = places.find(([prefix]) => path.startsWith(prefix));
    const body = place ? await readFile(place[1](path.slice(place[0].length))) : PAGE;
    const type = TYPES[place ? path.split(".").pop() : "html"] ?? "application/octet-stream";
    response.writeHead(200, { "content-type": type }).end(body);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    await page.waitForFunction(() => window.ours !== undefined, null, { timeout: 600_000 });
    const { rows, ...ours } = await page.evaluate(() => window.ours);
    const renderer = await rendererOf(browser);
    return await measure("voc, Chromium", rows, ours, async (way) => {
      const before = mainThread(renderer);
      const wall = await page.evaluate((way) => {
        const before = performance.now();
        window.run = window.ours.works[way]();
        return (performance.now() - before) / 1000;
      }, way);
      const cpu = mainThread(renderer) - before;
      await page.evaluate(() => window.run.free());
      return { cpu, wall };
    });
  } finally {
    await browser.close();
    server.close();
  }
}

const inNode = await node();
show(inNode);
await writeFile(join(folder, "rows-table-node.jsonl"), lines(inNode));
if (process.env.VOC_BROWSER) {
  const inChromium = await chromium(process.env.VOC_BROWSER);
  show(inChromium);
  await writeFile(join(folder, "rows-table-chromium.jsonl"), lines(inChromium));
}
