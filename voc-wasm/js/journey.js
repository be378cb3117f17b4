// Event logs, and what is read off them.

import { call, read } from "./call.js";
import { columnsOf } from "./columns.js";
import { nativeOf } from "./native.js";
import { wasmForData } from "./start.js";

export class EventLog {
  /** @type {import("./voc_wasm_data.js").EventLog} */
  #native;

  /**
   * @param {import("./index.d.ts").TableColumns | import("./voc_wasm_data.js").EventLog} columns
   * @param {import("./index.d.ts").EventLogOptions} [options]
   */
  constructor(columns, { instance, activity, at, order, timeZone } = {}) {
    if (columns instanceof wasmForData().EventLog) {
      this.#native = columns;
      return;
    }
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

export class Journey {
  /** @type {import("./voc_wasm_data.js").Journey} */
  #native;

  /**
   * @private
   * @param {import("./voc_wasm_data.js").Journey} native
   */
  constructor(native) {
    this.#native = native;
  }

  /** @returns {string[]} */
  get ignored() {
    return read(() => this.#native.ignored());
  }

  get assigned() {
    return this.#native.assigned;
  }

  /** @returns {import("./index.d.ts").InstanceRow[]} */
  instances() {
    return read(() => this.#native.instances());
  }

  /** @returns {import("./index.d.ts").UnassignedRow[]} */
  unassigned() {
    return read(() => this.#native.unassigned());
  }

  /** @returns {import("./index.d.ts").Refused[]} */
  refused() {
    return read(() => this.#native.refused());
  }

  log() {
    const native = call(() => this.#native.log());
    return new EventLog(native);
  }

  /**
   * @param {"segment" | "channel"} [by]
   * @returns {import("./index.d.ts").Conformance}
   */
  conformance(by) {
    return read(() => this.#native.conformance(by));
  }

  /** @returns {import("./index.d.ts").FitnessRow[]} */
  fits() {
    return read(() => this.#native.fits());
  }

  free() {
    this.#native.free();
  }
}

export class JourneyBook {
  /** @type {import("./voc_wasm_data.js").JourneyBook} */
  #native;

  /**
   * @param {import("./index.d.ts").Program} program
   * @param {string} journey
   */
  constructor(program, journey) {
    const { JourneyBook: Native } = wasmForData();
    this.#native = call(() => new Native(nativeOf(program), journey));
  }

  /** @param {import("./index.d.ts").Input} input */
  take(input) {
    call(() => this.#native.take(JSON.stringify(input)));
  }

  /** @param {string} until */
  advance(until) {
    call(() => this.#native.advance(until));
  }

  /**
   * @param {string} signal
   * @returns {import("./index.d.ts").Placement | null}
   */
  placement(signal) {
    return read(() => this.#native.placement(signal));
  }

  /**
   * @param {string} customer
   * @returns {import("./index.d.ts").InstanceRow[]}
   */
  instancesOf(customer) {
    return read(() => this.#native.instances_of(customer));
  }

  get journey() {
    return new Journey(call(() => this.#native.journey()));
  }

  free() {
    this.#native.free();
  }
}
