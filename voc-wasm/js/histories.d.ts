// What every customer said and did, for `index.d.ts`.

import type { Engine } from "./index.js";
import type {
  Behaviour,
  BehaviourQuery,
  Consistency,
  ConsistencyQuery,
  FoundFirst,
  FoundQuery,
  Next,
  NextQuery,
  OutcomeByBand,
  OutcomeQuery,
  Recovered,
  RecoveredQuery,
  Refused,
  StagesBehaviour,
  StagesQuery,
} from "./types.js";

/** How many customers and signals there are, up to when, and what was refused. */
export interface HistoriesAbout {
  customers: number;
  signals: number;
  until: string | null;
  refused: Refused[];
}

/** What every customer said and did, in order: of `program.histories(…)`. `free()` gives its memory back. */
export class Histories {
  private constructor(native: never);
  /** The columns of a table that the program does not declare. */
  readonly ignored: string[];
  readonly about: HistoriesAbout;
  /**
   * What came after the answers to a metric, by band: association, not effect. Answers whose time is not over are left
   * out and counted, and are never a no.
   */
  outcome(query: OutcomeQuery): OutcomeByBand;
  /** How long it takes from a signal to the customer's next one, by Kaplan and Meier; in microseconds. */
  next(query: NextQuery): Next;
  /** How often customers do something, for each signal of `per` or each `every` of a customer's time. */
  behaviour(query: BehaviourQuery): Behaviour;
  /** Who noticed first: how long before a complaint the first sign was, and what we found ourselves. */
  found(query: FoundQuery): FoundFirst;
  /** Rates of what customers do beside the metric of what they say, stage by stage. */
  stages(query: StagesQuery): StagesBehaviour;
  /** Whether the experience is the same by every channel, touch point by touch point. */
  consistency(query: ConsistencyQuery): Consistency;
  /**
   * The outcome of customers whose concern was put right, less that of comparable ones for whom it was not; `engine` is
   * that of a run over the same signals.
   */
  recovered(engine: Engine, query: RecoveredQuery): Recovered;
  free(): void;
}
