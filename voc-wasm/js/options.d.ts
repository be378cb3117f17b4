// What goes in beside inputs, for `index.d.ts`.

import type { Input, Invitation, Time } from "./types.js";

/** What a wasm file is read from. */
export type WasmSource = URL | string | Request | Response | Promise<Response> | BufferSource | WebAssembly.Module;

/**
 * Which build of the engine: `page` is small, for following signals and cases with one program; `data` is
 * fast, and has everything: mappings, tables, parts of the customers, merged customers, versions of the
 * program, what one person sees, journeys, event logs, pictures, statistics, warnings of promises and transfers,
 * improvements and coaching, reports, goals and voices.
 * What both have says the same in both.
 */
export type Build = "page" | "data";

export interface InitOptions {
  /** `page` if left out. */
  build?: Build;
  /** Where the wasm file of this build comes from, if not from beside this package. */
  source?: WasmSource;
}

export interface RunOptions {
  /** Timers fire up to this time; the last input's if not said. */
  until?: Time;
}

/** The columns of a table by name, each with an entry for each row. */
export type TableColumns = Readonly<Record<string, TableColumn>>;

/**
 * A column. `valid` says which rows have a value, all if it is left out: bits as in Arrow, the lowest of the
 * first byte is the first row's.
 */
export type TableColumn = TextColumn | NumberColumn | IntColumn | TimeColumn | BoolColumn;

/** Texts: `texts[codes[row]]`; the code 0xffffffff stands for none. No text holds the character U+0000. */
export interface TextColumn {
  codes: Uint32Array;
  texts: readonly string[];
}

/** Numbers, whole ones too; `NaN` stands for none. */
export interface NumberColumn {
  numbers: Float64Array;
  valid?: Uint8Array;
}

/** Whole numbers within 2^53. */
export interface IntColumn {
  ints: BigInt64Array;
  valid?: Uint8Array;
}

/** Instants, in microseconds since 1970. */
export interface TimeColumn {
  times: BigInt64Array;
  valid?: Uint8Array;
}

/** Yes or no, as bits for so many `rows`. */
export interface BoolColumn {
  bools: Uint8Array;
  rows: number;
  valid?: Uint8Array;
}

export interface TableOptions extends RunOptions {
  /** Inputs beside the rows, such as the roster and commands. */
  inputs?: readonly Input[];
  /** Our name of a column to yours: `{ at: "created" }`. */
  rename?: Readonly<Record<string, string>>;
  /** The zone of times in texts that do not say theirs. */
  timeZone?: string;
}

/** Cells under headers; `null` and the empty text stand for nothing. */
export interface FlatTable {
  headers: readonly string[];
  rows: readonly (readonly (string | number | boolean | null)[])[];
  /** How many rows of the same source came in tables before this one. */
  rowsBefore?: number;
}

/** What notices can be told apart by. */
export type ToldBy = "role" | "unit" | "kind";

export interface WhyNotQuestion {
  /** The rule's id in the program. */
  rule: string;
  /** The customer's key. */
  customer: string;
  /** About when; the latest time that the inputs told, if not said. */
  at?: Time;
}

/** What else is known of an invitation that is not sent yet. */
export type InvitationAbout = Omit<Invitation, "customer" | "survey" | "at">;
