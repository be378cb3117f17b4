// Tallies of columns that are kept, for `index.d.ts`.

import type { Numbers } from "./measures.js";
import type { GroupColumn, GroupOptions, TallyOptions } from "./tallies.js";
import type { Estimate, GroupRow, Weighted } from "./types.js";

export interface TalliesOptions {
  /** The lowest and the highest answer. */
  scale: readonly [number, number];
  /** What the answers are grouped by, by name; nothing for all together. */
  by?: Readonly<Record<string, GroupColumn>>;
  /** How much each answer counts; nine decimal places are kept. */
  weights?: ArrayLike<number>;
  /** What becomes of answers off the scale: a mistake if not said; or counted apart, in no denominator. */
  outside?: "refuse" | "count";
}

/** A metric that can be read off tallies. */
export type TalliesKind =
  | "nps"
  | "csat"
  | "top_box"
  | "bottom_box"
  | "ces"
  | "mean"
  | "median"
  | "rate"
  | "share"
  | "points";

/** What a metric of tallies takes. */
export interface TalliesMetric {
  /** Another scale than that of the tallies is refused. */
  scale?: readonly [number, number];
  /** Of `csat`, `top_box` and `bottom_box`, how many answers count; 2 if not said. */
  boxes?: number;
  /** Of `share`, the answers that count. */
  of?: readonly number[];
  /** Of `points`, what each answer is worth. */
  worth?: readonly (readonly [number, number])[];
}

/** Tallies as they are written, in every language. */
export interface WrittenTallies {
  voc_tallies: 1;
  by: string[];
  scale: [number, number];
  weighted?: boolean;
  groups: {
    group: (string | null)[];
    /** How many gave each answer of the scale, from the lowest. */
    counts: number[];
    outside?: number;
    unanswered?: number;
    /** The weights of each answer and their squares, in units of 1e-9 and 1e-18, as texts. */
    weights?: [string, string][];
  }[];
}

/**
 * How often each answer of a scale was given, by group; with the build for data. Tallies add up exactly, in any
 * order, and any part can be taken out again: the same answers are the same bytes. What is read off them does
 * not add up.
 */
export class Tallies {
  private constructor(text: never);
  /** Counts answers; `null` is no answer. */
  static of(answers: Numbers, options: TalliesOptions): Tallies;
  /** Reads what was written, as text or as its object. */
  static fromJSON(written: string | WrittenTallies): Tallies;
  static fromBytes(bytes: Uint8Array): Tallies;
  toJSON(): WrittenTallies;
  /** The same as UTF-8. */
  toBytes(): Uint8Array;
  /** With the answers of others. */
  merge(other: Tallies): Tallies;
  /** Without the answers of others, which may also come later. */
  retract(other: Tallies): Tallies;
  readonly by: string[];
  readonly scale: [number, number];
  /** How many answers there are on the scale, in all groups. */
  readonly n: number;
  /** A metric of these answers: of groups a row for each. */
  metric(
    kind: TalliesKind,
    options?: TalliesMetric & Omit<GroupOptions, "by" | "weights" | "outside"> & Pick<TallyOptions, "population">,
  ): GroupRow[] | Estimate | Weighted;
}
