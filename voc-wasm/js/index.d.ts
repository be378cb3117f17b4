import type { Histories } from "./histories.js";
import type { Journey } from "./journeys.js";
import type {
  FlatTable,
  InitOptions,
  InvitationAbout,
  RunOptions,
  TableColumns,
  TableOptions,
  ToldBy,
  WhyNotQuestion,
} from "./options.js";
import type { Gaming, HeardOccasions, OccasionsQuery, UseRow } from "./surveys.js";
import type { MomentOptions, Reports, RunReports } from "./reports.js";
import type {
  Alert,
  AlertRow,
  Allowed,
  Case as CaseState,
  CauseRow,
  Clock,
  ClockState,
  CoachingPage,
  Code,
  Counts,
  Diagnostic,
  Dossier,
  Effect,
  ErrorFields,
  Event,
  Explanation,
  Improvement as ImprovementData,
  Input,
  JourneyMap,
  LastMileRow,
  LoopHealth,
  LoopRow,
  Mapped,
  Mapping as MappingSpec,
  MayInvite,
  MetricQuery,
  MetricRow,
  NeedRow,
  NoticeRow,
  Person,
  Program as ProgramSpec,
  PromiseStanding,
  RecognitionRow,
  Refused,
  Reorganised,
  Roster,
  Scorecard,
  SeenCase,
  Signal,
  TargetName,
  Time,
  TimeLostRow,
  WhyNot,
} from "./types.js";

export type {
  Action,
  ActivityRow,
  Alert,
  AlertRow,
  Allowed,
  Between,
  CaseEvent,
  Case as CaseState,
  CauseRow,
  Clock,
  ClockState,
  CoachingPage,
  Code,
  Comparison,
  ConcernRow,
  Conformance,
  Counts,
  Deviations,
  Diagnostic,
  Dossier,
  Drivers,
  DurationRow,
  Durations,
  Effect,
  ErrorFields,
  Estimate,
  Event,
  EventRow,
  ExperienceRow,
  Explanation,
  FirstSigns,
  FitnessRow,
  Goals,
  HandOverRow,
  ImprovementAction,
  Improvement as ImprovementData,
  ImprovementEvent,
  Input,
  InstanceRow,
  Invitation,
  JourneyMap,
  LastMileRow,
  LeftOut,
  LoopHealth,
  LoopRow,
  Mapped,
  Mapping as MappingSpec,
  MayInvite,
  MetricQuery,
  MetricRow,
  MomentRank,
  NeedRow,
  NoticeRow,
  OpenCase,
  OpenImprovement,
  PathMap,
  Person,
  Placement,
  Program as ProgramSpec,
  PromiseStanding,
  QuadrantRow,
  RecognitionRow,
  Refused,
  Reorganised,
  RepeatRow,
  RetentionRow,
  ReviewRow,
  Roster,
  Scorecard,
  SeenCase,
  Signal,
  StageScores,
  StopRow,
  Survivals,
  TargetName,
  Time,
  TimeLostRow,
  TransitionRow,
  Trend,
  UnassignedRow,
  UnitReport,
  VariantRow,
  Voices,
  Weighted,
  WhyNot,
} from "./types.js";

export * from "./cases.js";
export * from "./histories.js";
export * from "./journeys.js";
export * from "./measures.js";
export * from "./options.js";
export * from "./tallies.js";
export * from "./kept-tallies.js";
export * from "./surveys.js";
export * from "./reports.js";
export * from "./study.js";

/** Every type of every format. */
export type * as formats from "./types.js";

/** Loads the engine; once, a second call for the same build is free. */
export function init(options?: InitOptions): Promise<void>;

/** The version of the engine. */
export function version(): string;

/** A program: journeys, rules, routes, cases and metrics, checked and compiled; immutable. */
export class Program {
  private constructor(native: never);

  /** Reads a program: JSON text, the object, or with the build for data YAML; throws a `VocError` with `diagnostics`. */
  static parse(source: string | ProgramSpec): Program;

  readonly name: string;

  /** 64 hex digits of what it says, whatever its format and layout. */
  readonly digest: string;

  /** What is probably not meant. Errors are thrown when the program is read. */
  check(): Diagnostic[];

  /** An alert of an event in words: why it was raised, as one paragraph. */
  explain(alert: Alert): string;

  /**
   * The ids of the rules that hold at one signal, by what it says itself; no engine is needed. These are
   * rules without a pattern, and rules on the `alert` of one of them, each after the one that it waits on;
   * one in `shadow` and one that another supersedes are named too. Of the customer's attributes, those
   * that the signal states are read, and nothing earlier. A wrong signal throws as `Engine.handle` does.
   */
  matching(signal: Signal): string[];

