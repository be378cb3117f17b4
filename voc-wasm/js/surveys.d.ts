// Who was asked, who answered, and whether the score can be trusted, for `index.d.ts`; with the build for data.

import type {
  FunnelRow,
  Gaming,
  Happening,
  HeardOccasions,
  Mix,
  MixChange,
  Occasion,
  SignRow,
  Touched,
  UnitValue,
  UseRow,
} from "./types.js";

export type {
  FunnelRow,
  Gaming,
  Happening,
  HeardOccasions,
  Mix,
  MixChange,
  Occasion,
  SignRow,
  Touched,
  UnitValue,
  UseRow,
};

export interface FunnelOptions {
  /** `channel`, `unit`, `touch_point`, `stage`, `respondent_role` or `segment`. */
  by?: readonly string[];
  /** Local periods in which somebody was invited: `P1D`, `P7D`, `P1M`, `P3M` or `P1Y`. */
  every?: string;
  /** The time zone of the periods; UTC if not said. */
  time_zone?: string;
  /** 0.95 if not said. */
  confidence?: number;
}

export interface OccasionsQuery {
  /** Up to when; up to the last input if not said. What could be asked later is pending. */
  until?: string;
  /** A condition on signals: then each occasion says whether its customer had shown a concern. */
  concern?: string;
  /** How long before the occasion a concern counts; `P90D` if not said. */
  concern_within?: string;
  /** The field whose answer occasions carry. */
  answer?: string;
  /** A condition on signals that tell of something good; with `bad`, the log says what happened to customers too. */
  good?: string;
  /** A condition on signals that tell of something bad. */
  bad?: string;
  /** How long after something happened an invitation comes right after it; `P7D` if not said. */
  invited_within?: string;
}

/** Who could be asked, who was, and who answered: of each survey, group and period. */
export function funnel(occasions: readonly Occasion[], options?: FunnelOptions): FunnelRow[];

export interface MixColumns {
  /** The answers; `null` and `NaN` are none. */
  answers: ArrayLike<number | null>;
  /** In which role each was given; `null` where that is not known. */
  roles: readonly (string | null)[];
  /** The period or unit of each. */
  groups?: readonly string[];
}

export interface MixOptions {
  /** The lowest and highest answer; needed for CSAT. */
  scale?: readonly [number, number];
  /** Of CSAT, how many of the best answers count as satisfied; 2 if not said. */
  top_box?: number;
  /** How much each role counts in the standard mix; as in all answers if not said. */
  standard?: Record<string, number>;
  /** The group beside which every other stands; each beside the one before it if not said. */
  beside?: string;
  /** 0.95 if not said. */
  confidence?: number;
}

/**
 * Who answered, by role; the score at a standard mix; and what of a difference comes of other roles that answer,
 * and what of roles that answer otherwise (Kitagawa 1955).
 */
export function respondentMix(columns: MixColumns, metric: "nps" | "csat" | "rate", options?: MixOptions): Mix;

export interface GamingOptions {
  /** What happened to customers, and whether they were invited right after it, as `Program.occasions` gives it. */
  happenings?: readonly Happening[];
  /** What units came to in each period, beside their targets, as `Reports.unitValues` gives it. */
  values?: readonly UnitValue[];
  /** The metric that the answers make, by name. */
  metric?: string;
  /** The answer at which heaping is looked for: the least that counts as good. */
  target?: number;
  /** The instant before and after which response rates are compared; half-way if not said. */
  split?: string;
  /** How many days make the end of a month; 3 if not said. */
  last_days?: number;
  /** The time zone of months; UTC if not said. */
  time_zone?: string;
  /** The most that the chance of any false flag in all units may be; 0.05 if not said. */
  alpha?: number;
  /** The least number of customers, answers or happenings of a unit that is tested, and of answers behind a value; 20 if not said. */
  min_n?: number;
  /** How far from its target a value is just beside it, as a part of half its interval: up to 0.5; 0.25 if not said. */
  caliper?: number;
}

/** What looks as if a unit had worked on its score rather than for its customers: signs, not proofs. */
export function gaming(occasions: readonly Occasion[], options?: GamingOptions): Gaming;
