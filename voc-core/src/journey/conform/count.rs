//! Deviations counted over instances, all together or by group.

use super::Found;
use super::align::{Aligned, Aligner};
use super::judge::{Judged, Standing};
use super::rows::{DeviationRow, FitnessRow, FitnessSummary, MomentRow};
use crate::error::{Code, Error};
use crate::journey::assign::{Actual, Head};
use crate::journey::plan::NO_PLACE;
use crate::metric::{CONFIDENCE, DECIMALS_MAX, Moments};
use foldhash::fast::FixedState;
use hashbrown::HashMap;
use serde::Serialize;

/// What deviations are told apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// The segments of the instance, of which it may have several.
    Segment,
    /// The channel of the step. What is of no step counts under every channel that the instance has been
    /// in.
    Channel,
}

impl By {
    /// What this name tells apart.
    ///
    /// # Errors
    /// Another name than `segment` and `channel`.
    pub fn named(name: &str) -> Result<Self, Error> {
        match name {
            "segment" => Ok(Self::Segment),
            "channel" => Ok(Self::Channel),
            _ => {
                let message = format!("journeys are not told apart by `{name}`");
                let error = Error::new(Code::Unknown, message).at("by");
                Err(error.nearest(name, ["segment", "channel"]))
            }
        }
    }
}

/// How often something was found.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    times: u64,
    instances: u64,
    /// The instance in which it was found last, counted from 1.
    last: usize,
}

/// The instances of a group.
#[derive(Debug, Clone, Copy, Default)]
struct Of {
    all: u64,
    /// Those that are over.
    over: u64,
}

/// How often a moment of truth stood how.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Stood {
    pub(super) came: i64,
    pub(super) in_time: i64,
    pub(super) late: i64,
    pub(super) missing: i64,
    pub(super) happened: i64,
    pub(super) pending: i64,
    /// Those of them that are late already.
    pub(super) pending_late: i64,
}

/// What 1 is in units of the last decimal place.
const UNITS: f64 = 1e12;

/// A sum of fitnesses.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sum {
    pub(super) instances: u64,
    /// Of the instances that are over, in so many decimal places as there can be.
    pub(super) fitness: Moments,
    pub(super) as_planned: i64,
    pub(super) steps: u64,
    pub(super) matched: u64,
    pub(super) planned: u64,
}

type Counts = HashMap<(Found, u32), Count, FixedState>;

/// Looks at one instance after another.
pub(super) struct Looking<'a> {
    actual: &'a Actual,
    aligner: Aligner<'a>,
    /// Whether instances of this journey are ever over.
    can_end: bool,
    /// What was found of the last instance, and in which channel.
    found: Vec<(Found, u16)>,
    standings: Vec<Standing>,
}

impl<'a> Looking<'a> {
    pub(super) fn of(actual: &'a Actual) -> Self {
        let journey = actual.journey();
        Self {
            actual,
            aligner: Aligner::of(journey),
            can_end: journey.has_ends() || journey.gap.is_some(),
            found: Vec::new(),
            standings: Vec::new(),
        }
    }

    /// What was found of the last instance.
    pub(super) fn found(&self) -> impl Iterator<Item = Found> {
        self.found.iter().map(|(found, _)| *found)
    }

    /// Looks at an instance; whether it goes on.
    pub(super) fn look(&mut self, head: &'a Head) -> (Aligned, bool) {
        let goes_on = self.can_end && self.actual.over(head).is_none();
        let steps = self.actual.steps(head);
        self.found.clear();
        self.standings.clear();
        let found = &mut self.found;
        let mut tell = |one: Found, channel: u16| found.push((one, channel));
        let aligned = self.aligner.align(steps, goes_on, &mut tell);
        let judged = Judged {
            journey: self.actual.journey(),
            actual: self.actual,
            head,
            steps,
            marks: self.actual.marks(head),
            goes_on,
        };
        judged.stages(&mut tell);
        for (moment, place) in judged.journey.moments.iter().zip(0..) {
            let standing = judged.moment(moment, place, &mut tell);
            self.standings.push(standing);
        }
        (aligned, goes_on)
    }
}

/// What instances come to against their plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Conformance {
    /// The deviations, by group and in the order of the plan.
    pub deviations: Vec<DeviationRow>,
    /// The moments of truth, by rank.
    pub moments: Vec<MomentRow>,
    /// The fitness of all instances that are over.
    pub fitness: FitnessSummary,
}

impl Actual {
    /// The instances held against the plan.
    ///
    /// # Errors
    /// None in practice: a share that cannot be estimated.
    pub fn conformance(&self, by: Option<By>) -> Result<Conformance, Error> {
        let mut looking = Looking::of(self);
        let mut counts: Counts = HashMap::with_hasher(FixedState::with_seed(0));
        let mut groups = vec![Of::default(); self.groups(by)];
        let mut stood = vec![Stood::default(); self.journey.moments.len()];
        let mut sum = Sum::new()?;
        let mut own: Vec<u32> = Vec::new();
        for (number, head) in (1..).zip(self.heads.iter()) {
            let (aligned, goes_on) = looking.look(head);
            sum.add(self, head, aligned, goes_on);
            for (stood, standing) in stood.iter_mut().zip(&looking.standings) {
                stood.add(*standing);
            }
            self.groups_of(head, by, &mut own);
            for group in &own {
                if let Some(of) = groups.get_mut(*group as usize) {
                    of.all += 1;
                    of.over += u64::from(!goes_on);
                }
                for (found, channel) in &looking.found {
                    let elsewhere = *channel != NO_PLACE && u32::from(*channel) != *group;
                    if by == Some(By::Channel) && elsewhere {
                        continue;
                    }
                    let count = counts.entry((*found, *group)).or_default();
                    count.times += 1;
                    count.instances += u64::from(count.last != number);
                    count.last = number;
                }
            }
        }
        Ok(Conformance {
            deviations: self.deviations(by, &counts, &groups)?,
            moments: self.moments(&stood)?,
            fitness: sum.summary()?,
        })
    }