  /** What each touch point needs from upstream, and what waits on it; with the build for data. */
  needs(): NeedRow[];

  /**
   * Who could be asked and who was, as a log of inputs tells it, for `funnel` and `gaming`; with the build for data.
   * Signals of kind `invitation` tell who was invited; those of the kind that a survey comes `after`, or of kind
   * `survey_eligible`, who could be; `survey_delivered` and `survey_started` the steps between, each with the field
   * `survey` and, where it is known, the id of the `invitation`. Any other signal completes the survey that it
   * names, or the only one that asks for a field that it carries.
   */
  occasions(inputs: readonly Input[] | string, query?: OccasionsQuery): HeardOccasions;

  /**
   * What each metric is used for, with the flags of `gaming` beside it; with the build for data. Where `people` says
   * who works where, as in a roster, each use says whom it touches, and each sign who of the unit gains by it.
   */
  uses(gaming?: readonly Gaming[], people?: Record<string, Person>): UseRow[];

  /**
   * Runs it over a batch, in the order of the inputs' times. `inputs` may be JSON text: a list, or one
   * input a line. What cannot be read or accepted is in `refused`.
   */
  run(inputs: readonly Input[] | string, options?: RunOptions): Run;

  /**
   * Runs it over the columns of a table, the same as over its rows and many times as fast; with the
   * build for data. Columns named as a signal's own fields are those; any other is the declared field, or
   * the declared customer attribute, of that name. A row without `id` gets `signals#0000001` and so on.
   */
  runTable(columns: TableColumns, options?: TableOptions): TableRun;

  /**
   * The instances of a journey that signals show, held against its plan: of inputs, as `run` takes them, or of
   * the columns of a table, as `runTable` does. With the build for data.
   */
  journey(journey: string, inputs: readonly Input[] | string, options?: RunOptions): Journey;
  journey(journey: string, columns: TableColumns, options?: TableOptions): Journey;

  /**
   * What every customer said and did, without running the rules: of inputs, as `run` takes them, or of the columns
   * of a table, as `runTable` does. With the build for data.
   */
  histories(inputs: readonly Input[] | string, options?: RunOptions): Histories;
  histories(columns: TableColumns, options?: TableOptions): Histories;
}

/**
 * What came of a table. Alerts, cases, notices, refusals and counts come of the columns. `events` and `engine`
 * take the rows one after another: when they are first asked for, and once.
 */
export class TableRun extends Reports {
  private constructor(native: never, engineOf: never);

  /** The columns that the program does not declare. */
  readonly ignored: string[];

  /** The standing alerts, by time and id. */
  alerts(): AlertRow[];

  /** What the host should tell people and customers, in order. */
  notices(): NoticeRow[];

  /** Every case, in the order of their ids. */
  cases(): CaseState[];

  refused(): Refused[];

  /** What became of rows and inputs. */
  readonly counts: Counts;

  /** Everything that happened, in order. */
  events(): Event[];

  /** The engine after the last input. */
  readonly engine: Engine;

  /**
   * What the map of a journey shows, to be drawn by `journeyMap`. Signals, concerns and praise are counted where
   * they came up; an alert where the last signal behind it was. The journey's instances, where given, say how its
   * moments of truth rank in the data: by the share of instances in which a moment was broken, of those in which that
   * is decided; the largest is first. Beside that each has its rank among them by importance × volume × gap, as
   * `Reports.momentRanks` weighs it.
   */
  journeyMap(journey: string, actual?: Journey, weighing?: MomentOptions): JourneyMap;

  /** What the scorecard of a journey shows, to be drawn by `scorecard`. */
  scorecard(journey: string): Scorecard;

  /**
   * Gives the memory of the columns back; nothing can be asked afterwards. Otherwise it is kept until the run is
   * collected as garbage.
   */
  free(): void;
}

/** What came of a batch. */
export interface Run {
  events: Event[];
  refused: Refused[];
  /** The engine after the last input. */
  engine: Engine;
  /** What the run is asked of its signals and alerts; with the build for data. It runs the inputs again, once. */
  reports: RunReports;
}

/** Columns of flat rows into inputs; a mapping file says which is which. */
export class Mapping {
  private constructor(native: never);

  /** Reads a mapping, with the build for data: YAML or JSON text, or the object; throws a `VocError` with `diagnostics`. */
  static parse(source: string | MappingSpec): Mapping;

  /** The inputs of a table. A row that cannot be read is in `refused`; a column missing is thrown. */
  map(table: FlatTable): Mapped;
}

