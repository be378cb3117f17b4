// Objects in, objects out; JSON text is what crosses into wasm.

import { call, read, soleInRows } from "./call.js";
import { columnsOf } from "./columns.js";
import { Journey } from "./actual.js";
import { Histories } from "./history.js";
import { lend, lendEngine, nativeOf } from "./native.js";
import { Reports, RunReports } from "./report.js";
import { mapped, TableRun } from "./run.js";
import { wasm, wasmForData } from "./start.js";

export { Journey, JourneyBook } from "./actual.js";
export { Case } from "./case.js";
export { VocError } from "./error.js";
export * from "./functions.js";
export { Histories } from "./history.js";
export { Improvement } from "./improvement.js";
export { EventLog } from "./journey.js";
export * from "./picture.js";
export { Reports, RunReports } from "./report.js";
export { TableRun } from "./run.js";
export { bootstrap, compare, drivers, estimate, falseDiscovery, trend } from "./statistics.js";
export * from "./tallies.js";
export * from "./tallied.js";
export * from "./surveys.js";
export * from "./study.js";

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

  /** @returns {import("./index.d.ts").NeedRow[]} */
  needs() {
    return read(() => wasmForData().needs(this.#native));
  }

  /**
   * @param {readonly import("./index.d.ts").Input[] | string} inputs
   * @param {import("./index.d.ts").OccasionsQuery} [query]
   * @returns {import("./index.d.ts").HeardOccasions}
   */
  occasions(inputs, query = {}) {
    const text = typeof inputs === "string" ? inputs : JSON.stringify(inputs);
    return read(() => wasmForData().occasions(this.#native, text, JSON.stringify(query)));
  }

  /**
   * @param {readonly import("./index.d.ts").Gaming[]} [gaming]
   * @param {Record<string, import("./index.d.ts").Person>} [people]
   * @returns {import("./index.d.ts").UseRow[]}
   */
  uses(gaming = [], people) {
    const named = people && JSON.stringify(people);
    return read(() => wasmForData().uses(this.#native, JSON.stringify(gaming), named));
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
    const reports = new RunReports(() => this.#native.recorded(text, until));
    return { events, refused, engine: new Engine(this, run.into_engine()), reports };
  }

  /**
   * @param {import("./index.d.ts").TableColumns} columns
   * @param {import("./index.d.ts").TableOptions} [options]
   * @returns {TableRun}
   */
  runTable(columns, { inputs, until, rename, timeZone } = {}) {
    const beside = JSON.stringify({ inputs, until, columns: rename, time_zone: timeZone });
    const native = call(() => columnsOf(columns).run(this.#native, beside));
    return new TableRun(native, (engine) => new Engine(this, engine));
  }

  /**
   * @param {string} journey
   * @param {readonly import("./index.d.ts").Input[] | string | import("./index.d.ts").TableColumns} signals
   * @param {import("./index.d.ts").TableOptions} [options]
   * @returns {Journey}
   */
  journey(journey, signals, { inputs, until, rename, timeZone } = {}) {
    wasmForData();
    if (typeof signals === "string" || Array.isArray(signals)) {
      const text = typeof signals === "string" ? signals : JSON.stringify(signals);
      return new Journey(call(() => this.#native.journey(journey, text, until)));
    }
    const columns = /** @type {import("./index.d.ts").TableColumns} */ (signals);
    const beside = JSON.stringify({ inputs, until, columns: rename, time_zone: timeZone });
    return new Journey(call(() => columnsOf(columns).journey(this.#native, journey, beside)));
  }

  /**
   * @param {readonly import("./index.d.ts").Input[] | string | import("./index.d.ts").TableColumns} signals
   * @param {import("./index.d.ts").TableOptions} [options]
   * @returns {Histories}
   */
  histories(signals, { inputs, until, rename, timeZone } = {}) {
    const { Histories: Native } = wasmForData();
    if (typeof signals === "string" || Array.isArray(signals)) {
      const text = typeof signals === "string" ? signals : JSON.stringify(signals);
      return new Histories(call(() => Native.of(this.#native, text, until)));
    }
    const columns = /** @type {import("./index.d.ts").TableColumns} */ (signals);
    const beside = JSON.stringify({ inputs, until, columns: rename, time_zone: timeZone });
    return new Histories(call(() => columnsOf(columns).histories(this.#native, beside)));
  }

  static {
    lend((program) => program.#native);
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

export class Engine extends Reports {
  /** @type {import("./voc_wasm_data.js").Engine} */
  #native;
  #program;

  /**
   * @param {Program} program
   * @param {import("./voc_wasm_data.js").Engine} [native]
   */
  constructor(program, native) {
    super((ask) => this.#native.report(ask));
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
    return soleInRows(read(() => this.#native.metric_for(person, metric, JSON.stringify(query))));
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
   * @param {string} journey
   * @param {import("./actual.js").Journey} [actual]
   * @param {import("./index.d.ts").MomentOptions} [weighing]
   * @returns {import("./index.d.ts").JourneyMap}
   */
  journeyMap(journey, actual, weighing) {
    wasmForData();
    return read(() => mapped(this.#native, journey, actual, weighing));
  }

  /**
   * @param {string} journey
   * @returns {import("./index.d.ts").Scorecard}
   */
  scorecard(journey) {
    wasmForData();
    return read(() => this.#native.scorecard(journey));
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
    return soleInRows(read(() => this.#native.metric(metric, JSON.stringify(query))));
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

  static {
    lendEngine((engine) => engine.#native);
  }
}
