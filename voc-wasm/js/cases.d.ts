// One case and one improvement by themselves, for `index.d.ts`.

import type { Program } from "./index.js";
import type {
  Action,
  Allowed,
  Case as CaseState,
  CaseEvent,
  Clock,
  ClockState,
  Dossier,
  Improvement as ImprovementData,
  ImprovementAction,
  ImprovementEvent,
  OpenCase,
  OpenImprovement,
  PromiseStanding,
  Signal,
  TargetName,
  Time,
} from "./types.js";

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
