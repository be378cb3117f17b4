// Estimates and statistics of plain columns, for `index.d.ts`.

import type {
  Comparison,
  Drivers,
  Estimate,
  QuadrantRow,
  Trend,
  Weighted,
} from "./types.js";

export interface EstimateOptions {
  /** 0.95 if not said. */
  confidence?: number;
}

/** Numbers, or their like; `null` and `NaN` are no answer. */
export type Numbers = ArrayLike<number | null> | ArrayLike<boolean | null>;

/** What answers are: of NPS 0 to 10, of CSAT on a scale, of a rate true or false, of a mean or median any number. */
export type AnswerKind = "nps" | "csat" | "rate" | "mean" | "median";

export interface AnswerOptions extends EstimateOptions {
  /** The lowest and highest answer; needed for CSAT. */
  scale?: readonly [number, number];
  /** Of CSAT, how many of the best answers count as satisfied; 2 if not said. */
  top_box?: number;
}

export interface WeightOptions extends EstimateOptions {
  /** How much each answer counts; alike if not said. */
  weights?: ArrayLike<number>;
  /** How many could have answered; without end if not said. */
  population?: number;
}

/** The interval of a share; the modified one holds rare shares too, and is of plain counts alone. */
export interface ShareOptions {
  /** `wilson` if not said; with the build for data. */
  interval?: "wilson" | "modified_wilson";
}

/** A metric of answers that need not count alike; with the build for data, as all statistics below. */
export function estimate(
  answers: Numbers,
  metric: AnswerKind,
  options?: AnswerOptions & WeightOptions & ShareOptions,
): Weighted;
export interface CompareOptions extends AnswerOptions {
  /** How much each answer of `a` and of `b` counts; alike if not said. */
  weights?: readonly [ArrayLike<number>, ArrayLike<number>];
}

/**
 * Whether a metric of `a` differs from that of `b`: NPS by the adjusted Wald test, shares by Newcombe's interval and
 * the N − 1 chi-squared test, means by Welch's t, medians by ranks with the limits of both put together. With weights
 * as of as many answers of the same weight as would be as sure (`effective_n`), medians by their weighted ranks.
 */
export function compare(a: Numbers, b: Numbers, metric: AnswerKind, options?: CompareOptions): Comparison;
/** Whether the numbers of equally long periods, in order, rise or fall (Mann–Kendall, with Sen's slope). */
export function trend(numbers: Numbers, options?: EstimateOptions): Trend;
/**
 * The p of each of many tests, corrected: of those up to q, a share of at most q is chance, on average; by `holm`,
 * the chance that any of them is chance is at most q.
 */
export function falseDiscovery(
  ps: Numbers,
  by?: "benjamini_hochberg" | "benjamini_yekutieli" | "holm",
): (number | null)[];

export interface BootstrapOptions extends EstimateOptions {
  /** What the draws follow from: the same seed, the same interval. A whole number. */
  seed: number;
  /** 2,000 if not said. */
  replicates?: number;
}

/** The interval of any statistic of values, by drawing them anew (BCa). */
export function bootstrap<T>(
  values: readonly T[],
  statistic: (drawn: T[]) => number,
  options: BootstrapOptions,
): Estimate;

export interface DriverOptions extends EstimateOptions {
  outcome: string;
  features: readonly string[];
  /** Relative weights (Johnson) if not said; Shapley values (LMG) for up to 20 features. */
  method?: "relative_weights" | "shapley";
  /** For the intervals; 1,000 if not said, none are made for 0. */
  replicates?: number;
  /** 0 if not said. */
  seed?: number;
  /** From the worst answer of a feature to the best, for quadrants. */
  scale?: readonly [number, number];
}

/** How much of an outcome goes with each feature: association, not effect. */
export function drivers(
  columns: Readonly<Record<string, Numbers>>,
  options: DriverOptions,
): Drivers & { quadrants?: QuadrantRow[] };
