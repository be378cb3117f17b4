//! Occasions counted by step.

use super::occasion::{Occasion, Reached, Step};
use crate::document::Read;
use crate::error::{Code, Error};
use crate::metric::{CONFIDENCE, Estimate, Period, rate};
use crate::named::Named;
use crate::ordered::{Few, Map};
use crate::time::Span;
use crate::zone::Zone;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What a funnel is told apart by, beside its survey.
const BY: [&str; 6] = [
    "channel",
    "unit",
    "touch_point",
    "stage",
    "respondent_role",
    "segment",
];

/// How a funnel is asked for.
#[derive(Debug, Clone, PartialEq, Deserialize, Read)]
#[serde(deny_unknown_fields)]
pub struct FunnelQuery {
    /// `channel`, `unit`, `touch_point`, `stage`, `respondent_role` or `segment`: an occasion counts in each
    /// segment of its customer.
    #[serde(default)]
    pub by: Vec<String>,
    /// Local periods: `P1D`, `P7D` (from Monday), `P1M`, `P3M` or `P1Y`, in which somebody was invited (or,
    /// where nobody was, at the first step of which the instant is known); all time if not said.
    #[serde(default)]
    pub every: Option<Span>,
    /// The time zone of the periods; UTC if not said.
    #[serde(default)]
    pub time_zone: Option<String>,
    /// The confidence of the intervals.
    #[serde(default = "usual")]
    pub confidence: f64,
}

fn usual() -> f64 {
    CONFIDENCE
}

impl Default for FunnelQuery {
    fn default() -> Self {
        Self {
            by: Vec::new(),
            every: None,
            time_zone: None,
            confidence: CONFIDENCE,
        }
    }
}

/// The funnel of one survey, in one group and period.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FunnelRow {
    /// The survey.
    pub survey: String,
    /// The first day of the period; absent over all time, and of occasions without an instant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<String>,
    /// The group, by the names asked for.
    pub group: Few<String, Option<String>>,
    /// The steps that are known of this survey, in order.
    pub steps: Vec<StepRow>,
    /// Of those invited, the share that completed, with Wilson's interval: AAPOR's response rate 1, with
    /// every invitation in the denominator ("Standard Definitions", 10th edition, 2023). Without a value
    /// where nobody is known to be invited.
    pub response_rate: Estimate,
    /// Of those whom the invitation reached, the share that completed: AAPOR's cooperation rate 1.
    pub cooperation_rate: Estimate,
    /// How many completed without being invited; they are in no rate.
    pub uninvited: i64,
    /// How many occasions cannot have happened as they were told; each is counted here once.
    pub impossible: i64,
    /// What is wrong with those.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missteps: Vec<MisstepRow>,
    /// Why those who could be asked were not.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_invited: Vec<ReasonRow>,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StepRow {
    /// The step.
    pub step: Step,
    /// How many reached it, as told.
    pub n: i64,
    /// The step before it that is known of this survey.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<Step>,
    /// Of those who reached that one, the share that reached this one too, with Wilson's interval.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<Estimate>,
}

/// What is wrong with a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Misstep {
    /// It was reached without the other.
    Without,
    /// It was reached before the other.
    Before,
}

/// How often something is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MisstepRow {
    /// The later step.
    pub step: Step,
    /// What is wrong with it.
    pub is: Misstep,
    /// The step that should have come first.
    pub other: Step,
    /// How many occasions.
    pub n: i64,
}

/// How many were not invited for a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReasonRow {
    /// The reason; absent where none is known.
    pub reason: Option<String>,
    /// How many.
    pub n: i64,
}

/// A survey, a period and a group.
type Key = (String, Option<NaiveDate>, Vec<Option<String>>);

#[derive(Debug, Clone, Default)]
struct Counts {
    reached: [i64; 5],
    /// Of those who reached a step, those who reached a later one too.
    both: [[i64; 5]; 5],
    uninvited: i64,
    impossible: i64,
    missteps: Map<(Step, Misstep, Step), i64>,
    reasons: Map<Option<String>, i64>,
}

/// The funnel of each survey, by group and period.
///
/// # Errors
/// An unknown name in `by`, a period or time zone that is none, a confidence outside (0, 1).
pub fn funnel(occasions: &[Occasion], query: &FunnelQuery) -> Result<Vec<FunnelRow>, Error> {
    if let Some(name) = query.by.iter().find(|name| !BY.contains(&name.as_str())) {
        let message = format!("a funnel is not told apart by `{name}`");
        return Err(Error::new(Code::Unknown, message)
            .at("by")
            .nearest(name, BY));
    }
    let zone = zone(query.time_zone.as_deref())?;
    let period = query.every.map(Period::of).transpose()?;
    let known = known(occasions);
    let mut groups: Map<Key, Counts> = Map::new();
    for occasion in occasions {
        let Some(known) = known.get(&occasion.survey).copied() else {
            continue;
        };
        let day = period.and_then(|period| {
            let order = [Step::Invited, Step::Eligible, Step::Delivered];
            let mut order = order.into_iter().chain([Step::Started, Step::Completed]);
            let at = order.find_map(|step| occasion.at(step))?;
            Some(period.start(at.date_in(&zone)))
        });
        for group in groups_of(occasion, &query.by) {
            let key = (occasion.survey.clone(), day, group);
            groups.or_default(&key).add(occasion, known);
        }
    }
    let row = |((survey, day, group), counts): (Key, Counts)| {
        let known = known.get(&survey).copied().unwrap_or_default();
        let steps = counts.steps(known, query.confidence)?;
        let share = |of, step| {
            let (n, hits) = if holds(known, of) {
                (counts.n(of), counts.both(of, step))
            } else {
                (0, 0)
            };
            rate(hits, n, query.confidence)
        };
        Ok(FunnelRow {
            period: day.map(|day| day.to_string()),
            group: query.by.iter().cloned().zip(group).collect(),
            response_rate: share(Step::Invited, Step::Completed)?,
            cooperation_rate: share(Step::Delivered, Step::Completed)?,
            steps,
            survey,
            uninvited: counts.uninvited,
            impossible: counts.impossible,
            missteps: counts
                .missteps
                .into_iter()
                .map(|((step, is, other), n)| MisstepRow { step, is, other, n })
                .collect(),
            not_invited: counts
                .reasons
                .into_iter()
                .map(|(reason, n)| ReasonRow { reason, n })
                .collect(),
        })
    };
    groups.into_iter().map(row).collect()
}

