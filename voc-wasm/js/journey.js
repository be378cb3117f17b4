// Event logs, and what is read off them.

import { call, read } from "./call.js";
import { columnsOf } from "./columns.js";

/** A log that is there already, for `EventLog` to take. */
export class Made {
  /** @param {import("./voc_wasm_data.js").EventLog} native */
  constructor(native) {
    this.native = native;
  }
}

export class EventLog {
  /** @type {import("./voc_wasm_data.js").EventLog} */
  #native;

  /**
   * @param {import("./index.d.ts").TableColumns | Made} columns
   * @param {import("./index.d.ts").EventLogOptions} [options]
   */
  constructor(columns, { timeZone, ...of } = {}) {
    const said = JSON.stringify({ ...of, time_zone: timeZone });
    const made = columns instanceof Made ? columns.native : undefined;
    this.#native = made ?? call(() => columnsOf(/** @type {import("./index.d.ts").TableColumns} */ (columns)).event_log(said));
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

  /** @returns {import("./index.d.ts").RepeatRow[]} */
  repeats() {
    return this.#answer("repeats");
  }

  /**
   * @param {string} from
   * @param {string} to
   * @returns {import("./index.d.ts").Between}
   */
  between(from, to) {
    return this.#answer({ between: { from, to } });
  }

  /**
   * @param {string} from
   * @param {string} to
   * @param {{ until?: string }} [options]
   * @returns {import("./index.d.ts").Survivals}
   */
  untilNext(from, to, { until } = {}) {
    return this.#answer({ until_next: { from, to, until } });
  }

  /**
   * @param {readonly string[]} ends
   * @param {{ quiet_since?: string }} [options]
   * @returns {import("./index.d.ts").StopRow[]}
   */
  stops(ends, options = {}) {
    return this.#answer({ stops: { ends, ...options } });
  }

  /**
   * @param {"day" | "week" | "month" | "quarter" | "year"} every
   * @param {{ timeZone?: string }} [options]
   * @returns {import("./index.d.ts").RetentionRow[]}
   */
  retention(every, { timeZone } = {}) {
    return this.#answer({ retention: { every, time_zone: timeZone } });
  }

  /**
   * @param {import("./index.d.ts").ScoreOf} of
   * @returns {import("./index.d.ts").ExperienceRow[]}
   */
  experience(of) {
    return this.#answer({ experience: of });
  }

  /**
   * @param {"activity" | "variant"} by
   * @param {import("./index.d.ts").Compare} [how]
   * @returns {import("./index.d.ts").ConcernRow[]}
   */
  concerns(by, how = {}) {
    return this.#answer({ concerns: { by, how } });
  }

  /**
   * @param {string} target
   * @param {import("./index.d.ts").Compare} [how]
   * @returns {import("./index.d.ts").FirstSigns}
   */
  firstSigns(target, how = {}) {
    return this.#answer({ first_signs: { target, how } });
  }

  /** @returns {import("./index.d.ts").HandOverRow[]} */
  handOvers() {
    return this.#answer("hand_overs");
  }

  /** @returns {import("./index.d.ts").EventRow[]} */
  rows() {
    return this.#answer("rows");
  }

  /**
   * @param {"unit" | "channel" | "segment"} by
   * @param {string} name
   */
  only(by, name) {
    return new EventLog(new Made(call(() => this.#native.only(by, name))));
  }

  /** @param {unknown} ask */
  #answer(ask) {
    return read(() => this.#native.answer(JSON.stringify(ask)));
  }

  free() {
    this.#native.free();
  }
}
