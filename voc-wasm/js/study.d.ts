// Times until something happens, rates of events, and groups side by side, for `index.d.ts`.

import type { EstimateOptions, Numbers } from "./measures.js";
import type { EventRate, OrderTrend, RateRatio, Several, Stratified, Survivals } from "./types.js";

export interface SurvivalOptions extends EstimateOptions {
  /** What spells are told apart by, for the log-rank test. */
  groups?: readonly (string | null)[];
  /** How long each had waited already when it came under watch. */
  entered?: ArrayLike<number>;
  /** Up to when the mean is taken; as long as every group is watched if not said. */
  until?: number;
  /** The times at which the share still waiting is asked for. */
  at?: readonly number[];
}

/**
 * How long it takes until something happens, where not everybody was watched until it did: Kaplan–Meier with Greenwood's
 * error, median, restricted mean, log-rank test. Times are whole numbers of any unit. With the build for data, as all
 * below.
 */
export function survival(
  ended: ArrayLike<number>,
  happened: ArrayLike<boolean | number>,
  options?: SurvivalOptions,
): Survivals;
/** Events by exposure, with Garwood's exact interval. */
export function eventRate(events: number, exposure: number, options?: EstimateOptions): EventRate;
/** The rate of `a` by that of `b`, each `[events, exposure]`, with the exact interval given all events. */
export function rateRatio(
  a: readonly [number, number],
  b: readonly [number, number],
  options?: EstimateOptions,
): RateRatio;
/** Whether groups differ, and how much: the N − 1 chi-squared test, Welch's, or that of Kruskal and Wallis. */
export function several(
  values: Numbers,
  groups: readonly (string | null)[],
  of: "shares" | "means" | "ranks",
  options?: EstimateOptions,
): Several;
/** Whether values rise from group to group, by place from 0 on: Cochran–Armitage, or Jonckheere–Terpstra. */
export function rises(values: Numbers, places: ArrayLike<number | null>, of: "shares" | "means"): OrderTrend;
/** Whether two numbers rise together: Kendall's tau-b. */
export function kendall(a: Numbers, b: Numbers): OrderTrend;
/** The difference between a first group and the others within strata: Mantel–Haenszel, or least squares. */
export function stratified(
  values: Numbers,
  first: ArrayLike<boolean | null>,
  strata: readonly (string | null)[],
  of: "shares" | "means",
  options?: EstimateOptions,
): Stratified;
