// An improvement on a row of somebody's own table.

import { call, read } from "./call.js";
import { nativeOf } from "./native.js";
import { wasmForData } from "./start.js";

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
   * @param {import("./api.js").Program} program
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
   * @param {import("./case.js").Case | import("./index.d.ts").CaseState} [about]
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
