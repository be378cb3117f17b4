// Reports, voices and goals: what an engine and a run can be asked alike.

import { call, read } from "./call.js";
import { wasmForData } from "./start.js";

export class Reports {
  /** @type {(ask: string) => string} */
  #ask;

  /** @param {(ask: string) => string} ask */
  constructor(ask) {
    this.#ask = ask;
  }

  /**
   * @param {import("./index.d.ts").VoicesAsk} query
   * @returns {import("./index.d.ts").Voices}
   */
  voices(query) {
    return this.#report({ voices: query });
  }

  /**
   * @param {string} report
   * @param {string} unit
   * @param {string} period
   * @param {string} [person]
   * @returns {import("./index.d.ts").UnitReport}
   */
  unitReport(report, unit, period, person) {
    return this.#report({ unit_report: { report, unit, period, person } });
  }

  /** @returns {import("./index.d.ts").ReviewRow[]} */
  reviews() {
    return this.#report({ reviews: {} });
  }

  /** @returns {import("./index.d.ts").Goals} */
  goals() {
    return this.#report({ goals: {} });
  }

  /**
   * @param {string} journey
   * @param {string} stage
   * @returns {import("./index.d.ts").StageScores}
   */
  stageScores(journey, stage) {
    return this.#report({ stage_scores: { journey, stage } });
  }

  /**
   * @param {string} journey
   * @param {string} stage
   * @returns {import("./index.d.ts").Scorecard}
   */
  stageCard(journey, stage) {
    return this.#report({ stage_card: { journey, stage } });
  }

  /**
   * @param {import("./index.d.ts").MomentOptions} [options]
   * @returns {import("./index.d.ts").MomentRank[]}
   */
  momentRanks({ importance = {}, targets = {} } = {}) {
    return this.#report({ moment_ranks: { importance, targets } });
  }

  /**
   * @param {string} metric
   * @param {string} [every]
   * @returns {import("./index.d.ts").UnitValue[]}
   */
  unitValues(metric, every = "P1M") {
    return this.#report({ unit_values: { metric, every } });
  }

  /**
   * @template T
   * @param {object} asked
   * @returns {T}
   */
  #report(asked) {
    wasmForData();
    return read(() => this.#ask(JSON.stringify(asked)));
  }
}

export class RunReports extends Reports {
  /** @type {() => import("./voc_wasm_data.js").RecordedRun} */
  #native;

  /** @param {() => import("./voc_wasm_data.js").RecordedRun} run runs the inputs, when it is first asked */
  constructor(run) {
    /** @type {import("./voc_wasm_data.js").RecordedRun | undefined} */
    let made;
    const native = () => (made ??= call(run));
    super((ask) => native().report(ask));
    this.#native = native;
  }

  /** @returns {import("./index.d.ts").LoopHealth} */
  loop() {
    wasmForData();
    return read(() => this.#native().loop_health());
  }
}
