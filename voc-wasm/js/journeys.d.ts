// Journeys, event logs and their pictures, for `index.d.ts`.

import type { Program, TableColumns } from "./index.js";
import type {
  ActivityRow,
  Between,
  ConcernRow,
  Conformance,
  Deviations,
  DurationRow,
  Durations,
  EventRow,
  ExperienceRow,
  FirstSigns,
  FitnessRow,
  HandOverRow,
  Input,
  InstanceRow,
  JourneyMap,
  LeftOut,
  PathMap,
  Placement,
  Refused,
  RepeatRow,
  RetentionRow,
  Scorecard,
  StopRow,
  Survivals,
  TransitionRow,
  UnassignedRow,
  VariantRow,
} from "./types.js";

/** Which columns of an event log are what; their usual names in process mining are taken where not said. */
export interface EventLogOptions {
  /** The instances, in process mining the cases: `case:concept:name`. */
  instance?: string;
  /** What happened: `concept:name`. */
  activity?: string;
  /** When: `time:timestamp`. */
  at?: string;
  /** Whole numbers that order the events of one instance and instant; the rows do, if not said. */
  order?: string;
  /** Of times in texts that do not say theirs. */
  timeZone?: string;
  /** The units that acted: `org:group`, else `org:resource`, where one of them is there. */
  unit?: string;
  /** Numbers that customers answered. */
  score?: string;
  /** Which events are concerns: yes or no, or 1 and 0. */
  concern?: string;
  channel?: string;
  /** Customers' segments. */
  segment?: string;
  /** Information that may be lost from unit to unit: whatever cell is not empty is there. */
  information?: readonly string[];
}

/** Which number is made of scores. */
export interface ScoreOf {
  /** Their mean (Student's interval), NPS of answers from 0 to 10, or the share of scores of `at_least` so much. */
  metric: "mean" | "nps" | "share";
  at_least?: number;
  /** Of each interval by itself: 0.95 if not said. */
  confidence?: number;
}

/** How instances are compared. */
export interface Compare {
  /** Of all differences together (Bonferroni): 0.95 if not said. */
  confidence?: number;
  /** How many instances it takes on either side: 30 if not said. */
  min_n?: number;
}

/** Instances of a journey, each with its events in order of time; with the build for data. */
export class EventLog {
  /** Reads columns, an entry for each event in any order; throws for a column or cell that cannot be read. */
  constructor(columns: TableColumns, options?: EventLogOptions);

  /** How many events, in all instances. */
  readonly events: number;

  /** Rows in no instance, by what they lack. */
  readonly leftOut: LeftOut;

  /** How long the instances took, from first event to last; `null` without any. */
  durations(): Durations | null;

  /** Each instance and how long it took. */
  instances(): DurationRow[];

  /** The paths taken, the most frequent first. */
  variants(): VariantRow[];

  /** What follows what directly, the most frequent first. */
  transitions(): TransitionRow[];

  /** What happened, the most frequent first, and where instances end. */
  activities(): ActivityRow[];

  /** What comes again within an instance (loops), the most frequent first. */
  repeats(): RepeatRow[];

  /** How long it takes from the first `from` of an instance to the next `to`. */
  between(from: string, to: string): Between;

  /**
   * How long it takes from the first `from` of an instance to the next `to`, by Kaplan and Meier, in microseconds:
   * instances that have not come there yet count as long as they were watched, up to `until` or the last event.
   */
  untilNext(from: string, to: string, options?: { until?: string }): Survivals;

  /**
   * After which activities instances stop without coming to one of the `ends`. Instances with an event at or after
   * `quiet_since` may still go on, and are left out.
   */
  stops(ends: readonly string[], options?: { quiet_since?: string }): StopRow[];

  /** Who comes again in later periods, by the one in which they first came; the days of UTC if no zone is said. */
  retention(every: "day" | "week" | "month" | "quarter" | "year", options?: { timeZone?: string }): RetentionRow[];

  /** Scores by activity, and their change from what the same instances gave before: the largest fall first. */
  experience(of: ScoreOf): ExperienceRow[];

  /** The share of instances with a concern among those on a path, or through an activity, against all others. */
  concerns(by: "activity" | "variant", how?: Compare): ConcernRow[];

  /** What comes before an activity more often than in instances without it, and how long before: no cause. */
  firstSigns(target: string, how?: Compare): FirstSigns;

  /** What passes from unit to unit, how long that takes, how often it goes back, and what is lost. */
  handOvers(): HandOverRow[];

