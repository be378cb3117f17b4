// One metric of answers, by groups, for `index.d.ts`.

import type { EstimateOptions, Numbers, ShareOptions, WeightOptions } from "./measures.js";
import type { Estimate, GroupRow, Weighted } from "./types.js";

export type { GroupRow } from "./types.js";

/** Texts, `null` where there is none; or codes of texts, a code without one standing for none. */
export type GroupColumn =
  | readonly (string | null)[]
  | { codes: Uint8Array | Uint16Array | Uint32Array; texts: readonly string[] };

/** Options of a metric of all answers together; those beside `confidence` need the build for data. */
export interface TallyOptions extends WeightOptions {
  /** What becomes of answers off the scale: a mistake if not said; or counted apart, in no denominator. */
  outside?: "refuse" | "count";
}

/** Options of a metric by groups; with the build for data. */
export interface GroupOptions extends EstimateOptions {
  /** What the answers are grouped by, by name. */
  by: Readonly<Record<string, GroupColumn>>;
  /** How much each answer counts; alike if not said. */
  weights?: ArrayLike<number>;
  /** How many could have answered, of the groups of which it is known. */
  populations?: readonly (readonly [group: readonly (string | null)[], n: number])[];
  outside?: "refuse" | "count";
  /**
   * Each group beside all others together: `rest`, with how they were compared (`method`), its p, and q corrected for
   * how many groups there are. Medians by ranks, answers with weights as of the `effective_n` that would be as sure.
   */
  against?: "rest";
  discovery?: "benjamini_hochberg" | "benjamini_yekutieli";
  /** Rows for the totals too, over each choice of columns. */
  totals?: boolean;
  /** What the groups of the first column are part of: totals are of these too. */
  parents?: Readonly<Record<string, string>>;
  /** Groups of fewer answers are withheld, and as many others as it takes that no difference shows them; of up to
   * six columns. */
  min_n?: number;
}

export interface ScaleOption {
  /** The lowest and the highest answer. */
  scale: readonly [number, number];
}

export interface BoxOption extends ScaleOption, ShareOptions {
  /** How many of the best or worst answers count; 2 if not said. */
  boxes?: number;
}

export interface CsatOption extends ScaleOption, ShareOptions {
  /** How many of the best answers count as satisfied; 2 if not said. */
  top_box?: number;
}

export interface ShareOfOption extends ScaleOption, ShareOptions {
  /** The answers that count. */
  of: readonly number[];
}

/** Net Promoter Score of answers on a scale of 0 to 10; `null` is no answer. */
export function nps(answers: Numbers, options: GroupOptions): GroupRow[];
export function nps(answers: Numbers, options: TallyOptions & { weights: ArrayLike<number> }): Weighted;
export function nps(answers: Numbers, options?: TallyOptions): Estimate;

/** CSAT: the share of answers among the `top_box` best of the scale. */
export function csat(answers: Numbers, options: GroupOptions & CsatOption): GroupRow[];
export function csat(answers: Numbers, options: TallyOptions & CsatOption): Estimate;

/** The share of the `boxes` best answers; with the build for data, as all below. */
export function topBox(answers: Numbers, options: GroupOptions & BoxOption): GroupRow[];
export function topBox(answers: Numbers, options: TallyOptions & BoxOption): Estimate;

/** The share of the `boxes` worst answers. */
export function bottomBox(answers: Numbers, options: GroupOptions & BoxOption): GroupRow[];
export function bottomBox(answers: Numbers, options: TallyOptions & BoxOption): Estimate;

/** Customer effort: the mean of answers, with Student's interval. */
export function ces(answers: Numbers, options: GroupOptions & ScaleOption): GroupRow[];
export function ces(answers: Numbers, options: TallyOptions & ScaleOption): Estimate;

/** The mean of numbers, with Student's interval; without a scale of any, and then without totals or a minimum. */
export function mean(numbers: Numbers, options: GroupOptions & Partial<ScaleOption>): GroupRow[];
export function mean(numbers: Numbers, options?: WeightOptions): Weighted;

/** The median of numbers, with the numbers between which it lies. */
export function median(numbers: Numbers, options: GroupOptions & Partial<ScaleOption>): GroupRow[];
export function median(numbers: Numbers, options?: TallyOptions & Partial<ScaleOption>): Estimate;

/** The share of `hits` in `n`, or of true ones in a column, which needs the build for data. */
export function rate(hits: number, n: number, options?: EstimateOptions & ShareOptions): Estimate;
export function rate(hits: Numbers, options: GroupOptions & ShareOptions): GroupRow[];
export function rate(hits: Numbers, options?: TallyOptions & ShareOptions): Estimate;

/** The share of the answers `of`. */
export function share(answers: Numbers, options: GroupOptions & ShareOfOption): GroupRow[];
export function share(answers: Numbers, options: TallyOptions & ShareOfOption): Estimate;

/** The mean of what each answer is worth, such as `[[1, 0], [2, 50], [3, 100]]`. */
export function points(answers: Numbers, options: GroupOptions & { worth: readonly (readonly [number, number])[] }): GroupRow[];
export function points(answers: Numbers, options: TallyOptions & { worth: readonly (readonly [number, number])[] }): Estimate;

/** What is withheld of a table. */
export interface WithheldGroups {
  /** Whether each group is, in the order in which they were given. */
  groups: boolean[];
  /** Of each total its texts, the places of the columns over which it sums, and whether it is withheld. */
  totals: { group: (string | null)[]; over: number[]; withheld: boolean }[];
}

/** Which groups and totals must be withheld, so that no difference shows a group of fewer answers than `min_n`. */
export function withhold(
  groups: readonly (readonly [group: readonly (string | null)[], n: number])[],
  options: { min_n: number; parents?: Readonly<Record<string, string>> },
): WithheldGroups;
