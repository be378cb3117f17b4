// Our own package over typed arrays, for Node and for a page in a browser.

const REPETITIONS = 5;
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
 * Rows of the table: a run, and a run with its alerts as objects.
 *
 * @param {string} engine
 * @param {() => number} cpu Processor seconds so far; a page has none, and takes the clock's.
 */
export function measure(voc, engine, text, { rows, columns: all }, cpu) {
  const program = voc.Program.parse(text);
  const rules = text
    .split("rules:\n")[1]
    .split("\n")
    .map((line) => line.split(":")[0].trim())
    .filter(Boolean);
  const right = found(program.runTable(all).alerts(), rules);
  const ways = [
    [engine, "", () => program.runTable(all)],
    [`${engine}, and alerts()`, "until the alerts are objects", () => program.runTable(all).alerts()],
  ];
  return ways.map(([name, note, work]) => {
    const times = Array.from({ length: REPETITIONS }, () => {
      const before = [cpu(), performance.now()];
      work();
      return [cpu() - before[0], (performance.now() - before[1]) / 1000];
    });
    return {
      section: "tables",
      rules: 100,
      engine: name,
      version: voc.version(),
      path: "batch",
      threads: 1,
      events: rows,
      note,
      cpu: median(times.map(([cpu]) => cpu)),
      wall: median(times.map(([, wall]) => wall)),
      ...right,
    };
  });
}
