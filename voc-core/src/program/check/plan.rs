//! Planned journeys: what begins and ends them, what is expected, and what they ask of customers.

use super::Checker;
use crate::document::Diagnostic;
use crate::error::Code;
use crate::program::{ExpectSpec, FieldType, JourneySpec, MomentSpec};
use crate::time::Span;

/// The most surveys that walking one instance of a journey should bring a customer.
pub(super) const SURVEYS_MAX: usize = 3;

impl Checker<'_> {
    /// Checks the plans of all journeys.
    pub(super) fn plans(&mut self) {
        let spec = self.spec;
        for (id, journey) in &spec.journeys {
            let path = |key| ["journeys", id.as_str(), key];
            for (key, source) in [("starts", &journey.starts), ("ends", &journey.ends)] {
                if let Some(source) = source {
                    self.condition(&path(key), source, true);
                }
            }
            if let Some(key) = &journey.key {
                self.key(&path("key"), key);
            }
            self.lasts(&path("gap"), journey.gap);
            for (index, stage) in journey.stages.iter().enumerate() {
                if let Some(expect) = &stage.expect {
                    let index = index.to_string();
                    self.expect(&["journeys", id, "stages", &index, "expect"], expect);
                }
            }
            for (name, moment) in &journey.moments_of_truth {
                if let Some(expect) = &moment.expect {
                    let path = ["journeys", id, "moments_of_truth", name, "expect"];
                    self.expect(&path, expect);
                }
                self.moment_by_rule(&["journeys", id, "moments_of_truth", name], name, moment);
            }
            self.ranks(id, journey);
            self.upstream(id, journey);
            self.survey_load(id, journey);
        }
        self.orphans();
    }

    fn key(&mut self, path: &[&str], key: &str) {
        let spec = self.spec;
        let Some(field) = spec.fields.get(key) else {
            let found = Diagnostic::error(Code::Unknown, format!("unknown field `{key}`"));
            let known = spec.fields.keys().map(String::as_str);
            self.add(path, found.nearest(key, known));
            return;
        };
        if !matches!(field.of, FieldType::Text | FieldType::Int) {
            let message = format!("`{key}` tells nothing apart: a key is text or a whole number");
            self.error(path, Code::WrongType, message);
        }
        let mut kinds = spec.kinds.values();
        let carries = |fields: &Vec<String>| fields.iter().any(|field| field == key);
        if !spec.kinds.is_empty() && !kinds.any(|kind| kind.fields.as_ref().is_none_or(carries)) {
            let message = format!("no kind of signal carries `{key}`");
            let found = Diagnostic::warning(Code::Missing, message)
                .hint("add it to the `fields` of the kinds that do");
            self.add(path, found);
        }
    }

    fn lasts(&mut self, path: &[&str], span: Option<Span>) {
        if span.is_some_and(Span::is_zero) {
            self.error(path, Code::OutOfRange, "this span has no length");
        }
    }

    fn expect(&mut self, path: &[&str], expect: &ExpectSpec) {
        let spec = self.spec;
        let says = expect.within.is_some() || expect.contacts.is_some() || expect.outcome.is_some();
        if !says && expect.segments.is_empty() {
            self.warn(path, Code::Missing, "nothing is expected here");
        }
        self.expected(
            path,
            expect.within,
            expect.contacts,
            expect.outcome.as_ref(),
        );
        for (name, other) in &expect.segments {
            let path = [path, &["segments", name]].concat();
            if !spec.segments.contains_key(name) {
                let found = Diagnostic::error(Code::Unknown, format!("unknown segment `{name}`"));
                let known = spec.segments.keys().map(String::as_str);
                self.add(&path, found.nearest(name, known));
            }
            self.expected(&path, other.within, other.contacts, other.outcome.as_ref());
        }
    }

    fn expected(
        &mut self,
        path: &[&str],
        within: Option<Span>,
        contacts: Option<u32>,
        outcome: Option<&String>,
    ) {
        self.lasts(&[path, &["within"]].concat(), within);
        if contacts == Some(0) {
            let path = [path, &["contacts"]].concat();
            self.error(&path, Code::OutOfRange, "it takes one contact at least");
        }
        if let Some(outcome) = outcome {
            self.condition(&[path, &["outcome"]].concat(), outcome, true);
        }
    }

    /// A moment that a rule sees has an owner where the rule raises to somebody.
    fn moment_by_rule(&mut self, path: &[&str], name: &str, moment: &MomentSpec) {
        let spec = self.spec;
        let Some(rule) = moment.rule.as_ref().and_then(|rule| spec.rules.get(rule)) else {
            return;
        };
        let id = moment.rule.as_deref().unwrap_or_default();
        let nobody = spec.routes.is_empty() && spec.fallback.is_none() && rule.raise.to.is_none();
        if rule.shadow || nobody {
            let why = if rule.shadow {
                "is in shadow"
            } else {
                "raises to nobody"
            };
            let message = format!("moment of truth `{name}` has no owner: rule `{id}` {why}");
            self.warn(path, Code::Missing, message);
        }
        if rule.metric.is_some() {
            let message =
                format!("rule `{id}` judges a metric, which is no moment of a customer's");
            self.error(path, Code::WrongType, message);
        }
    }

    fn ranks(&mut self, id: &str, journey: &JourneySpec) {
        let moments = || journey.moments_of_truth.iter();
        for (place, (name, moment)) in moments().enumerate() {
            let path = ["journeys", id, "moments_of_truth", name, "declared_rank"];
            let Some(rank) = moment.declared_rank else {
                continue;
            };
            if rank == 0 {
                self.warn(&path, Code::OutOfRange, "ranks begin at 1");
            }
            let mut before = moments().take(place);
            if let Some((other, _)) = before.find(|(_, one)| one.declared_rank == Some(rank)) {
                let message = format!("moment of truth `{other}` has rank {rank} too");
                self.warn(&path, Code::Ambiguous, message);
            }
        }
    }

    /// What a touch point needs is not later on the journey.
    fn upstream(&mut self, id: &str, journey: &JourneySpec) {
        let stage_of = |point: &String| {
            let mut stages = journey.stages.iter();
            stages.position(|stage| stage.touch_points.contains(point))
        };
        for (point, declared) in &self.spec.touch_points {
            for (index, needed) in declared.needs.iter().enumerate() {
                let stages = stage_of(point).zip(stage_of(needed));
                let Some((own, later)) = stages.filter(|(own, needed)| own < needed) else {
                    continue;
                };
                let stage = |at: usize| journey.stages.get(at).map_or("", |stage| &stage.id);
                let message = format!(
                    "`{point}` at stage `{}` of journey `{id}` needs `{needed}`, which comes later, at `{}`",
                    stage(own),
                    stage(later)
                );
                let path = ["touch_points", point, "needs", &index.to_string()];
                self.warn(&path, Code::OutOfOrder, message);
            }
        }
    }

    /// Finds touch points that no journey leads to.
    fn orphans(&mut self) {
        let spec = self.spec;
        if spec.journeys.is_empty() {
            return;
        }
        for point in spec.touch_points.keys() {
            let mut stages = spec.journeys.values().flat_map(|journey| &journey.stages);
            if stages.any(|stage| stage.touch_points.contains(point)) {
                continue;
            }
            let mut others = spec.touch_points.iter();
            let needs = others.find(|(_, other)| other.needs.contains(point));
            let message = match needs {
                None => format!("touch point `{point}` is on no stage of any journey"),
                Some((other, _)) => format!(
                    "touch point `{point}` is on no stage of any journey, and `{other}` needs it"
                ),
            };
            self.warn(&["touch_points", point], Code::Missing, message);
        }
    }

    /// Counts what one customer can be asked along one instance.
    fn survey_load(&mut self, id: &str, journey: &JourneySpec) {
        let spec = self.spec;
        let on_path = |kind: &String| match (&journey.key, spec.kinds.get(kind)) {
            (Some(key), Some(declared)) => {
                let fields = declared.fields.as_ref();
                fields.is_none_or(|fields| fields.contains(key))
            }
            _ => true,
        };
        let surveys = spec.surveys.iter();
        let asked = surveys.filter(|(_, survey)| survey.after.as_ref().is_some_and(on_path));
        let asked: Vec<&str> = asked.map(|(name, _)| name.as_str()).collect();
        let load = self.held_back(journey, &asked);
        if load > SURVEYS_MAX {
            let message = format!(
                "a customer can be asked {load} surveys on one journey `{id}` ({}), more than {SURVEYS_MAX}",
                asked.join(", ")
            );
            let found = Diagnostic::warning(Code::Limit, message)
                .hint("ask less, or hold invitations back with `quarantine`");
            self.add(&["journeys", id], found);
        }
    }

    /// How many of these surveys the quarantines let through, at most. Where no stage says how long it
    /// takes, an instance is taken to fit into a quarantine's window.
    fn held_back(&self, journey: &JourneySpec, asked: &[&str]) -> usize {
        let stages = journey.stages.iter();
        let spans = stages.filter_map(|stage| stage.expect.as_ref()?.within);
        let length: i64 = spans.map(Span::at_most).sum();
        let quarantines = self.spec.quarantine.values();
        let let_through = quarantines.filter_map(|quarantine| {
            let own = ["customer", "respondent"];
            if !quarantine.per.iter().all(|per| own.contains(&per)) {
                return None;
            }
            let covers = |survey: &&&str| {
                let has = |names: &crate::program::Names| names.iter().any(|name| name == **survey);
                quarantine.surveys.as_ref().is_none_or(has)
                    && !quarantine.except.as_ref().is_some_and(has)
            };
            let covered = asked.iter().filter(covers).count();
            let window = quarantine.within.at_most().max(1);
            let windows = usize::try_from(length.div_euclid(window)).unwrap_or(usize::MAX);
            let most = windows
                .saturating_add(1)
                .saturating_mul(quarantine.invitations as usize);
            Some(asked.len() - covered + covered.min(most))
        });
        let_through.fold(asked.len(), usize::min)
    }
}
