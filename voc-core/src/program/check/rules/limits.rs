//! Limits on alerts and on invitations.

use super::super::super::Compiled;
use super::super::super::rule::{INVITATION, Limit, Part, SURVEY};
use super::super::super::spec::{FieldType, Names};
use super::super::Checker;
use crate::error::Code;
use crate::time::Span;

/// A limit as it is written, whichever it is.
struct Written<'w> {
    section: &'static str,
    id: &'w str,
    /// The key of the number, and what it counts.
    number: (&'static str, u32),
    per: &'w Names,
    within: Span,
    /// The key of what it covers, and its names.
    only: (&'static str, Option<&'w Names>),
    except: Option<&'w Names>,
    /// What is covered: a rule or a survey.
    what: &'static str,
}

impl Checker<'_> {
    pub(in super::super) fn limits(&mut self, compiled: &mut Compiled) {
        let spec = self.spec;
        let rules: Vec<&str> = spec.rules.keys().map(String::as_str).collect();
        for (id, limit) in &spec.suppress {
            let written = Written {
                section: "suppress",
                id,
                number: ("alerts", limit.alerts),
                per: &limit.per,
                within: limit.within,
                only: ("rules", limit.rules.as_ref()),
                except: limit.except.as_ref(),
                what: "rule",
            };
            compiled.suppress.extend(self.limit(&written, &rules));
        }
        let surveys: Vec<&str> = spec.surveys.keys().map(String::as_str).collect();
        for (id, limit) in &spec.quarantine {
            let written = Written {
                section: "quarantine",
                id,
                number: ("invitations", limit.invitations),
                per: &limit.per,
                within: limit.within,
                only: ("surveys", limit.surveys.as_ref()),
                except: limit.except.as_ref(),
                what: "survey",
            };
            compiled.quarantine.extend(self.limit(&written, &surveys));
        }
        if !spec.quarantine.is_empty() {
            self.invitations(compiled);
        }
    }

    /// Finds a quarantine that nobody can tell of invitations, or of their surveys.
    fn invitations(&mut self, compiled: &Compiled) {
        let spec = self.spec;
        let path = ["quarantine"];
        let kind = spec.kinds.get(INVITATION);
        if kind.is_none() && !spec.kinds.is_empty() {
            let message =
                "a quarantine counts the signals of kind `invitation`, which is not declared";
            self.warn(&path, Code::Missing, message);
            return;
        }
        let field = spec.fields.get(SURVEY);
        if field.is_some_and(|field| field.of != FieldType::Text) {
            let message = "an invitation names its survey in `survey`, as text";
            self.error(&["fields", SURVEY], Code::WrongType, message);
            return;
        }
        let by_survey = |limit: &Limit| {
            limit.only.is_some() || !limit.except.is_empty() || limit.per.contains(&Part::Survey)
        };
        let carried = kind.and_then(|kind| kind.fields.as_ref());
        let named = spec.fields.contains_key(SURVEY)
            && carried.is_none_or(|fields| fields.iter().any(|field| field == SURVEY));
        if let Some(limit) = compiled
            .quarantine
            .iter()
            .find(|one| by_survey(one))
            .filter(|_| !named)
        {
            let message = "an invitation names its survey in the text field `survey`, which it does not carry";
            self.warn(&["quarantine", &limit.id], Code::Missing, message);
        }
    }

    fn limit(&mut self, limit: &Written<'_>, known: &[&str]) -> Option<Limit> {
        let before = self.found.len();
        let path = |key| [limit.section, limit.id, key];
        let (key, number) = limit.number;
        if number == 0 {
            let message = format!("a limit lets at least 1 through; {} is 0", limit.number.0);
            self.error(&path(key), Code::OutOfRange, message);
        }
        self.length(&path("within"), limit.within);
        let mut per = Vec::new();
        for (index, name) in limit.per.iter().enumerate() {
            let index = index.to_string();
            let mut place = vec![limit.section, limit.id, "per"];
            place.push(&index);
            let part = match name {
                "customer" => Some(Part::Customer),
                "rule" if limit.what == "rule" => Some(Part::Rule),
                "survey" if limit.what == "survey" => Some(Part::Survey),
                _ => self.part(&place, name),
            };
            per.extend(part);
        }
        if limit.per.0.is_empty() {
            self.error(&path("per"), Code::Missing, "a limit is per something");
        }
        let (only_key, only) = limit.only;
        for (key, names) in [(only_key, only), ("except", limit.except)] {
            for (index, name) in names.into_iter().flat_map(Names::iter).enumerate() {
                let index = index.to_string();
                let place = [limit.section, limit.id, key, &index];
                self.known(&place, limit.what, name, known.iter().copied());
            }
        }
        if self.found.len() > before {
            return None;
        }
        let names = |names: &Names| names.iter().map(str::to_owned).collect();
        Some(Limit {
            id: limit.id.to_owned(),
            at_most: number,
            per,
            within: limit.within,
            only: only.map(names),
            except: limit.except.map(names).unwrap_or_default(),
        })
    }
}
