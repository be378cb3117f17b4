// What every customer said and did: what came of it, how often, and whether it is the same everywhere.

import { call, read } from "./call.js";
import { engineOf } from "./native.js";

export class Histories {
  /** @type {import("./voc_wasm_data.js").Histories} */
  #native;

  /**
   * @param {import("./voc_wasm_data.js").Histories} native
   */
  constructor(native) {
    this.#native = native;
  }

  /** @returns {string[]} */
  get ignored() {
    return read(() => this.#native.ignored());
  }

  /** @returns {import("./index.d.ts").HistoriesAbout} */
  get about() {
    return read(() => this.#native.about());
  }

  /**
   * @param {import("./index.d.ts").OutcomeQuery} query
   * @returns {import("./index.d.ts").OutcomeByBand}
   */
  outcome(query) {
    return this.#ask({ outcome: query });
  }

  /**
   * @param {import("./index.d.ts").NextQuery} query
   * @returns {import("./index.d.ts").Next}
   */
  next(query) {
    return this.#ask({ next: query });
  }

  /**
   * @param {import("./index.d.ts").BehaviourQuery} query
   * @returns {import("./index.d.ts").Behaviour}
   */
  behaviour(query) {
    return this.#ask({ behaviour: query });
  }

  /**
   * @param {import("./index.d.ts").FoundQuery} query
   * @returns {import("./index.d.ts").FoundFirst}
   */
  found(query) {
    return this.#ask({ found: query });
  }

  /**
   * @param {import("./index.d.ts").StagesQuery} query
   * @returns {import("./index.d.ts").StagesBehaviour}
   */
  stages(query) {
    return this.#ask({ stages: query });
  }

  /**
   * @param {import("./index.d.ts").ConsistencyQuery} query
   * @returns {import("./index.d.ts").Consistency}
   */
  consistency(query) {
    return this.#ask({ consistency: query });
  }

  /**
   * @param {import("./api.js").Engine} engine
   * @param {import("./index.d.ts").RecoveredQuery} query
   * @returns {import("./index.d.ts").Recovered}
   */
  recovered(engine, query) {
    return read(() => this.#native.answer_with(engineOf(engine), JSON.stringify({ recovered: query })));
  }

  free() {
    this.#native.free();
  }

  /** @param {object} asked */
  #ask(asked) {
    return read(() => this.#native.answer(JSON.stringify(asked)));
  }
}
