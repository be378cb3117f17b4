// Objects in, objects out; JSON text is what crosses into wasm.

import { VocError } from "./error.js";
import { wasm, wasmForData } from "./start.js";

export { VocError } from "./error.js";

/**
 * What stands behind a program; nobody else can reach it.
 *
 * @type {(program: Program) => import("./voc_wasm_data.js").Program}
 */
let nativeOf;

/**
 * What came of a table; nobody else can make one.
 *
 * @type {(program: Program, native: import("./voc_wasm_data.js").TableRun) => TableRun}
 */
let tableRun;

export class Program {
  /** @type {import("./voc_wasm_data.js").Program} */
  #native;

  /**
   * @private
   * @param {import("./voc_wasm_data.js").Program} native
   */
  constructor(native) {
    this.#native = native;
  }

  /** @param {string | import("./index.d.ts").ProgramSpec} source */
  static parse(source) {
    const text = typeof source === "string" ? source : JSON.stringify(source);
    return new Program(call(() => wasm().Program.parse(text)));
  }

  get name() {
    return this.#native.name();
  }

  get digest() {
    return this.#native.digest();
  }

  /** @returns {import("./index.d.ts").Diagnostic[]} */
  check() {
    return read(() => this.#native.check());
  }

  /** @param {import("./index.d.ts").Alert} alert */
  explain(alert) {
    return call(() => this.#native.explain(JSON.stringify(alert)));
  }

  /**
   * @param {import("./index.d.ts").Signal} signal
   * @returns {string[]}
   */
  matching(signal) {
    return read(() => this.#native.matching(JSON.stringify({ id: "asked", signal })));
  }

  /**
   * @param {readonly import("./index.d.ts").Input[] | string} inputs
   * @param {import("./index.d.ts").RunOptions} [options]
   * @returns {import("./index.d.ts").Run}
   */
  run(inputs, { until } = {}) {
    const text = typeof inputs === "string" ? inputs : JSON.stringify(inputs);
    const run = call(() => this.#native.run(text, until));
    /** @type {import("./index.d.ts").Event[]} */
    const events = read(() => run.events());
    /** @type {import("./index.d.ts").Refused[]} */
    const refused = read(() => run.refused());
    return { events, refused, engine: new Engine(this, run.into_engine()) };
  }

  /**
   * @param {import("./index.d.ts").TableColumns} columns
   * @param {import("./index.d.ts").TableOptions} [options]
   * @returns {TableRun}
   */
  runTable(columns, { inputs, until, rename, timeZone } = {}) {
    const beside = JSON.stringify({ inputs, until, columns: rename, time_zone: timeZone });
    return tableRun(this, call(() => columnsOf(columns).run(this.#native, beside)));
  }

  static {
    nativeOf = (program) => program.#native;
  }
}

/**
 * Copies typed arrays into wasm.
 *
 * @param {import("./index.d.ts").TableColumns} columns
 */
function columnsOf(columns) {
  const encoder = new TextEncoder();
  const all = Object.entries(columns).map(([name, column]) => {
    if (!("codes" in column)) return { name, column, texts: undefined };
    const { texts } = column;
    return { name, column, texts: encoder.encode(texts.length ? `${texts.join("\0")}\0` : "") };
  });
  const sizes = all.flatMap(({ column, texts }) => [texts, ...Object.values(column)]);
  const bytes = sizes.reduce((sum, value) => sum + (value?.byteLength ?? 0), 0);
  // As much again for what the run makes of them.
  const native = new (wasmForData().Columns)(2 * bytes);
  for (const { name, column, texts } of all) {
    if (texts !== undefined) {
      native.texts(name, column.codes, texts, column.texts.length);
    } else if ("numbers" in column) {
      native.numbers(name, column.numbers, column.valid);
    } else if ("ints" in column) {
      native.ints(name, column.ints, column.valid);
    } else if ("times" in column) {
      native.times(name, column.times, column.valid);
    } else {
      native.bools(name, column.rows, column.bools, column.valid);
    }
  }
  return native;
}

export class TableRun {
  /** @type {import("./voc_wasm_data.js").TableRun} */
  #native;
  #program;
  /** @type {Engine | undefined} */
  #engine;

  /**
   * @private
   * @param {Program} program
   * @param {import("./voc_wasm_data.js").TableRun} native
   */
  constructor(program, native) {
    this.#program = program;
    this.#native = native;
  }

  /** @returns {string[]} */
  get ignored() {
    return read(() => this.#native.ignored());
  }

  /** @returns {import("./index.d.ts").AlertRow[]} */
  alerts() {
    return read(() => this.#native.alerts());
  }

  /** @returns {import("./index.d.ts").NoticeRow[]} */
  notices() {
    return read(() => this.#native.notices());
  }

  /** @returns {import("./index.d.ts").CaseState[]} */
  cases() {
    return read(() => this.#native.cases());
  }

  /** @returns {import("./index.d.ts").Refused[]} */
  refused() {
    return read(() => this.#native.refused());
  }

  /** @returns {import("./index.d.ts").Counts} */
  get counts() {
    return read(() => this.#native.counts());
  }

  /** @returns {import("./index.d.ts").Event[]} */
  events() {
    return read(() => this.#native.events());
  }

  get engine() {
    this.#engine ??= new Engine(this.#program, call(() => this.#native.engine()));
    return this.#engine;
  }

  free() {
    this.#native.free();
  }

  static {
    tableRun = (program, native) => new TableRun(program, native);
  }
}

export class EventLog {
  /** @type {import("./voc_wasm_data.js").EventLog} */
  #native;

  /**
   * @param {import("./index.d.ts").TableColumns} columns
   * @param {import("./index.d.ts").EventLogOptions} [options]
   */
  constructor(columns, { instance, activity, at, order, timeZone } = {}) {
    const of = JSON.stringify({ instance, activity, at, order, time_zone: timeZone });
    this.#native = call(() => columnsOf(columns).event_log(of));
  }

  get events() {
    return this.#native.events;
  }

  /** @returns {import("./index.d.ts").LeftOut} */
  get leftOut() {
    return read(() => this.#native.left_out());
  }

  /** @returns {import("./index.d.ts").Durations | null} */
  durations() {
    return read(() => this.#native.durations());
  }

  /** @returns {import("./index.d.ts").DurationRow[]} */
  instances() {
    return read(() => this.#native.instances());
  }

  /** @returns {import("./index.d.ts").VariantRow[]} */
  variants() {
    return read(() => this.#native.variants());
  }

  /** @returns {import("./index.d.ts").TransitionRow[]} */
  transitions() {
    return read(() => this.#native.transitions());
  }

  /** @returns {import("./index.d.ts").ActivityRow[]} */
  activities() {
    return read(() => this.#native.activities());
  }

  free() {
    this.#native.free();
  }
}

export class Mapping {
  /** @type {import("./voc_wasm_data.js").Mapping} */
  #native;

  /**
   * @private
   * @param {import("./voc_wasm_data.js").Mapping} native
   */
  constructor(native) {
    this.#native = native;
  }

  /** @param {string | import("./index.d.ts").MappingSpec} source */
  static parse(source) {
    const text = typeof source === "string" ? source : JSON.stringify(source);
    return new Mapping(call(() => wasmForData().Mapping.parse(text)));
  }

  /**
   * @param {import("./index.d.ts").FlatTable} table
   * @returns {import("./index.d.ts").Mapped}
   */
  map({ headers, rows, rowsBefore }) {
    return read(() => this.#native.map(JSON.stringify({ headers, rows, rows_before: rowsBefore })));
  }
}

export class Engine {
  /** @type {import("./voc_wasm_data.js").Engine} */
  #native;
  #program;

  /**
   * @param {Program} program
   * @param {import("./voc_wasm_data.js").Engine} [native]
   */
  constructor(program, native) {
    this.#program = program;
    this.#native = native ?? call(() => new (wasm().Engine)(nativeOf(program)));
  }

  /** @param {Program} program */
  static forPart(program) {
    const native = call(() => wasmForData().Engine.for_part(nativeOf(program)));
    return new Engine(program, native);
  }

  /**
   * @param {Program} program
   * @param {Uint8Array} snapshot
   */
  static restore(program, snapshot) {
    const native = call(() => wasmForData().Engine.restore(nativeOf(program), snapshot));
    return new Engine(program, native);
  }

  get program() {
    const newer = call(() => this.#native.newer_program(this.#program.digest));
    if (newer) this.#program = Program.parse(newer);
    return this.#program;
  }

  /**
   * @param {import("./index.d.ts").Input} input
   * @returns {import("./index.d.ts").Event[]}
   */
  handle(input) {
    return read(() => this.#native.handle(JSON.stringify(input)));
  }

  nextDue() {
    return this.#native.next_due() ?? null;
  }

  snapshot() {
    wasmForData();
    return call(() => this.#native.snapshot());
  }

  get digest() {
    return this.#native.digest();
  }

  get factsDigest() {
    return this.#native.facts_digest();
  }

  part() {
    wasmForData();
    return call(() => this.#native.part());
  }

  /** @returns {import("./index.d.ts").Counts} */
  get counts() {
    return read(() => this.#native.counts());
  }

  /** @returns {import("./index.d.ts").CaseState[]} */
  cases() {
    return read(() => this.#native.cases());
  }

  /**
   * @param {string} id
   * @returns {import("./index.d.ts").CaseState | null}
   */
  case(id) {
    return read(() => this.#native.case(id));
  }

  /**
   * @param {string} person
   * @returns {import("./index.d.ts").SeenCase[]}
   */
  casesFor(person) {
    wasmForData();
    return read(() => this.#native.cases_for(person));
  }

  /**
   * @param {string} person
   * @param {string} id
   * @returns {import("./index.d.ts").SeenCase}
   */
  caseFor(person, id) {
    wasmForData();
    return read(() => this.#native.case_for(person, id));
  }

  /**
   * @param {string} person
   * @param {string} metric
   * @param {import("./index.d.ts").MetricQuery} [query]
   * @returns {import("./index.d.ts").MetricRow[]}
   */
  metricFor(person, metric, query = {}) {
    wasmForData();
    return read(() => this.#native.metric_for(person, metric, JSON.stringify(query)));
  }

  /**
   * @param {string} person
   * @param {string} by
   * @returns {import("./index.d.ts").LoopRow[]}
   */
  loopByFor(person, by) {
    wasmForData();
    return read(() => this.#native.loop_by_for(person, by));
  }

  /** @returns {import("./index.d.ts").ImprovementData[]} */
  improvements() {
    wasmForData();
    return read(() => this.#native.improvements());
  }

  /**
   * @param {string} id
   * @returns {import("./index.d.ts").ImprovementData | null}
   */
  improvement(id) {
    wasmForData();
    return read(() => this.#native.improvement(id));
  }

  /**
   * @param {string} id
   * @returns {import("./index.d.ts").Allowed[]}
   */
  improvementAllowed(id) {
    wasmForData();
    return read(() => this.#native.improvement_allowed(id));
  }

  /**
   * @param {string} id
   * @returns {import("./index.d.ts").Effect}
   */
  effect(id) {
    wasmForData();
    return read(() => this.#native.effect(id));
  }

  /**
   * @param {readonly string[]} [by]
   * @returns {import("./index.d.ts").CauseRow[]}
   */
  causes(by = ["root_cause"]) {
    wasmForData();
    return read(() => this.#native.causes(JSON.stringify(by)));
  }

  /**
   * @param {string} employee
   * @returns {import("./index.d.ts").CoachingPage}
   */
  coaching(employee) {
    wasmForData();
    return read(() => this.#native.coaching(employee));
  }

  /**
   * @param {string} person
   * @param {string} employee
   * @returns {import("./index.d.ts").CoachingPage}
   */
  coachingFor(person, employee) {
    wasmForData();
    return read(() => this.#native.coaching_for(person, employee));
  }

  /**
   * @param {import("./index.d.ts").ToldBy[]} by
   * @returns {import("./index.d.ts").LastMileRow[]}
   */
  lastMile(...by) {
    wasmForData();
    return read(() => this.#native.last_mile(JSON.stringify(by)));
  }

  /**
   * @param {Program} program
   * @returns {import("./index.d.ts").Reorganised[]}
   */
  preview(program) {
    wasmForData();
    return read(() => this.#native.preview(nativeOf(program))).cases;
  }

  /**
   * @param {import("./index.d.ts").Roster} roster
   * @returns {import("./index.d.ts").Reorganised[]}
   */
  previewRoster(roster) {
    wasmForData();
    return read(() => this.#native.preview_roster(JSON.stringify(roster))).cases;
  }

  /**
   * @param {"person" | "unit"} by
   * @returns {import("./index.d.ts").RecognitionRow[]}
   */
  recognition(by) {
    wasmForData();
    return read(() => this.#native.recognition(by));
  }

  /**
   * @param {string} id
   * @param {string} [person]
   * @returns {import("./index.d.ts").Dossier}
   */
  dossier(id, person) {
    wasmForData();
    return read(() => this.#native.dossier(id, person));
  }

  /**
   * @param {"unit" | "case_type"} by
   * @returns {import("./index.d.ts").TimeLostRow[]}
   */
  timeLost(by) {
    wasmForData();
    return read(() => this.#native.time_lost(by));
  }

  /**
   * @param {string} id
   * @param {string} by
   * @returns {import("./index.d.ts").Allowed[]}
   */
  allowed(id, by) {
    return read(() => this.#native.allowed(id, by));
  }

  /**
   * @param {string} id
   * @param {string} [at]
   * @returns {import("./index.d.ts").Clock[]}
   */
  clocks(id, at) {
    return read(() => this.#native.clocks(id, at));
  }

  /**
   * @param {string} id
   * @param {string} target
   * @param {string} [at]
   * @returns {import("./index.d.ts").ClockState}
   */
  verdictAt(id, target, at) {
    return read(() => this.#native.verdict_at(id, target, at));
  }

  /**
   * @param {string} id
   * @param {string} [at]
   * @returns {import("./index.d.ts").PromiseStanding[]}
   */
  promises(id, at) {
    return read(() => this.#native.promises(id, at));
  }

  /**
   * @param {string} metric
   * @param {import("./index.d.ts").MetricQuery} [query]
   * @returns {import("./index.d.ts").MetricRow[]}
   */
  metric(metric, query = {}) {
    return read(() => this.#native.metric(metric, JSON.stringify(query)));
  }

  /**
   * @param {string} alert
   * @returns {import("./index.d.ts").Explanation}
   */
  explain(alert) {
    return read(() => this.#native.explain(alert));
  }

  /**
   * @param {import("./index.d.ts").WhyNotQuestion} question
   * @returns {import("./index.d.ts").WhyNot}
   */
  whyNot({ rule, customer, at }) {
    wasmForData();
    return read(() => this.#native.why_not(rule, customer, at));
  }

  /**
   * @param {string} customer
   * @param {string} survey
   * @param {string} at
   * @param {import("./index.d.ts").InvitationAbout} [about]
   * @returns {import("./index.d.ts").MayInvite}
   */
  mayInvite(customer, survey, at, about = {}) {
    return read(() => this.#native.may_invite(JSON.stringify({ ...about, customer, survey, at })));
  }

  /** @returns {import("./index.d.ts").LoopHealth} */
  loop() {
    return read(() => this.#native.loop_health());
  }

  /**
   * @param {string} by
   * @returns {import("./index.d.ts").LoopRow[]}
   */
  loopBy(by) {
    return read(() => this.#native.loop_health(by));
  }
}

export class Case {
  /** @type {import("./voc_wasm_data.js").Case} */
  #native;

  /**
   * @private
   * @param {import("./voc_wasm_data.js").Case} native
   */
  constructor(native) {
    this.#native = native;
  }

  /**
   * @param {Program} program
   * @param {import("./index.d.ts").OpenCase} opening
   */
  static open(program, opening) {
    const text = JSON.stringify(opening);
    return new Case(call(() => wasm().Case.open(nativeOf(program), text)));
  }

  /**
   * @param {Program} program
   * @param {import("./index.d.ts").CaseState} state
   */
  static load(program, state) {
    const text = JSON.stringify(state);
    return new Case(call(() => wasm().Case.load(nativeOf(program), text)));
  }

  /**
   * @param {string} _by
   * @param {string} [role]
   * @returns {import("./index.d.ts").Allowed[]}
   */
  allowed(_by, role) {
    return read(() => this.#native.allowed(role));
  }

  /**
   * @param {import("./index.d.ts").CaseCommand} command
   * @returns {import("./index.d.ts").CaseEvent[]}
   */
  handle(command) {
    return read(() => this.#native.handle(JSON.stringify(command)));
  }

  /**
   * @param {Case} into
   * @param {import("./index.d.ts").MergeCommand} command
   * @returns {import("./index.d.ts").MergedCases}
   */
  merge(into, command) {
    if (into === this) throw new VocError({ code: "not_allowed", message: "a case is no duplicate of itself" });
    return read(() => this.#native.merge(into.#native, JSON.stringify(command)));
  }

  /**
   * @param {string} at
   * @returns {import("./index.d.ts").Clock[]}
   */
  clocks(at) {
    return read(() => this.#native.clocks(at));
  }

  /**
   * @param {string} target
   * @param {string} at
   * @returns {import("./index.d.ts").ClockState}
   */
  verdictAt(target, at) {
    return read(() => this.#native.verdict_at(target, at));
  }

  /**
   * @param {string} at
   * @returns {import("./index.d.ts").PromiseStanding[]}
   */
  promises(at) {
    return read(() => this.#native.promises(at));
  }

  /**
   * @param {import("./index.d.ts").KnownOfCustomer} known
   * @returns {import("./index.d.ts").Dossier}
   */
  dossier(known) {
    wasmForData();
    return read(() => this.#native.dossier(JSON.stringify(known)));
  }

  /** @returns {import("./index.d.ts").CaseState} */
  toJSON() {
    return read(() => this.#native.json());
  }

  get id() {
    return this.toJSON().id;
  }

  get state() {
    return this.toJSON().state;
  }

  get verdict() {
    return this.toJSON().verdict;
  }
}

export class Improvement {
  /** @type {import("./voc_wasm_data.js").Improvement} */
  #native;

  /**
   * @private
   * @param {import("./voc_wasm_data.js").Improvement} native
   */
  constructor(native) {
    this.#native = native;
  }

  /**
   * @param {Program} program
   * @param {import("./index.d.ts").ImprovementOpening} opening
   */
  static open(program, opening) {
    const text = JSON.stringify(opening);
    return new Improvement(call(() => wasmForData().Improvement.open(nativeOf(program), text)));
  }

  /** @param {import("./index.d.ts").ImprovementData} state */
  static load(state) {
    const text = JSON.stringify(state);
    return new Improvement(call(() => wasmForData().Improvement.load(text)));
  }

  /** @returns {import("./index.d.ts").Allowed[]} */
  allowed() {
    return read(() => this.#native.allowed());
  }

  /**
   * @param {import("./index.d.ts").ImprovementGiven} command
   * @param {Case | import("./index.d.ts").CaseState} [about]
   * @returns {import("./index.d.ts").ImprovementEvent[]}
   */
  handle(command, about) {
    return read(() => this.#native.handle(JSON.stringify(command), about && JSON.stringify(about)));
  }

  /** @returns {import("./index.d.ts").ImprovementData} */
  toJSON() {
    return read(() => this.#native.json());
  }

  get id() {
    return this.toJSON().id;
  }

  get state() {
    return this.toJSON().state;
  }
}

/** @type {typeof import("./index.d.ts").version} */
export function version() {
  return call(() => wasm().version());
}

/** @type {typeof import("./index.d.ts").partitionOf} */
export function partitionOf(customer, of) {
  if (!Number.isInteger(of) || of < 1) {
    throw new RangeError("there is at least one partition");
  }
  return call(() => wasmForData().partition_of(customer, of));
}

/** @type {typeof import("./index.d.ts").holidays} */
export function holidays(ical, from, to) {
  return read(() => wasmForData().holidays(ical, from, to));
}

/** @type {typeof import("./index.d.ts").factsDigest} */
export function factsDigest(parts) {
  return call(() => wasmForData().facts_digest(JSON.stringify(parts)));
}

/** @type {typeof import("./index.d.ts").judgeMetrics} */
export function judgeMetrics(parts, { roster, after } = {}) {
  const people = roster && JSON.stringify(roster);
  return read(() => wasmForData().judge_metrics(JSON.stringify(parts), people, after));
}

/** @type {typeof import("./index.d.ts").nps} */
export function nps(scores, { confidence = 0.95 } = {}) {
  return read(() => wasm().nps(JSON.stringify(scores), confidence));
}

/** @type {typeof import("./index.d.ts").csat} */
export function csat(answers, { scale: [low, high], top_box, confidence = 0.95 }) {
  return read(() => wasm().csat(JSON.stringify(answers), low, high, top_box, confidence));
}

/** @type {typeof import("./index.d.ts").rate} */
export function rate(hits, n, { confidence = 0.95 } = {}) {
  return read(() => wasm().rate(JSON.stringify([hits, n]), confidence));
}

/**
 * Calls into wasm, and throws a `VocError` for what is thrown there.
 *
 * @template T
 * @param {() => T} work
 * @returns {T}
 */
function call(work) {
  try {
    return work();
  } catch (error) {
    throw typeof error === "string" ? new VocError(JSON.parse(error)) : error;
  }
}

/**
 * The object of a JSON text that wasm returns.
 *
 * @template T
 * @param {() => string} work
 * @returns {T}
 */
function read(work) {
  return JSON.parse(call(work));
}
