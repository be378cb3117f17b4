//! What signals are told apart by.

use super::{Histories, Moment};
use crate::error::{Code, Error};
use crate::program::{Party, Program};

/// What signals are told apart by: each is in one group, or in none.
#[derive(Debug, Clone)]
pub(crate) enum GroupBy {
    /// What a name means in conditions: `channel`, `unit`, a field, `customer.tier`.
    Name(String),
    /// The stage that it names, else that of its touch point where that has just one.
    Stage,
    /// All segments that hold, by name, joined by ` & `.
    Segments(Vec<String>),
    /// Whether a partner runs its unit, or one above that.
    Party,
}

impl GroupBy {
    /// # Errors
    /// A name that conditions of the program do not know.
    pub(crate) fn named(histories: &Histories, name: &str, at: &str) -> Result<Self, Error> {
        let program = histories.program();
        match name {
            "stage" => return Ok(Self::Stage),
            "party" => return Ok(Self::Party),
            "segment" => {
                let names = program.spec().segments.keys();
                return Ok(Self::Segments(names.cloned().collect()));
            }
            _ => {}
        }
        let plain = name
            .chars()
            .all(|it| it.is_alphanumeric() || "_.".contains(it));
        let known = plain && program.asked_condition(&format!("has({name})")).is_ok();
        if known {
            return Ok(Self::Name(name.to_owned()));
        }
        let own = [
            "channel",
            "touch_point",
            "unit",
            "stage",
            "party",
            "segment",
            "kind",
            "employee",
        ];
        let fields = program.spec().fields.keys().map(String::as_str);
        Err(
            Error::new(Code::Unknown, format!("nothing is told apart by `{name}`"))
                .nearest(name, own.into_iter().chain(fields))
                .at(at),
        )
    }

    /// Whether it is a customer's rather than a signal's.
    pub(crate) fn is_of_customer(&self) -> bool {
        match self {
            Self::Segments(_) => true,
            Self::Name(name) => name.starts_with("customer."),
            Self::Stage | Self::Party => false,
        }
    }

    /// The group of a signal.
    pub(crate) fn at(&self, program: &Program, moment: &Moment<'_>) -> Option<String> {
        let signal = moment.signal;
        match self {
            Self::Name(name) => Some(moment.facts.value(name)?.to_string()),
            Self::Stage => stage_of(program, moment),
            Self::Segments(names) => {
                let held = names
                    .iter()
                    .filter(|name| moment.facts.segment(name).is_yes());
                let held: Vec<&str> = held.map(String::as_str).collect();
                Some(if held.is_empty() {
                    "none".to_owned()
                } else {
                    held.join(" & ")
                })
            }
            Self::Party => {
                let unit = signal.unit.as_deref()?;
                let units = &program.spec().units;
                units.get(unit)?;
                let mut up = program.up_from(unit);
                let partner =
                    |unit: &str| units.get(unit).map(|it| it.party) == Some(Party::Partner);
                Some(if up.any(partner) { "partner" } else { "own" }.to_owned())
            }
        }
    }
}

/// The stage of a signal: the one that it names, else that of its touch point where that has just one.
pub(crate) fn stage_of(program: &Program, moment: &Moment<'_>) -> Option<String> {
    let signal = moment.signal;
    if signal.stage.is_some() {
        return signal.stage.clone();
    }
    match program.stages_of(signal.touch_point.as_deref()?) {
        [only] => Some(only.clone()),
        _ => None,
    }
}
