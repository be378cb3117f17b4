// Our own package over typed arrays, for Node and for a page in a browser.

const REPETITIONS = 5;
/** Runs before the clock starts: wasm is compiled anew where much time is spent. */
const WARM_UPS = 5;
const MASK = (1n << 64n) - 1n;

/**
 * The columns that `tables` wrote.
 *
 * @param {(name: string) => Promise<ArrayBuffer>} load
 */
export async function columns(load) {
  const meta = JSON.parse(new TextDecoder().decode(await load("columns.json")));
  const all = {};
  for (const { name, type, texts, valid } of meta.columns) {
    const bytes = await load(name);
    const bits = valid ? new Uint8Array(await load(`${name}.valid`)) : undefined;
    if (type === "text") all[name] = { codes: new Uint32Array(bytes), texts };
    else if (type === "time") all[name] = { times: new BigInt64Array(bytes) };
    else if (type === "int") all[name] = { ints: new BigInt64Array(bytes), valid: bits };
    else all[name] = { numbers: new Float64Array(bytes), valid: bits };
  }
  return { rows: meta.rows, columns: all };
}

/** How many alerts, and the sum of their mixed keys, as the workload's `Found`. */
function found(alerts, rules) {
  let sum = 0n;
  for (const { rule, signals } of alerts) {
    const row = BigInt(signals[signals.length - 1].split("#")[1]) - 1n;
    let mixed = ((BigInt(rules.indexOf(rule)) << 32n) | row) + 0x9e3779b97f4a7c15n & MASK;
    mixed = ((mixed ^ (mixed >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
    mixed = ((mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn) & MASK;
    sum = (sum + (mixed ^ (mixed >> 31n))) & MASK;
  }
  return { alerts: alerts.length, hash: sum.toString() };
}

function median(numbers) {
  return numbers.toSorted((one, two) => one - two)[numbers.length >> 1];
}

/**
 * A run, and a run with its alerts as objects; and what they find.
 *
 * @param {object} all The columns.
 */
export function ways(voc, text, all) {
  const program = voc.Program.parse(text);
  const rules = text
    .split("rules:\n")[1]
    .split("\n")
    .map((line) => line.split(":")[0].trim())
    .filter(Boolean);
  let right;
  for (let index = 0; index < WARM_UPS; index++) {
    const run = program.runTable(all);
    right = found(run.alerts(), rules);
    run.free();
  }
  return {
    right,
    version: voc.version(),
    works: [
      () => program.runTable(all),
      () => {
        const run = program.runTable(all);
        run.alerts();
        return run;
      },
    ],
  };
}

/**
 * Rows of the table.
 *
 * @param {string} engine
 * @param {number} events
 * @param {(way: number) => Promise<{ cpu: number, wall: number }>} time The seconds of one run.
 */
export async function measure(engine, events, { right, version }, time) {
  const names = [
    [engine, ""],
    [`${engine}, and alerts()`, "until the alerts are objects"],
  ];
  const rows = [];
  for (const [way, [name, note]] of names.entries()) {
    const times = [];
    while (times.length < REPETITIONS) times.push(await time(way));
    rows.push({
      section: "tables",
      rules: 100,
      engine: name,
      version,
      path: "batch",
      threads: 1,
      events,
      note,
      cpu: median(times.map(({ cpu }) => cpu)),
      wall: median(times.map(({ wall }) => wall)),
      ...right,
    });
  }
  return rows;
}
