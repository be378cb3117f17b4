//! Everything that the report shows, as numbers; also written as `summary.json`.

use serde::Serialize;
use std::collections::BTreeMap;
use voc_core::picture::{Deviations, JourneyMap, PathMap, Scorecard};

/// The totals of a run.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Summary {
    /// The program's name.
    pub program: String,
    /// The first and the last day of what came in, in the program's time zone.
    pub days: Option<[String; 2]>,
    /// What was read, file by file.
    pub files: Vec<FileRows>,
    /// Rows read = rows mapped + rows refused.
    pub rows: Rows,
    /// Inputs = accepted + duplicate + refused.
    pub inputs: Inputs,
    /// Refused rows and inputs, by code.
    pub refusals: BTreeMap<String, u64>,
    /// The first refusals, as they are told.
    pub refused_examples: Vec<String>,
    /// Rows for which a note of the mapping holds.
    pub notes: BTreeMap<String, u64>,
    /// What came in.
    pub signals: Signals,
    /// What was raised, rule by rule.
    pub rules: Vec<RuleAlerts>,
    /// The loop as a whole.
    pub whole: Loop,
    /// The loop by unit, channel and what was asked for.
    pub breakdowns: Vec<Breakdown>,
    /// The program's metrics.
    pub metrics: Vec<Metric>,
    /// The moments of truth that the program declares.
    pub moments: Vec<Moment>,
    /// What the pictures of the program's journeys show.
    pub journeys: Vec<JourneyShown>,
    /// The digest of everything.
    pub digest: String,
    /// The digest of the facts: alerts and tallies.
    pub facts_digest: String,
}

/// What was read of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct FileRows {
    /// The file's name.
    pub file: String,
    /// Its rows.
    #[serde(flatten)]
    pub rows: Rows,
}

/// Rows of files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Rows {
    /// All.
    pub read: u64,
    /// Those that became inputs.
    pub mapped: u64,
    /// Those that could not be read.
    pub refused: u64,
}

/// Inputs of the engine, the tick that ends the run among them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Inputs {
    /// All.
    pub read: u64,
    /// Those that took effect.
    pub accepted: u64,
    /// Those that came before with the same content.
    pub duplicate: u64,
    /// Those that did not take effect.
    pub refused: u64,
    /// Those of the accepted that came too late for patterns.
    pub late: u64,
    /// Those behind the instant at which the run was told to end; not among those read.
    pub after_until: u64,
}

/// What came in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Signals {
    /// All signals.
    pub total: u64,
    /// By kind.
    pub by_kind: BTreeMap<String, u64>,
    /// By channel; signals without one are left out.
    pub by_channel: BTreeMap<String, u64>,
    /// The length of a bin: `day`, `week`, `month`, `quarter` or `year`.
    pub bin: String,
    /// Over time, bins without signals among them.
    pub over_time: Vec<Bin>,
}

/// The signals of a day, a month or the like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Bin {
    /// Its first day.
    pub from: String,
    /// How many signals.
    pub signals: u64,
}

/// The alerts of a rule.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct RuleAlerts {
    /// The rule's id.
    pub rule: String,
    /// Its name for people.
    pub label: String,
    /// Whether it raises praise; a concern otherwise.
    pub praise: bool,
    /// How many alerts stand.
    pub standing: u64,
    /// How many were retracted, because their signals were corrected.
    pub retracted: u64,
}

/// One closed loop: what was raised, what we did and what the customer says.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Loop {
    /// The value of the breakdown; absent for the whole, and where a case has no such value.
    pub group: Option<String>,
    /// Its name for people.
    pub label: Option<String>,
    /// Alerts of concern.
    pub concerns: u64,
    /// Alerts of praise.
    pub praise: u64,
    /// Cases, without those cancelled.
    pub cases: u64,
    /// Cases cancelled because all their alerts were retracted.
    pub cancelled: u64,
    /// Cases that we resolved or closed at least once: the company's number.
    pub answered: u64,
    /// Cases that stand closed, by ground.
    pub closed: BTreeMap<String, u64>,
    /// Cases by the customer's word.
    pub verdicts: BTreeMap<String, u64>,
    /// Answered cases that the customer disputed, whatever came after.
    pub false_resolutions: u64,
    /// Cases that were taken up again.
    pub reopened: u64,
    /// Answered cases on which the customer has said nothing.
    pub answered_without_verdict: u64,
    /// Cases by state; `waiting.customer` and the like by what they wait on.
    pub states: BTreeMap<String, u64>,
    /// Service-level clocks by target: met, breached, open.
    pub clocks: BTreeMap<String, [u64; 3]>,
    /// Answered, of all cases.
    pub share_answered: Option<Share>,
    /// False resolutions, of the answered.
    pub share_false: Option<Share>,
    /// Confirmed as it stands now, of the answered.
    pub share_confirmed: Option<Share>,
    /// Asked and not disputed as it stands now, of the answered.
    pub share_undisputed: Option<Share>,
    /// Disputed as it stands now, of the answered.
    pub share_disputed: Option<Share>,
    /// Without the customer's word, of the answered.
    pub share_no_verdict: Option<Share>,
}

/// A share, with what it is a share of.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Share {
    /// How many.
    pub n: u64,
    /// Of how many.
    pub of: u64,
    /// The share, 0 to 1.
    pub value: f64,
    /// The low end of its interval.
    pub low: f64,
    /// The high end of its interval.
    pub high: f64,
    /// How the interval was found.
    pub method: String,
}

/// The loop by one attribute.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Breakdown {
    /// `unit`, `channel`, or a field.
    pub by: String,
    /// Its name for people.
    pub label: String,
    /// Its groups, those with the most cases first.
    pub groups: Vec<Loop>,
}

/// A metric of the program.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Metric {
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub label: String,
    /// `nps`, `csat` or `rate`.
    pub kind: String,
    /// How many answers.
    pub n: u64,
    /// The value; absent where there are none.
    pub value: Option<f64>,
    /// The low end of its interval.
    pub low: Option<f64>,
    /// The high end of its interval.
    pub high: Option<f64>,
    /// How the interval was found.
    pub method: String,
}

/// A moment of truth.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Moment {
    /// The journey.
    pub journey: String,
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub label: String,
    /// Its rank by the company's own judgement.
    pub declared_rank: Option<u32>,
    /// The touch point or the rule that it hangs on.
    pub seen_by: String,
    /// Signals there, or alerts of its rule.
    pub count: u64,
}

impl Loop {
    /// Cases closed on any ground.
    pub fn closed_total(&self) -> u64 {
        self.closed.values().sum()
    }

    /// Cases by one verdict.
    pub fn verdict(&self, name: &str) -> u64 {
        self.verdicts.get(name).copied().unwrap_or(0)
    }
}

/// What the pictures of a journey show.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct JourneyShown {
    /// The journey.
    pub id: String,
    /// Its name.
    pub label: String,
    /// Its stages, touch points and moments of truth.
    pub map: JourneyMap,
    /// A row for each stage.
    pub scorecard: Scorecard,
    /// The ways that its instances took.
    pub paths: PathMap,
    /// Its instances against the plan.
    pub deviations: Deviations,
}
