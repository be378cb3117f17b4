//! How long it takes from one activity to another, with those that have not come there yet.

use super::log::EventLog;
use crate::document::Read;
use crate::error::{Code, Error};
use crate::metric::survival::{Spell, SurvivalQuery, Survivals, survivals};
use crate::time::Time;
use serde::Deserialize;

/// From one activity of an instance to another.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Read)]
#[serde(deny_unknown_fields)]
pub struct UntilNext {
    /// The activity before.
    pub from: String,
    /// The activity after.
    pub to: String,
    /// Up to when the log was watched; its last event if not said.
    #[serde(default)]
    pub until: Option<Time>,
}

impl EventLog {
    /// How long it takes from the first `from` of an instance to the next `to`, in microseconds. Beside
    /// [`EventLog::between`] and [`EventLog::retention`], instances that have not come to `to` yet count as
    /// long as they were watched.
    ///
    /// # Errors
    /// An activity that the log does not have; an `until` before its last event.
    pub fn until_next(&self, of: &UntilNext) -> Result<Survivals, Error> {
        let (before, after) = (
            self.number_of(&of.from, "from")?,
            self.number_of(&of.to, "to")?,
        );
        let events = self.instances().flat_map(|one| one.events);
        let last = events.map(|event| event.at).max();
        if of.until.zip(last).is_some_and(|(until, last)| until < last) {
            let message = "the log goes on after this instant";
            return Err(Error::new(Code::OutOfRange, message).at("until"));
        }
        let until = of.until.or(last).unwrap_or(Time::MIN);
        let mut spells = Vec::new();
        for one in self.instances() {
            let mut events = one.events.iter();
            let Some(first) = events.find(|event| event.activity == before) else {
                continue;
            };
            let next = events
                .find(|event| event.activity == after)
                .map(|next| next.at);
            spells.push(Spell::new(
                next.unwrap_or(until).since(first.at),
                next.is_some(),
            ));
        }
        survivals(vec![(None, spells)], &SurvivalQuery::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journey::{Coded, LogColumns};

    #[test]
    fn who_has_not_come_yet_counts_as_long_as_watched() {
        // a comes to `paid` 3 after `told`, b and c have not after 9 and 6.
        let instance = [0, 0, 1, 2, 2];
        let activity = [0, 1, 0, 0, 2];
        let log = EventLog::read(&LogColumns {
            instance: Coded {
                codes: &instance,
                texts: &["a", "b", "c"],
            },
            activity: Coded {
                codes: &activity,
                texts: &["told", "paid", "asked"],
            },
            at: &[1, 4, 1, 4, 10],
            order: None,
        })
        .unwrap();
        let ask = |until| UntilNext {
            from: "told".to_owned(),
            to: "paid".to_owned(),
            until,
        };
        let found = log.until_next(&ask(None)).unwrap();
        let survival = &found.groups[0].survival;
        assert_eq!(
            (survival.n, survival.happened, survival.steps[0].at),
            (3, 1, 3)
        );
        assert!((survival.steps[0].survival - 2.0 / 3.0).abs() < 1e-12);
        assert_eq!(survival.mean.unwrap().until, 9);
        let error = log.until_next(&ask(Time::from_micros(9))).unwrap_err();
        assert_eq!(error.path.as_deref(), Some("until"));
        let error = log
            .until_next(&UntilNext {
                to: "payed".to_owned(),
                ..ask(None)
            })
            .unwrap_err();
        assert_eq!(error.path.as_deref(), Some("to"));
    }
}
