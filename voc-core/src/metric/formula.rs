//! What a signal adds to a metric of the kinds that only the build for data has, and to one of a survey
//! or with weights.

use super::estimate::nps_answer;
use super::moments::DECIMALS;
use super::plan::{Added, TOP_BOX};
use super::tally::Tally;
use super::totals::Totals;
use crate::condition::Facts;
use crate::named::Named;
use crate::program::{
    Better, FieldSpec, FieldType, MetricKind, MetricSpec, POINT_DECIMALS, Program, SURVEY,
};
use crate::signal::Signal;
use crate::value::Value;

/// A metric, compiled.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Formula {
    made: Made,
    survey: Option<Asked>,
    weight: Option<Weight>,
    /// The decimal places that are kept of an answer.
    pub(super) places: u32,
}

/// What an answer is worth.
#[derive(Debug, Clone, PartialEq)]
enum Made {
    /// 1 for a promoter, −1 for a detractor.
    Nps { of: String, scale: [i64; 2] },
    /// 1 for an answer between these, the ends included.
    Between { of: String, ends: [i64; 2] },
    /// 1 for one of these answers.
    OneOf { of: String, values: Vec<Value> },
    /// 1 for an answer where the condition of the metric holds.
    When { of: String },
    /// 1 for a signal for which the condition holds.
    Rate,
    /// Itself.
    Number { of: String },
    /// Itself, to be found again.
    Middle { of: String },
    /// What is said, in units.
    Points { of: String, points: Named<i64> },
    /// The difference.
    Gap { of: String, expected: String },
}

/// A survey whose answers count.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Asked {
    survey: String,
    /// No other survey asks for the answer, so it need not be named.
    only: bool,
}

/// A number that says how much an answer counts.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Weight {
    name: String,
    places: u32,
}

/// What a signal says to a metric.
enum Said {
    Nothing,
    /// An answer that counts nothing.
    Apart,
    /// 1, 0 or −1.
    Score(i64),
    /// An answer in units.
    Units(i64),
}

impl Formula {
    /// Compiles a metric; absent where it is one that plain tallies have.
    pub(super) fn of(program: &Program, spec: &MetricSpec) -> Option<Self> {
        let old = matches!(
            spec.kind,
            MetricKind::Nps | MetricKind::Csat | MetricKind::Rate
        );
        if old && spec.survey.is_none() && spec.weight.is_none() {
            return None;
        }
        Some(Self {
            made: Made::of(spec),
            survey: spec.survey.as_ref().map(|survey| Asked {
                survey: survey.clone(),
                only: program.asked_only_by(&spec.of, survey),
            }),
            weight: spec.weight.as_ref().map(|name| Weight {
                name: name.clone(),
                places: places(program.number(name)),
            }),
            places: match spec.kind {
                kind if kind.is_counted() => 0,
                MetricKind::Points => POINT_DECIMALS,
                _ => {
                    let fields = &program.spec().fields;
                    let places = spec.fields().map(|field| places(fields.get(field)));
                    places.max().unwrap_or_default()
                }
            },
        })
    }

    pub(super) fn is_weighted(&self) -> bool {
        self.weight.is_some()
    }

    /// What a signal adds; `holds` is whether the condition of the metric holds, absent where the signal is
    /// none of those that it is asked of.
    pub(super) fn added(
        &self,
        signal: &Signal,
        facts: &dyn Facts,
        holds: impl Fn() -> Option<bool>,
    ) -> Option<Added> {
        if self
            .survey
            .as_ref()
            .is_some_and(|asked| !asked.counts(signal))
        {
            return None;
        }
        let said = self.made.said(self.places, signal, holds);
        let units = match said {
            Said::Nothing => return None,
            Said::Apart => return Some(Added::Totals(Totals::left_out())),
            Said::Score(units) if self.weight.is_none() => {
                return Some(Added::Tally(match units {
                    1 => Tally::PLUS,
                    0 => Tally::NEUTRAL,
                    _ => Tally::MINUS,
                }));
            }
            Said::Score(units) | Said::Units(units) => units,
        };
        let Some(weight) = &self.weight else {
            return Some(Added::Totals(match self.made {
                Made::Middle { .. } => Totals::value(units),
                _ => Totals::of(units),
            }));
        };
        let weight = facts
            .value(&weight.name)
            .and_then(|value| value.units(weight.places));
        Some(Added::Totals(match weight {
            Some(weight) => Totals::weighted(units, weight),
            None => Totals::left_out(),
        }))
    }
}