/** A program at work: inputs go in, events come out. It reads no clock: time comes with inputs. */
export class Engine extends Reports {
  /** An engine that has seen nothing. */
  constructor(program: Program);

  /**
   * An engine that has seen nothing and will see a part of the customers, as `partitionOf` says; with the
   * build for data. It is any other engine, but for rules over metrics: at the ends of periods it counts
   * its customers' answers and raises nothing. `judgeMetrics` judges what all parts counted. A snapshot
   * keeps it so.
   */
  static forPart(program: Program): Engine;

  /**
   * The engine of a snapshot, taken under the same program, or another version of it; with the build for
   * data. In the build for pages an engine is made again from its inputs.
   */
  static restore(program: Program, snapshot: Uint8Array): Engine;

  /** The program that it runs: the newest version, where others came in mid-stream. */
  readonly program: Program;

  /** Takes one input and returns what it brought about, timers due included; throws its refusal. */
  handle(input: Input): Event[];

  /** When the next timer is due: send a tick then. `null` where nothing waits. */
  nextDue(): Time | null;

  /** The whole state; with the build for data. */
  snapshot(): Uint8Array;

  /** 64 hex digits of everything: a function of the inputs in their order. */
  readonly digest: string;

  /** 64 hex digits of alerts and tallies; arrival order within `lateness` leaves it as it is. */
  readonly factsDigest: string;

  /**
   * The facts of an engine that has a part of the customers: hand it on to `factsDigest` and
   * `judgeMetrics`. Throws `not_allowed` where the program has rules over metrics and the engine is not
   * made by `forPart`: it has judged them as if it had all customers.
   */
  part(): string;

  /** What became of the inputs. */
  readonly counts: Counts;

  /** Every case, in the order of their ids. */
  cases(): CaseState[];

  case(id: string): CaseState | null;

  /**
   * The cases that a person of the roster sees, by what the program says that their role `sees`; what no
   * role grants, nobody sees. In the build for data alone, as all that ends in `For`.
   */
  casesFor(person: string): SeenCase[];

  /** One case as a person sees it; throws `not_found` where there is none, or they do not see it. */
  caseFor(person: string, id: string): SeenCase;

  /**
   * A metric as a person sees it: where it is broken down by `unit`, the units that they see. Throws
   * `not_allowed` where it is not, and they do not see the numbers of the company.
   */
  metricFor(person: string, metric: string, query?: MetricQuery): MetricRow[];

  /** Whether the loop works, by group, as a person sees it; throws as `metricFor` does. */
  loopByFor(person: string, by: string): LoopRow[];

  /** Every improvement: what is changed because of what customers said, with the cases behind it; with the build for data. */
  improvements(): ImprovementData[];

  /** One improvement, or `null`; with the build for data. */
  improvement(id: string): ImprovementData | null;

  /** What may be done about an improvement now; with the build for data. Throws `not_found`. */
  improvementAllowed(id: string): Allowed[];

  /**
   * What came of an improvement: how its metric moved where it was done, less how it moved in comparable
   * units over the same time; or, with `label: "no comparison"`, why there is no effect to be told. With the
   * build for data; throws `not_found`.
   */
  effect(id: string): Effect;

  /**
   * The cases by what caused them, the largest group first; with the build for data. By `root_cause`, or any
   * of `topic`, `stage`, `touch_point`, `unit`, `channel`, `kind`, `case_type`, `priority`.
   */
  causes(by?: readonly string[]): CauseRow[];

  /**
   * The coaching of an employee: what was seen, what was agreed and where it stands, the values of what was
   * seen before and later, side by side, and how often customers praised them; with the build for data.
   * Throws `not_found`.
   */
  coaching(employee: string): CoachingPage;

  /**
   * The same as a person sees it: their own and, above the front line, that of people of the units whose
   * verbatims their role sees. Throws `not_allowed`, whether or not there is any.
   */
  coachingFor(person: string, employee: string): CoachingPage;

  /**
   * What became of the notices, by `role`, `unit` and `kind`, or all together. Roles and units of the roster
   * that were told nothing have a row that says so; empty where the program says nothing of `notices`. In the
   * build for data only.
   */
  lastMile(...by: ToldBy[]): LastMileRow[];

  /**
   * What open cases would lose by a new version of the program, as things stand now, and who would have them
   * then. In the build for data alone, as all up to `timeLost`.
   */
  preview(program: Program): Reorganised[];

  /** The same by a new roster; throws where it would be refused. */
  previewRoster(roster: Roster): Reorganised[];

  /** How often people were praised; praise that was taken back is not counted. */
  recognition(by: "person" | "unit"): RecognitionRow[];

