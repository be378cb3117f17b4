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
   * @param {import("./types.js").OutcomeQuery} query
   * @returns {import("./types.js").OutcomeByBand}
   */
  outcome(query) {
    return this.#ask({ outcome: query });
  }

  /**
   * @param {import("./types.js").NextQuery} query
   * @returns {import("./types.js").Next}
   */
  next(query) {
    return this.#ask({ next: query });
  }

  /**
   * @param {import("./types.js").BehaviourQuery} query
   * @returns {import("./types.js").Behaviour}
   */
  behaviour(query) {
    return this.#ask({ behaviour: query });
  }

  /**
   * @param {import("./types.js").FoundQuery} query
   * @returns {import("./types.js").FoundFirst}
   */
  found(query) {
    return this.#ask({ found: query });
  }

  /**
   * @param {import("./types.js").StagesQuery} query
   * @returns {import("./types.js").StagesBehaviour}
   */
  stages(query) {
    return this.#ask({ stages: query });
  }

  /**
   * @param {import("./types.js").ConsistencyQuery} query
   * @returns {import("./types.js").Consistency}
   */
  consistency(query) {
    return this.#ask({ consistency: query });
  }

  /**
   * @param {import("./api.js").Engine} engine
   * @param {import("./types.js").RecoveredQuery} query
   * @returns {import("./types.js").Recovered}
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
