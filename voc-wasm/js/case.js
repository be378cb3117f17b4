// A case on a row of somebody's own table.

import { call, read } from "./call.js";
import { VocError } from "./error.js";
import { nativeOf } from "./native.js";
import { wasm, wasmForData } from "./start.js";

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
   * @param {import("./api.js").Program} program
   * @param {import("./index.d.ts").OpenCase} opening
   */
  static open(program, opening) {
    const text = JSON.stringify(opening);
    return new Case(call(() => wasm().Case.open(nativeOf(program), text)));
  }

  /**
   * @param {import("./api.js").Program} program
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