  /**
   * What there is to know about a case; with `person`, as they see it: throws `not_found` where they do not
   * see the case.
   */
  dossier(id: string, person?: string): Dossier;

  /**
   * What the map of a journey shows, to be drawn by `journeyMap`; of what the engine keeps. Concerns are those with a
   * case, where it was opened; signals are counted by the first metric by name that is a rate without `out_of`, and
   * absent without one; praise is absent. `TableRun` counts all. Moments of truth rank by `actual`, and are weighed,
   * as there.
   */
  journeyMap(journey: string, actual?: Journey, weighing?: MomentOptions): JourneyMap;

  /** What the scorecard of a journey shows, to be drawn by `scorecard`; as `journeyMap`. */
  scorecard(journey: string): Scorecard;

  /** The time that cases lost in waiting, by the unit that had them then, or by their type. */
  timeLost(by: "unit" | "case_type"): TimeLostRow[];

  /** What a person of the roster may do to a case now, and why not the rest; what each command needs. */
  allowed(id: string, by: string): Allowed[];

  /** The clocks of a case at a time (now, if not said), each with its ledger. */
  clocks(id: string, at?: Time): Clock[];

  /**
   * Where the clock of a target of a case stands at a time (now, if not said), exactly. It keeps no ledger, and
   * is quick. Throws `unknown` where the type of the case has no such target.
   */
  verdictAt(id: string, target: TargetName, at?: Time): ClockState;

  /** What the customer was promised, and whether it is open, kept or broken at a time (now, if not said). */
  promises(id: string, at?: Time): PromiseStanding[];

  /** Of small groups `min_n`, or the program's `privacy`, leaves nothing but the group, its period and `why`. */
  metric(metric: string, query?: MetricQuery): MetricRow[];

  /**
   * Why an alert was raised and what came of it: data, and a `paragraph` in plain English. Of an alert
   * that can no longer change the host has the event: `program.explain(event.alert)`.
   */
  explain(alert: string): Explanation;

  /**
   * Why a rule did not fire for a customer, or that it did: data, and a `paragraph` in plain English.
   * Throws `settled` where `at` lies before what is retained; the hint says how to ask the history. With
   * the build for data.
   */
  whyNot(question: WhyNotQuestion): WhyNot;

  /**
   * Whether a customer may be asked, by the program's `quarantine`, and why not. What a quarantine
   * counts by belongs in `about`: where it is missing, that quarantine is in `not_limited_by`.
   */
  mayInvite(customer: string, survey: string, at: Time, about?: InvitationAbout): MayInvite;

  /** Whether the loop works, over all cases. */
  loop(): LoopHealth;

  /** The same by group. */
  loopBy(by: string): LoopRow[];
}

/**
 * The partition of a customer, from 0, of so many: the same on every machine and in every language.
 *
 * Merged customers belong together: ask for the one that they are merged into. Signals of nobody may go
 * to any one partition. Rosters, ticks and programs go to all of them, a retraction to that of its
 * signal, and every input says when it was `received`. The engines are made by `Engine.forPart`.
 */
export function partitionOf(customer: string, of: number): number;

/**
 * The days that the all-day events of an iCalendar text take up, as holidays are published: `2026-12-25`, from
 * one day up to, not including, another. Throws `malformed`, naming the line, where the text says what no
 * whole-day holiday does. In the build for data only.
 */
export function holidays(ical: string, from: string, to: string): string[];

/**
 * The facts digest of several engines together, of their parts: that of one with all customers. With
 * rules over metrics, all must have heard of the same time: give each a tick.
 */
export function factsDigest(parts: readonly string[]): string;

/**
 * What rules over metrics come to on the answers of several engines together, of their parts: the events
 * that one engine with all customers would have told, each at its own instant. A period is judged once
 * every part has heard of the time at which that is due: give each a tick, and ask again as time goes on.
 */
export function judgeMetrics(
  parts: readonly string[],
  options?: {
    /** The people to whom alerts are routed, as in the input `roster`. */
    roster?: Roster;
    /** Leaves out what was due by then, and was told before. */
    after?: Time;
  },
): Event[];

/** Thrown by everything in this package. */
export class VocError extends Error {
  constructor(fields: VocErrorFields);
  readonly code: Code | "not_loaded" | "already_loaded";
  readonly path: string | null;
  readonly hint: string | null;
  /** Everything that was found, where a program could not be read. */
  readonly diagnostics: Diagnostic[];
}

export type VocErrorFields = Omit<ErrorFields, "code"> & {
  code: Code | "not_loaded" | "already_loaded";
};