impl Asked {
    fn counts(&self, signal: &Signal) -> bool {
        match signal.fields.get(SURVEY) {
            Some(named) => named.as_text() == Some(&self.survey),
            None => self.only,
        }
    }
}

impl Made {
    fn of(spec: &MetricSpec) -> Self {
        let of = spec.of.clone();
        let scale = spec.scale().unwrap_or_default();
        match spec.kind {
            MetricKind::Nps => Self::Nps { of, scale },
            MetricKind::Rate => Self::Rate,
            MetricKind::Csat | MetricKind::TopBox | MetricKind::BottomBox => Self::Between {
                of,
                ends: ends(spec, scale),
            },
            MetricKind::Share if spec.when.is_some() => Self::When { of },
            MetricKind::Share => Self::OneOf {
                of,
                values: spec.one_of.clone(),
            },
            MetricKind::Ces | MetricKind::Mean => Self::Number { of },
            MetricKind::Median => Self::Middle { of },
            MetricKind::Points => {
                let points = spec.points.iter();
                let units = points.filter_map(|(answer, points)| {
                    Some((
                        answer.clone(),
                        Value::Number(*points).units(POINT_DECIMALS)?,
                    ))
                });
                Self::Points {
                    of,
                    points: units.collect(),
                }
            }
            MetricKind::Gap => Self::Gap {
                of,
                expected: spec.expected.clone().unwrap_or_default(),
            },
        }
    }

    fn said(&self, places: u32, signal: &Signal, holds: impl Fn() -> Option<bool>) -> Said {
        let hit = |hit| Said::Score(i64::from(hit));
        let answer = |of: &str| signal.fields.get(of);
        let said = match self {
            Self::Nps { of, scale } => answer(of)
                .and_then(|value| match value {
                    Value::Int(value) => nps_answer(*value, *scale),
                    _ => None,
                })
                .map(|tally| Said::Score(tally.plus - tally.minus)),
            Self::Between { of, ends } => answer(of).and_then(|value| match value {
                Value::Int(value) => Some(hit((ends[0]..=ends[1]).contains(value))),
                _ => None,
            }),
            Self::OneOf { of, values } => answer(of).map(|value| hit(is_one_of(value, values))),
            Self::When { of } => answer(of).and_then(|_| holds()).map(hit),
            Self::Rate => holds().map(hit),
            Self::Number { of } | Self::Middle { of } => {
                answer(of).map(|value| value.units(places).map_or(Said::Apart, Said::Units))
            }
            Self::Points { of, points } => answer(of).map(|value| {
                let units = points.get(value.to_string().as_str());
                units.map_or(Said::Apart, |units| Said::Units(*units))
            }),
            Self::Gap { of, expected } => match (answer(of), answer(expected)) {
                (None, None) => None,
                (Some(of), Some(expected)) => {
                    let pair = of.units(places).zip(expected.units(places));
                    Some(pair.map_or(Said::Apart, |(of, expected)| Said::Units(of - expected)))
                }
                _ => Some(Said::Apart),
            },
        };
        said.unwrap_or(Said::Nothing)
    }
}

/// The answers that count, from the first to the last.
fn ends(spec: &MetricSpec, [low, high]: [i64; 2]) -> [i64; 2] {
    let (boxes, best) = match spec.kind {
        MetricKind::BottomBox => (spec.bottom_box, false),
        _ => (spec.top_box, true),
    };
    let boxes = i64::from(boxes.unwrap_or(TOP_BOX));
    let at_the_high_end = best == (spec.better != Some(Better::Low));
    if at_the_high_end {
        [high.saturating_sub(boxes - 1), high]
    } else {
        [low, low.saturating_add(boxes - 1)]
    }
}

/// A number written whole is the number.
fn is_one_of(value: &Value, values: &[Value]) -> bool {
    values
        .iter()
        .any(|one| match (one.as_f64(), value.as_f64()) {
            (Some(one), Some(value)) => one.total_cmp(&value).is_eq(),
            _ => one == value,
        })
}

/// 10 to the number of places.
pub(super) fn scale(places: u32) -> f64 {
    (0..places).fold(1.0, |scale, _| scale * 10.0)
}

/// The decimal places that are kept of a field.
fn places(field: Option<&FieldSpec>) -> u32 {
    match field {
        Some(field) if field.of == FieldType::Number => field.decimals.unwrap_or(DECIMALS),
        _ => 0,
    }
}
