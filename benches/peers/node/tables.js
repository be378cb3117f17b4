// node tables.js FOLDER: typed arrays through our package in Node, and in Chromium where there is one;
// writes rows-table-node.jsonl and rows-table-chromium.jsonl.

import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { columns, measure } from "./table.js";

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

async function node() {
  const voc = await import(new URL("node.js", packageFolder));
  await voc.init({ build: "data" });
  const load = async (name) => {
    const bytes = await readFile(join(folder, "columns", name));
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  };
  const text = await readFile(join(folder, "program.yaml"), "utf8");
  const cpu = () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  };
  return measure(voc, `voc, Node ${process.version}`, text, await columns(load), cpu);
}

const PAGE = `<!doctype html><meta charset="utf-8"><script type="module">
import * as voc from "/pkg/web.js";
import { columns, measure } from "/table.js";
const load = async (name) => (await fetch("/folder/columns/" + name)).arrayBuffer();
await voc.init({ build: "data" });
const text = await (await fetch("/folder/program.yaml")).text();
const clock = () => performance.now() / 1000;
window.rows = measure(voc, "voc, Chromium", text, await columns(load), clock);
</script>`;

const TYPES = { js: "text/javascript", wasm: "application/wasm", html: "text/html" };

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
    await page.waitForFunction(() => window.rows !== undefined, null, { timeout: 600_000 });
    return await page.evaluate(() => window.rows);
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
