// Reports, voices and goals, for `index.d.ts`.

import type {
  Goals,
  LoopHealth,
  MomentRank,
  ReviewRow,
  Scorecard,
  StageScores,
  UnitReport,
  UnitValue,
  Voices,
  VoicesQuery,
} from "./types.js";

/** Of which number the voices are wanted: one of `metric`, `loop` and `causes`. */
export type VoicesAsk = Partial<VoicesQuery>;

export interface MomentOptions {
  /** How much each moment moves loyalty, as shares of `drivers`, by moment; 1 for one that is not named. */
  importance?: Readonly<Record<string, number>>;
  /** On the metric's own scale, by moment; else a goal over the metric says it, else it is the best there is. */
  targets?: Readonly<Record<string, number>>;
}

/**
 * What an engine and a run can be asked alike; with the build for data. A run has every signal and every alert.
 * An engine forgets what nothing in time can change any more: where that matters it says so, and a run is to be
 * asked.
 */
export class Reports {
  protected constructor(ask: never);

  /** The signals that a number is made of, what customers said there, and the cases that they raised. */
  voices(query: VoicesAsk): Voices;

  /** The report of a unit, with those below it, on the period that begins on this day; as a person sees it. */
  unitReport(report: string, unit: string, period: string, person?: string): UnitReport;

  /** Whether reports are reviewed in time, by report and level. */
  reviews(): ReviewRow[];

  /** Where the goals of the program stand, in each unit that shares them. */
  goals(): Goals;

  /** A stage across all units that serve it. */
  stageScores(journey: string, stage: string): StageScores;

  /** The same, to be drawn by `scorecard`. */
  stageCard(journey: string, stage: string): Scorecard;

  /** The moments of truth, ranked by importance × volume × gap, beside their declared rank. */
  momentRanks(options?: MomentOptions): MomentRank[];

  /**
   * What units came to in each period that is over, beside the target of their goal, for `gaming`: each unit of a
   * goal's cascade over itself and all units below it. `every` is `P1D`, `P7D`, `P1M` (if not said), `P3M` or `P1Y`.
   */
  unitValues(metric: string, every?: string): UnitValue[];
}

/** The reports on a run, with the health of its loop: which praise came to a person is known to a run alone. */
export class RunReports extends Reports {
  loop(): LoopHealth;
}