    /// Each instance held against the plan, in their order.
    pub fn fitness(&self) -> impl Iterator<Item = FitnessRow> {
        let mut looking = Looking::of(self);
        self.heads.iter().map(move |head| {
            let (aligned, goes_on) = looking.look(head);
            let deviations = u32::try_from(looking.found.len()).unwrap_or(u32::MAX);
            self.fitness_row(head, aligned, goes_on, deviations)
        })
    }

    fn groups(&self, by: Option<By>) -> usize {
        match by {
            None => 1,
            Some(By::Segment) => self.journey.segments.len(),
            Some(By::Channel) => self.channel_names().len(),
        }
    }

    /// The groups of an instance, each once.
    fn groups_of(&self, head: &Head, by: Option<By>, groups: &mut Vec<u32>) {
        groups.clear();
        match by {
            None => groups.push(0),
            Some(By::Segment) => {
                let segments = (0_u32..).take(self.journey.segments.len());
                groups.extend(segments.filter(|place| self.is_in(head, *place as usize)));
            }
            Some(By::Channel) => {
                for step in self.steps(head) {
                    let channel = u32::from(step.channel);
                    if step.channel != NO_PLACE && !groups.contains(&channel) {
                        groups.push(channel);
                    }
                }
            }
        }
    }

    fn deviations(
        &self,
        by: Option<By>,
        counts: &Counts,
        groups: &[Of],
    ) -> Result<Vec<DeviationRow>, Error> {
        let mut all: Vec<(&(Found, u32), &Count)> = counts.iter().collect();
        let group = |group: u32| match by {
            None => None,
            Some(By::Segment) => {
                let segment = self.journey.segments.get(group as usize);
                segment.map(|(name, _)| name.as_str())
            }
            Some(By::Channel) => u16::try_from(group).ok().and_then(|one| self.channel(one)),
        };
        // Codes of what is not planned are in no order; names are.
        let order = |(found, of): &(Found, u32)| {
            let name = self.activity(found.activity);
            let planned = self.journey.order.at(found.activity).first().copied();
            let place = planned.map_or(usize::MAX, |(_, place)| place);
            (
                group(*of),
                found.kind,
                found.stage,
                place,
                name,
                found.moment,
            )
        };
        all.sort_by(|one, two| order(one.0).cmp(&order(two.0)));
        let rows = all.into_iter().map(|((found, of), count)| {
            let instances = groups.get(*of as usize).copied().unwrap_or_default();
            let of_all = if found.kind.waits_for_end() {
                instances.over
            } else {
                instances.all
            };
            // What an instance that goes on has passed by is skipped already.
            let of_all = of_all.max(count.instances);
            self.deviation_row(*found, group(*of), (count.times, count.instances), of_all)
        });
        rows.collect()
    }

    fn moments(&self, stood: &[Stood]) -> Result<Vec<MomentRow>, Error> {
        let moments = self.journey.moments.iter().zip(stood);
        moments
            .map(|(moment, stood)| self.moment_row(moment, stood))
            .collect()
    }
}

impl Stood {
    fn add(&mut self, standing: Standing) {
        match standing {
            Standing::Nothing => {}
            Standing::Came { is_timed } => {
                self.came += 1;
                self.in_time += i64::from(is_timed);
            }
            Standing::CameLate => {
                self.came += 1;
                self.late += 1;
            }
            Standing::Pending { is_late } => {
                self.pending += 1;
                self.pending_late += i64::from(is_late);
                self.late += i64::from(is_late);
            }
            Standing::Missing => self.missing += 1,
            Standing::Happened => self.happened += 1,
        }
    }
}

/// A fitness by its last decimal place.
#[expect(clippy::cast_possible_truncation, reason = "0 to 1")]
fn units(fitness: f64) -> i64 {
    (fitness * UNITS).round() as i64
}

impl Sum {
    fn new() -> Result<Self, Error> {
        Ok(Self {
            instances: 0,
            fitness: Moments::of_decimals(DECIMALS_MAX)?,
            as_planned: 0,
            steps: 0,
            matched: 0,
            planned: 0,
        })
    }

    fn add(&mut self, actual: &Actual, head: &Head, aligned: Aligned, goes_on: bool) {
        self.instances += 1;
        if goes_on {
            return;
        }
        let (steps, planned) = (actual.steps(head).len(), actual.journey().order.size);
        let Some(fitness) = fitness(aligned, steps, planned) else {
            return;
        };
        self.fitness.add_units(units(fitness));
        self.as_planned += i64::from(aligned.cost == 0);
        self.steps += steps as u64;
        self.matched += aligned.matched as u64;
        self.planned += planned as u64;
    }

    fn summary(&self) -> Result<FitnessSummary, Error> {
        FitnessSummary::of(self, CONFIDENCE)
    }
}

/// One less the cost of the best alignment by that of the worst, where nothing is matched.
#[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
pub(super) fn fitness(aligned: Aligned, steps: usize, planned: usize) -> Option<f64> {
    let worst = steps + planned;
    (worst > 0).then(|| 1.0 - aligned.cost as f64 / worst as f64)
}
