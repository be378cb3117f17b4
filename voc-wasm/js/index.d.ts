import type { Histories } from "./histories.js";
import type { Journey } from "./journeys.js";
import type { Gaming, HeardOccasions, OccasionsQuery, UseRow } from "./surveys.js";
import type { MomentOptions, Reports, RunReports } from "./reports.js";
import type {
  Action,
  ActivityRow,
  Alert,
  AlertRow,
  Allowed,
  Between,
  Case as CaseState,
  CaseEvent,
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
  Improvement as ImprovementData,
  ImprovementAction,
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

export type {
  Action,
  ActivityRow,
  Alert,
  AlertRow,
  Allowed,
  Between,
  CaseEvent,
  CaseState,
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
  ImprovementData,
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
  MappingSpec,
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
  ProgramSpec,
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
};

export * from "./histories.js";
export * from "./journeys.js";
export * from "./measures.js";
export * from "./tallies.js";
export * from "./surveys.js";
export * from "./reports.js";
export * from "./study.js";

/** Every type of every format. */
export type * as formats from "./types.js";

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

/**
 * What came of a table. Alerts, cases, notices, refusals and counts come of the columns. `events` and `engine`
 * take the rows one after another: when they are first asked for, and once.
 */
export class TableRun extends Reports {
  private constructor(program: never, native: never);

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

export interface RunOptions {
  /** Timers fire up to this time; the last input's if not said. */
  until?: Time;
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

/** Cells under headers; `null` and the empty text stand for nothing. */
export interface FlatTable {
  headers: readonly string[];
  rows: readonly (readonly (string | number | boolean | null)[])[];
  /** How many rows of the same source came in tables before this one. */
  rowsBefore?: number;
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

/** One case by itself, for hosts that keep cases in tables of their own. */
export class Case {
  private constructor(native: never);

  static open(program: Program, opening: OpenCase): Case;

  /** The case that `toJSON` gave. */
  static load(program: Program, state: CaseState): Case;

  /**
   * What a person may do now, and why not the rest. A case by itself knows no roster: what they may do
   * depends on their role.
   */
  allowed(by: string, role?: string): Allowed[];

  /** Does something to the case and returns what happened, to be stored; throws its refusal. */
  handle(command: CaseCommand): CaseEvent[];

  /** Merges it, as a duplicate, into an older case of the customer; throws the refusal, both cases as they were. */
  merge(into: Case, command: MergeCommand): MergedCases;

  clocks(at: Time): Clock[];

  /** Where the clock of a target stands at a time, exactly, without its ledger. */
  verdictAt(target: TargetName, at: Time): ClockState;

  /** What the customer was promised, and whether it is open, kept or broken at a time. */
  promises(at: Time): PromiseStanding[];

  /**
   * What whoever follows it up needs to know, of what a host has in its own tables; with the build for data.
   * What is another customer's, or later, is left out.
   */
  dossier(known: KnownOfCustomer): Dossier;

  /** The whole case, with its history: store it. */
  toJSON(): CaseState;

  readonly id: string;
  readonly state: CaseState["state"];
  readonly verdict: CaseState["verdict"];
}

/** What a host knows of the customer of a case, in any order. */
export interface KnownOfCustomer {
  at: Time;
  /** Their cases, this one among them or not. */
  cases?: CaseState[];
  /** What they said and did; as many of the last are shown as the case's type carries. */
  signals?: { id: string; signal: Signal }[];
}

export interface MergeCommand {
  by: string;
  role?: string;
  at: Time;
}

/** The new events of two cases that became one, to be stored with each. */
export interface MergedCases {
  duplicate: CaseEvent[];
  into: CaseEvent[];
}

export interface CaseCommand {
  by: string;
  role?: string;
  at: Time;
  do: Action;
}

/**
 * One improvement by itself, for hosts that keep improvements in tables of their own; with the build for
 * data. What came of it needs the answers, so it is asked of an engine.
 */
export class Improvement {
  private constructor(native: never);

  /** Proposes an improvement; throws its refusal. */
  static open(program: Program, opening: ImprovementOpening): Improvement;

  /** The improvement that `toJSON` gave. */
  static load(state: ImprovementData): Improvement;

  /** What may be done about it now, and why not the rest. */
  allowed(): Allowed[];

  /**
   * Does something about it and returns what happened, to be stored; throws its refusal. To link a case, or
   * to unlink it, takes the case beside.
   */
  handle(command: ImprovementGiven, about?: Case | CaseState): ImprovementEvent[];

  /** The whole improvement, with its history: store it. */
  toJSON(): ImprovementData;

  readonly id: string;
  readonly state: ImprovementData["state"];
}

export interface ImprovementOpening {
  by: string;
  at: Time;
  open: OpenImprovement;
}

export interface ImprovementGiven {
  by: string;
  at: Time;
  do: ImprovementAction;
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