/// The steps that are known of each survey: those that any of its occasions mentions.
fn known(occasions: &[Occasion]) -> Named<[bool; 5]> {
    let mut known: Named<[bool; 5]> = Named::new();
    for occasion in occasions {
        let steps = known.or_default(occasion.survey.as_str());
        for (is_known, step) in steps.iter_mut().zip(Step::ALL) {
            *is_known |= occasion.told(step).is_some();
        }
    }
    known
}

fn holds(known: [bool; 5], step: Step) -> bool {
    known.get(step as usize).copied().unwrap_or_default()
}

fn groups_of(occasion: &Occasion, by: &[String]) -> Vec<Vec<Option<String>>> {
    let group = |segment: Option<&String>| {
        let part = |name: &String| match name.as_str() {
            "channel" => occasion.channel.clone(),
            "unit" => occasion.unit.clone(),
            "touch_point" => occasion.touch_point.clone(),
            "stage" => occasion.stage.clone(),
            "respondent_role" => occasion.respondent_role.clone(),
            _ => segment.cloned(),
        };
        by.iter().map(part).collect()
    };
    let by_segment = by.iter().any(|name| name == "segment");
    if by_segment && !occasion.segments.is_empty() {
        occasion.segments.iter().map(Some).map(group).collect()
    } else {
        vec![group(None)]
    }
}

impl Counts {
    fn n(&self, step: Step) -> i64 {
        self.reached.get(step as usize).copied().unwrap_or_default()
    }

    fn both(&self, step: Step, later: Step) -> i64 {
        let row = self.both.get(step as usize);
        row.and_then(|row| row.get(later as usize))
            .copied()
            .unwrap_or_default()
    }

    fn add(&mut self, occasion: &Occasion, known: [bool; 5]) {
        for step in Step::ALL.into_iter().filter(|step| occasion.has(*step)) {
            if let Some(count) = self.reached.get_mut(step as usize) {
                *count += 1;
            }
            let later = Step::ALL
                .into_iter()
                .filter(|later| *later > step && occasion.has(*later));
            for later in later {
                let row = self.both.get_mut(step as usize);
                if let Some(count) = row.and_then(|row| row.get_mut(later as usize)) {
                    *count += 1;
                }
            }
        }
        let invites = holds(known, Step::Invited);
        let is_invited = occasion.has(Step::Invited);
        if invites && occasion.has(Step::Completed) && !is_invited {
            self.uninvited += 1;
        }
        if invites && occasion.has(Step::Eligible) && !is_invited {
            *self.reasons.or_default(&occasion.reason) += 1;
        }
        let found = missteps(occasion, known);
        self.impossible += i64::from(!found.is_empty());
        for misstep in found {
            *self.missteps.or_default(&misstep) += 1;
        }
    }

    fn steps(&self, known: [bool; 5], confidence: f64) -> Result<Vec<StepRow>, Error> {
        let mut rows: Vec<StepRow> = Vec::new();
        for step in Step::ALL.into_iter().filter(|step| holds(known, *step)) {
            let of = rows.last().map(|row| row.step);
            let share = of.map(|of| rate(self.both(of, step), self.n(of), confidence));
            rows.push(StepRow {
                step,
                n: self.n(step),
                of,
                share: share.transpose()?,
            });
        }
        Ok(rows)
    }
}

/// What is wrong with an occasion: a step without the known one before it, or before the one that should
/// have come first.
fn missteps(occasion: &Occasion, known: [bool; 5]) -> Vec<(Step, Misstep, Step)> {
    let mut found = Vec::new();
    for (place, step) in Step::ALL.into_iter().enumerate() {
        if !occasion.has(step) {
            continue;
        }
        let mut earlier = Step::ALL.into_iter().take(place).rev();
        let before = earlier.clone().find(|other| holds(known, *other));
        if let Some(other) = before.filter(|other| !occasion.has(*other)) {
            found.push((step, Misstep::Without, other));
        }
        let timed = |step: Step| occasion.told(step).and_then(Reached::at);
        let at = timed(step);
        let first = earlier.find(|other| timed(*other).is_some());
        if let (Some(at), Some(other)) = (at, first)
            && timed(other).is_some_and(|first| at < first)
        {
            found.push((step, Misstep::Before, other));
        }
    }
    found
}

pub(crate) fn zone(name: Option<&str>) -> Result<Zone, Error> {
    let Some(name) = name else {
        return Ok(Zone::UTC);
    };
    Zone::named(name).ok_or_else(|| {
        Error::new(Code::Unknown, format!("`{name}` is no time zone"))
            .at("time_zone")
            .nearest(name, Zone::names())
    })
}
