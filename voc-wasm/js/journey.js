// Event logs, and what is read off them.

import { call, read } from "./call.js";
import { columnsOf } from "./columns.js";

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

  /**
   * @param {import("./index.d.ts").PathOptions} paths
   * @returns {import("./index.d.ts").PathMap}
   */
  pathMap({ title, subtitle, atLeast }) {
    const paths = JSON.stringify({ title, subtitle, at_least: atLeast });
    return read(() => this.#native.path_map(paths));
  }

  /** @returns {import("./index.d.ts").ActivityRow[]} */
  activities() {
    return read(() => this.#native.activities());
  }

  free() {
    this.#native.free();
  }
}
