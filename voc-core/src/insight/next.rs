//! How long until a customer does the same again, or something else.

use super::histories::{GroupBy, Histories};
use super::outcome::usual;
use crate::document::Read;
use crate::error::{Code, Error};
use crate::metric::survival::{Spell, SurvivalQuery, Survivals, survivals};
use crate::time::{Span, Time};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is asked of the time until the next signal.
#[derive(Debug, Clone, PartialEq, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NextQuery {
    /// The condition on the signals from which time runs, such as orders.
    pub from: String,
    /// The condition on the next signal of the customer that ends it; `from` if not said.
    #[serde(default)]
    pub to: Option<String>,
    /// From which of a customer's signals; from each if not said.
    #[serde(default)]
    pub each: NextFrom,
    /// What the signals from which time runs are told apart by: `channel`, `stage`, `party`, `segment`, a
    /// field, `customer.tier`.
    #[serde(default)]
    pub by: Option<String>,
    /// Up to when the mean is taken; as long as every group is watched if not said.
    #[serde(default)]
    pub until: Option<Span>,
    /// The times at which the share still waiting is asked for.
    #[serde(default)]
    pub at: Vec<Span>,
    /// The confidence of the intervals; 0.95 if not said.
    #[serde(default = "usual")]
    pub confidence: f64,
}

/// From which of a customer's signals time runs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NextFrom {
    /// From each.
    #[default]
    Each,
    /// From the first alone: then customers are independent of each other.
    First,
}

/// How long until the next signal; times are in microseconds.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Next {
    /// How many customers have a signal from which time runs.
    pub customers: i64,
    /// Signals of nobody, which nothing can follow.
    pub no_customer: i64,
    /// Signals that are in no group: they are left out.
    pub no_group: i64,
    /// Up to when it is known what came.
    pub until: Time,
    /// How long it takes, by group.
    #[serde(flatten)]
    pub survivals: Survivals,
    /// What the numbers take for granted, in sentences.
    pub assumptions: Vec<String>,
}

/// A signal that matters: whose, when, what it is.
struct Mark {
    customer: usize,
    at: Time,
    is_from: bool,
    /// Absent of a signal in no group, and where no time runs from it.
    group: Option<String>,
    is_to: bool,
}

impl Histories {
    /// How long it takes from a signal to the customer's next one, censored where none has come yet.
    ///
    /// # Errors
    /// A condition that does not compile; a name that tells nothing apart; a span of months; no time that
    /// is known; a confidence outside (0, 1).
    pub fn next(&self, query: &NextQuery) -> Result<Next, Error> {
        let program = self.program();
        let until = self.until()?;
        let from = program
            .asked_condition(&query.from)
            .map_err(|error| error.at("from"))?;
        let to = query.to.as_ref().map(|to| program.asked_condition(to));
        let to = to.transpose().map_err(|error| error.at("to"))?;
        let by = query
            .by
            .as_ref()
            .map(|by| GroupBy::named(self, by, "by"))
            .transpose()?;
        let mut marks: Vec<Mark> = Vec::new();
        let mut no_customer = 0;
        self.read(&mut |moment| {
            let is_from = from.holds(moment.facts).is_yes();
            let is_to = to
                .as_ref()
                .map_or(is_from, |to| to.holds(moment.facts).is_yes());
            let Some(customer) = moment.customer else {
                no_customer += i64::from(is_from);
                return;
            };
            if is_from || is_to {
                let group = || by.as_ref().filter(|_| is_from)?.at(program, moment);
                marks.push(Mark {
                    customer,
                    at: moment.signal.at,
                    is_from,
                    group: group(),
                    is_to,
                });
            }
        });
        let (mut customers, mut no_group) = (0, 0);
        let mut groups: BTreeMap<Option<String>, Vec<Spell>> = BTreeMap::new();
        for own in marks.chunk_by(|one, two| one.customer == two.customer) {
            let mut has_begun = false;
            // The next that ends a time, from the last signal backwards.
            let mut next: Vec<Option<Time>> = Vec::with_capacity(own.len());
            let mut coming = None;
            for mark in own.iter().rev() {
                next.push(coming);
                if mark.is_to {
                    coming = Some(mark.at);
                }
            }
            for (mark, next) in own.iter().zip(next.into_iter().rev()) {
                if !mark.is_from {
                    continue;
                }
                if has_begun && query.each == NextFrom::First {
                    break;
                }
                customers += i64::from(!has_begun);
                has_begun = true;
                if by.is_some() && mark.group.is_none() {
                    no_group += 1;
                    continue;
                }
                let spell = Spell::new(next.unwrap_or(until).since(mark.at), next.is_some());
                groups.entry(mark.group.clone()).or_default().push(spell);
            }
        }
        let micros = |span: Span, at: &str| {
            span.fixed().ok_or_else(|| {
                Error::new(
                    Code::OutOfRange,
                    format!("`{span}` is not of the same length everywhere"),
                )
                .at(at)
                .hint("days, such as P30D")
            })
        };
        let ask = SurvivalQuery {
            until: query
                .until
                .map(|until| micros(until, "until"))
                .transpose()?,
            at: query
                .at
                .iter()
                .map(|at| micros(*at, "at"))
                .collect::<Result<_, _>>()?,
            confidence: query.confidence,
        };
        Ok(Next {
            customers,
            no_customer,
            no_group,
            until,
            survivals: survivals(groups.into_iter().collect(), &ask)?,
            assumptions: assumptions(query.each, until),
        })
    }
}

