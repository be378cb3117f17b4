// Actual journeys: what customers' signals show, beside what the program plans.

import { call, read } from "./call.js";
import { EventLog, Made } from "./journey.js";
import { lendJourney, nativeOf } from "./native.js";
import { wasmForData } from "./start.js";

export class Journey {
  /** @type {import("./voc_wasm_data.js").Journey} */
  #native;

  static {
    lendJourney((journey) => journey.#native);
  }

  /**
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
    return new EventLog(new Made(call(() => this.#native.log())));
  }

  /** @param {string} of */
  scored(of) {
    return new EventLog(new Made(call(() => this.#native.scored(of))));
  }

  /**
   * @param {string} of
   * @param {{ confidence?: number }} [options]
   * @returns {import("./index.d.ts").ExperienceRow[]}
   */
  experience(of, { confidence } = {}) {
    return read(() => this.#native.experience(of, confidence));
  }

  /**
   * @param {"activity" | "variant"} by
   * @param {import("./index.d.ts").Compare} [how]
   * @returns {import("./index.d.ts").ConcernRow[]}
   */
  concerns(by, how = {}) {
    return this.#asked((log) => log.concerns(by, how));
  }

  /** @returns {import("./index.d.ts").HandOverRow[]} */
  handOvers() {
    return this.#asked((log) => log.handOvers());
  }

  /**
   * @template T
   * @param {(log: EventLog) => T} ask
   */
  #asked(ask) {
    const log = this.log();
    try {
      return ask(log);
    } finally {
      log.free();
    }
  }

  /**
   * @param {"segment" | "channel"} [by]
   * @returns {import("./index.d.ts").Conformance}
   */
  conformance(by) {
    return read(() => this.#native.conformance(by));
  }

  /** @returns {import("./index.d.ts").Deviations} */
  deviations() {
    return read(() => this.#native.deviations());
  }

  /**
   * @param {{ atLeast?: number }} [options]
   * @returns {import("./index.d.ts").PathMap}
   */
  pathMap({ atLeast = 0 } = {}) {
    return read(() => this.#native.path_map(atLeast));
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
   * @param {import("./api.js").Program} program
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
