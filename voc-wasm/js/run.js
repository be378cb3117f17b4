// What came of a table.

import { call, read } from "./call.js";
import { nativeOfJourney } from "./native.js";
import { Reports } from "./report.js";

export class TableRun extends Reports {
  /** @type {import("./voc_wasm_data.js").TableRun} */
  #native;
  #engineOf;
  /** @type {import("./api.js").Engine | undefined} */
  #engine;

  /**
   * @param {import("./voc_wasm_data.js").TableRun} native
   * @param {(native: import("./voc_wasm_data.js").Engine) => import("./api.js").Engine} engineOf
   */
  constructor(native, engineOf) {
    super((ask) => this.#native.report(ask));
    this.#native = native;
    this.#engineOf = engineOf;
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

  /**
   * @param {string} journey
   * @param {import("./actual.js").Journey} [actual]
   * @param {import("./index.d.ts").MomentOptions} [weighing]
   * @returns {import("./index.d.ts").JourneyMap}
   */
  journeyMap(journey, actual, weighing) {
    return read(() => mapped(this.#native, journey, actual, weighing));
  }

  /**
   * @param {string} journey
   * @returns {import("./index.d.ts").Scorecard}
   */
  scorecard(journey) {
    return read(() => this.#native.scorecard(journey));
  }

  get engine() {
    this.#engine ??= this.#engineOf(call(() => this.#native.engine()));
    return this.#engine;
  }

  free() {
    this.#native.free();
  }
}

/**
 * What the map of a journey shows, with its instances where they are given.
 *
 * @param {Pick<import("./voc_wasm_data.js").Engine, "journey_map" | "journey_map_of">} native
 * @param {string} journey
 * @param {import("./actual.js").Journey} [actual]
 * @param {import("./index.d.ts").MomentOptions} [weighing]
 */
export function mapped(native, journey, actual, weighing = {}) {
  const text = JSON.stringify(weighing);
  if (!actual) return native.journey_map(journey, text);
  return native.journey_map_of(journey, text, nativeOfJourney(actual));
}