fn assumptions(each: NextFrom, until: Time) -> Vec<String> {
    let spells = match each {
        NextFrom::Each => {
            "Time runs from each signal: the times of one customer are taken to be independent of each other, which makes intervals too narrow where customers differ. `each: first` takes one of each."
        }
        NextFrom::First => "Time runs from the first signal of each customer.",
    };
    vec![
        spells.to_owned(),
        format!(
            "Who had not come by {until} may still come: they are taken to have waited on as long as the others."
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::Program;
    use crate::signal::Input;

    fn histories() -> Histories {
        let program = Program::parse("{voc: 1, name: Shop, fields: {amount: number}}").unwrap();
        // Days of orders: a on 0, 2 and 7 by phone, phone and web; b on 1 by web; c returns on 3 only.
        let told = [
            ("a", 0, "order", "phone"),
            ("a", 2, "order", "phone"),
            ("a", 7, "order", "web"),
            ("b", 1, "order", "web"),
            ("b", 4, "return", "web"),
            ("c", 3, "return", "web"),
        ];
        let inputs = told.iter().enumerate().map(|(place, (customer, day, kind, channel))| {
            let at = Time::parse("2026-03-01T00:00:00Z").unwrap().plus(day * DAY);
            Input::from_json(&format!(
                r#"{{"id": "s-{place}", "signal": {{"at": "{at}", "customer": "{customer}", "kind": "{kind}", "channel": "{channel}"}}}}"#
            ))
            .unwrap()
        });
        let until = Time::parse("2026-03-11T00:00:00Z").unwrap();
        Histories::of(
            &program,
            &inputs.collect::<Vec<_>>(),
            Vec::new(),
            Some(until),
        )
    }

    const DAY: i64 = 86_400_000_000;

    fn query(text: &str) -> NextQuery {
        crate::document::read_json(text).unwrap()
    }

    /// The steps of each group, as days, at risk and happened; and how many are censored.
    fn shown(next: &Next) -> Vec<String> {
        let rows = next.survivals.groups.iter();
        rows.map(|row| {
            let steps = row.survival.steps.iter();
            let steps: Vec<String> = steps
                .map(|it| format!("{}:{}/{}", it.at / DAY, it.happened, it.at_risk))
                .collect();
            format!(
                "{:?} {} of {} censored",
                row.group.as_deref().unwrap_or_default(),
                steps.join(" "),
                row.survival.censored
            )
        })
        .collect()
    }

    #[test]
    fn from_each_order_to_the_next() {
        let found = histories();
        let next = found
            .next(&query(r#"{"from": "kind == \"order\""}"#))
            .unwrap();
        // a waits 2 and 5 days and then 3 without another; b waits 9.
        assert_eq!(shown(&next), [r#""" 2:1/4 5:1/2 of 2 censored"#]);
        assert_eq!((next.customers, next.no_customer), (2, 0));
        let next = found.next(&query(
            r#"{"from": "kind == \"order\"", "each": "first", "by": "channel", "at": ["P3D"]}"#,
        ));
        let next = next.unwrap();
        assert_eq!(
            shown(&next),
            [r#""phone" 2:1/1 of 0 censored"#, r#""web"  of 1 censored"#]
        );
        assert_eq!(next.survivals.groups[1].survival.at[0].survival, Some(1.0));
        let next = found
            .next(&query(
                r#"{"from": "kind == \"order\"", "to": "kind == \"return\""}"#,
            ))
            .unwrap();
        assert_eq!(shown(&next), [r#""" 3:1/4 of 3 censored"#]);
    }

    #[test]
    fn what_cannot_be_asked() {
        let path = |text: &str| {
            histories()
                .next(&query(text))
                .unwrap_err()
                .path
                .unwrap_or_default()
        };
        assert_eq!(path(r#"{"from": "kind =="}"#), "from");
        assert_eq!(path(r#"{"from": "true", "to": "knd"}"#), "to");
        assert_eq!(path(r#"{"from": "true", "by": "chanel"}"#), "by");
        assert_eq!(path(r#"{"from": "true", "until": "P1M"}"#), "until");
        assert_eq!(path(r#"{"from": "true", "confidence": 1}"#), "confidence");
    }
}
