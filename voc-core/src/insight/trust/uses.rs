//! What each score is used for, beside whether it can be trusted.

use super::sign::{Gaming, Sign, SignRow};
use crate::named::Named;
use crate::program::{MetricKind, Program, ProgramSpec, Purpose, UseSpec};
use crate::route::Person;
use serde::Serialize;

/// One thing that a score is used for.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UseRow {
    /// The metric.
    pub metric: String,
    /// What it is used for; absent of a metric for which nothing is registered.
    #[serde(rename = "for", skip_serializing_if = "Option::is_none")]
    pub purpose: Option<Purpose>,
    /// The roles of the people whom it touches.
    pub roles: Vec<String>,
    /// Those whom it touches by name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<String>,
    /// The surveys that ask for what it is made of; none of a rate.
    pub surveys: Vec<String>,
    /// Whether somebody gains or loses by the score.
    pub has_stakes: bool,
    /// Everybody whom it touches, by id, where the people are given.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub touched: Vec<Touched>,
    /// Those who are named and are not among the people that are given.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_in_roster: Vec<String>,
    /// The units where something looks like gaming.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub signs: Vec<UseSign>,
}

/// Somebody whom the use of a score touches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Touched {
    /// Their id.
    pub person: String,
    /// Their role.
    pub role: String,
    /// The units in which they work.
    pub units: Vec<String>,
    /// Whether they are named; by their role if not.
    pub by_name: bool,
}

/// What looks like gaming, and who gains by it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UseSign {
    /// The unit.
    pub unit: String,
    /// The sign.
    pub sign: Sign,
    /// Those whom the use touches who work in the unit or above it, by id, where the people are given.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<String>,
    /// The sign and the use in a sentence each.
    pub words: String,
}

/// What each metric of a program is used for, by metric: as registered, one row without a use for each of which
/// nothing is. Beside each stand the flags of the signs that were looked for in that metric, or in no metric
/// by name; and, where the people of the company are given, who it is whom the use touches.
pub fn uses(program: &Program, gaming: &[Gaming], people: Option<&Named<Person>>) -> Vec<UseRow> {
    let spec = program.spec();
    let mut rows = Vec::new();
    for id in spec.metrics.keys() {
        let mine = spec.uses.iter().filter(|one| one.metric == *id);
        let registered: Vec<Use<'_>> = mine
            .map(|one| Use {
                program,
                metric: id,
                registered: Some(one),
                people,
            })
            .collect();
        if registered.is_empty() {
            let none = Use {
                program,
                metric: id,
                registered: None,
                people,
            };
            rows.push(none.row(gaming));
        }
        rows.extend(registered.iter().map(|one| one.row(gaming)));
    }
    rows
}

/// The surveys that ask for what a metric is made of.
fn asking(spec: &ProgramSpec, metric: &str) -> Vec<String> {
    let metric = spec.metrics.get(metric);
    let of = metric.filter(|it| it.kind != MetricKind::Rate);
    let of = of.map(|it| it.of.as_str());
    let surveys = of.into_iter().flat_map(|of| spec.asking(of));
    surveys.map(str::to_owned).collect()
}

/// A use of a metric, or that there is none.
struct Use<'u> {
    program: &'u Program,
    metric: &'u str,
    registered: Option<&'u UseSpec>,
    people: Option<&'u Named<Person>>,
}

impl Use<'_> {
    fn row(&self, gaming: &[Gaming]) -> UseRow {
        let purpose = self.registered.map(|one| one.purpose);
        let named = self.named();
        let unknown = |person: &&String| {
            self.people
                .is_some_and(|people| !people.contains_key(*person))
        };
        UseRow {
            metric: self.metric.to_owned(),
            purpose,
            roles: self.roles().to_vec(),
            people: named.to_vec(),
            surveys: asking(self.program.spec(), self.metric),
            has_stakes: purpose.is_some_and(Purpose::has_stakes),
            touched: self.touched(),
            not_in_roster: named.iter().filter(unknown).cloned().collect(),
            signs: self.signs(gaming),
        }
    }

    fn roles(&self) -> &[String] {
        self.registered
            .map(|one| one.roles.as_slice())
            .unwrap_or_default()
    }

    fn named(&self) -> &[String] {
        self.registered
            .map(|one| one.people.as_slice())
            .unwrap_or_default()
    }

    fn touched(&self) -> Vec<Touched> {
        let all = self.people.into_iter().flatten();
        let touched = all.filter_map(|(id, person)| {
            let by_name = self.named().contains(id);
            (by_name || self.roles().contains(&person.role)).then(|| Touched {
                person: id.clone(),
                role: person.role.clone(),
                units: person.units.clone(),
                by_name,
            })
        });
        touched.collect()
    }

    fn signs(&self, gaming: &[Gaming]) -> Vec<UseSign> {
        let of_metric = |one: &&Gaming| one.metric.as_deref().is_none_or(|of| of == self.metric);
        let mine = gaming.iter().filter(of_metric);
        let flagged = mine.flat_map(|one| &one.rows).filter(|row| row.flagged);
        flagged.map(|row| self.sign(row)).collect()
    }

    fn sign(&self, row: &SignRow) -> UseSign {
        let up = self.program.units_up(&row.unit);
        let works = |one: &&Touched| {
            let mut units = one.units.iter();
            units.any(|unit| *unit == row.unit || up.contains(&unit.as_str()))
        };
        let touched = self.touched();
        let here: Vec<&Touched> = touched.iter().filter(works).collect();
        let whom = self.whom(&row.unit, &here);
        let purpose = self.registered.map(|one| one.purpose);
        UseSign {
            unit: row.unit.clone(),
            sign: row.sign,
            people: here.iter().map(|one| one.person.clone()).collect(),
            words: match purpose.zip(whom) {
                Some((purpose, whom)) => {
                    format!("{} {}", row.words, hangs(self.metric, purpose, &whom))
                }
                None => row.words.clone(),
            },
        }
    }

    /// Who gains by the score of a unit; where nobody says who works there, all that are named.
    fn whom(&self, unit: &str, here: &[&Touched]) -> Option<String> {
        let quoted = |names: &[String]| {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            names.join(", ")
        };
        let ids = |by_name: bool| -> Vec<String> {
            let mine = here.iter().filter(|one| one.by_name == by_name);
            mine.map(|one| one.person.clone()).collect()
        };
        let named = match self.people {
            Some(_) => ids(true),
            None => self.named().to_vec(),
        };
        let mut parts = Vec::new();
        if !self.roles().is_empty() {
            let of_roles = ids(false);
            let who = if of_roles.is_empty() {
                String::new()
            } else {
                format!(" ({})", quoted(&of_roles))
            };
            parts.push(format!("{} of `{unit}`{who}", quoted(self.roles())));
        }
        if !named.is_empty() {
            parts.push(quoted(&named));
        }
        (!parts.is_empty()).then(|| parts.join(" and "))
    }
}

/// What hangs on a score.
fn hangs(metric: &str, purpose: Purpose, whom: &str) -> String {
    match purpose {
        Purpose::Pay => format!("The pay of {whom} hangs on `{metric}`."),
        Purpose::Correction => format!("{whom} may be corrected by `{metric}`."),
        Purpose::Ranking => format!("{whom} are ranked by `{metric}`."),
        Purpose::Improvement => format!("`{metric}` says what {whom} should improve."),
    }
}