  /** Every event with its instance, under the names that process mining gives to columns. */
  rows(): EventRow[];

  /** The whole instances of which any event bears this name, as a log of its own. */
  only(by: "unit" | "channel" | "segment", name: string): EventLog;
  /** What the map of the paths shows, to be drawn by `pathMap`. */
  pathMap(paths: PathOptions): PathMap;

  /** Gives its memory back; it cannot be used after. */
  free(): void;
}

/** The instances of a journey as signals show them, held against the plan; with the build for data. */
export class Journey {
  private constructor(native: never);

  /** The columns that the program does not declare. */
  readonly ignored: readonly string[];

  /** How many signals belong to instances. */
  readonly assigned: number;

  /** Each instance, by customer and in the order in which they began. */
  instances(): InstanceRow[];

  /** How many signals belong to none, by reason; with `assigned` they are all. */
  unassigned(): UnassignedRow[];

  /** The rows and inputs that are no signals of the program. */
  refused(): Refused[];

  /**
   * The steps as an event log; an activity is a touch point, else a kind of signal. Each event bears its channel, its
   * unit (else the owner of its touch point), and whether a rule of concern raises an alert at it or at what is said
   * of it.
   */
  log(): EventLog;

  /**
   * The same log with scores: the answers to the question of a metric that is no rate, else to a field that a survey
   * asks for. An answer is a score of the step that it speaks of.
   */
  scored(of: string): EventLog;

  /**
   * Where the experience falls along the path: of a metric the number that the program makes of its answers, of a
   * field alone the mean; 0.95 confidence if left out.
   */
  experience(of: string, options?: { confidence?: number }): ExperienceRow[];

  /** Which paths go with a concern of the program's rules. */
  concerns(by: "activity" | "variant", how?: Compare): ConcernRow[];

  /** What passes from unit to unit, the most frequent first. */
  handOvers(): HandOverRow[];

  /** Deviations, by segment or channel where said, moments of truth, and fitness. */
  conformance(by?: "segment" | "channel"): Conformance;

  /**
   * What a picture of plan against actual shows, to be drawn by `deviations`: in how many instances each planned
   * touch point was followed, skipped, repeated, out of order or late, and what came unplanned.
   */
  deviations(): Deviations;

  /**
   * What the map of the paths that were taken shows, to be drawn by `pathMap`, with the program's names of touch points.
   * Only steps that at least this share of the instances take are drawn, beside the most frequent ones.
   */
  pathMap(options?: { atLeast?: number }): PathMap;

  /** The fitness of each instance. */
  fits(): FitnessRow[];

  /** Gives its memory back; it cannot be used after. */
  free(): void;
}

/**
 * The signals of one journey, one after another: in any order, corrected and taken back. It says of them what
 * `program.journey` says of all at once; with the build for data.
 */
export class JourneyBook {
  /** An empty book; throws where the program has no such journey. */
  constructor(program: Program, journey: string);

  /** Takes an input as an engine does; throws where an engine would refuse it. */
  take(input: Input): void;

  /** Lets time go on. */
  advance(until: string): void;

  /** Where a signal belongs; `null` where no such signal stands. */
  placement(signal: string): Placement | null;

  /** The instances of a customer. */
  instancesOf(customer: string): InstanceRow[];

  /** Everything as it stands. */
  readonly journey: Journey;

  /** Gives its memory back; it cannot be used after. */
  free(): void;
}

/** How the paths of a log are drawn. */
export interface PathOptions {
  title: string;
  subtitle?: string;
  /** Only steps that at least this share of the instances take are drawn, beside the most frequent ones. */
  atLeast?: number;
}

/** What a picture is drawn on. */
export interface CanvasOptions {
  /** In pixels, 280 to 4000; 800 if left out. The height is what the picture needs. */
  width?: number;
  /** What the ids of the picture begin with, so that they are unique on a page; `voc` if left out. */
  idPrefix?: string;
  /** Of labels that are given in several; `en` if left out. */
  language?: string;
}

/** The map of a journey as SVG, of an engine's numbers or of your own; with the build for data, as all pictures. */
export function journeyMap(of: JourneyMap, canvas?: CanvasOptions): string;

/** The map of the paths that were taken, as SVG. */
export function pathMap(of: PathMap, canvas?: CanvasOptions): string;

/** How actual journeys deviate from the planned one, as SVG. */
export function deviations(of: Deviations, canvas?: CanvasOptions): string;

/** A row for each stage of a journey, as SVG. */
export function scorecard(of: Scorecard, canvas?: CanvasOptions): string;
