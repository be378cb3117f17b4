//! Why an alert was raised, and what came of it.

use super::{Engine, Event, Run, Suppression, What};
use crate::case::{Case, State};
use crate::document::Read;
use crate::error::{Code, Error};
use crate::route::{Audience, PassedOver, Routed};
use crate::rule::{Alert, Question, Standing, WhyNot, explain::paragraph, words};
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// An alert that stands, explained.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Explanation {
    /// The alert; its `why` holds what was found.
    pub alert: Alert,
    /// What became of it.
    pub standing: Standing,
    /// Its rule began in mid-stream, and had not seen all that it looks back on: it will have then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warming_until: Option<Time>,
    /// Where it went, by what that was decided and by which steps; absent where it went nowhere. Who was
    /// passed over is known of a run, and where the case that it opened carries its route; the build for
    /// pages leaves them out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub routed: Option<Routed>,
    /// Who was told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub told: Vec<Audience>,
    /// The cases that it opened or joined.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cases: Vec<Followed>,
    /// All of it in plain English.
    pub paragraph: String,
}

/// A case that an alert opened or joined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Followed {
    /// The case.
    pub case: String,
    /// Its type.
    pub case_type: String,
    /// Whether the alert opened it; else it joined.
    pub opened: bool,
    /// Where the work stands.
    pub state: State,
}

impl Engine {
    /// Why an alert was raised: what its rule found, who was told and by which rule of routing, and the
    /// case that it opened or joined; as data and as one paragraph.
    ///
    /// # Errors
    /// An alert that does not stand, or that is settled: its event holds `why`, and
    /// [`paragraph`] makes words of it.
    pub fn explain(&self, alert: &str) -> Result<Explanation, Error> {
        let found = self.state.facts.standing_alert(alert);
        found.map_or_else(|| Err(settled(alert)), |alert| Ok(self.explanation(alert)))
    }

    fn explanation(&self, alert: &Alert) -> Explanation {
        let follow_up = &self.state.follow_up;
        let cases = follow_up.of_alert(&alert.id, alert);
        let routed = follow_up.routed(&alert.id).map(|routed| Routed {
            by: routed.decided_by(),
            passed_over: passed_over(&cases, &alert.id),
            ..routed.clone()
        });
        let mut explanation = Explanation {
            standing: self.standing(alert),
            told: routed.as_ref().map(Routed::told).unwrap_or_default(),
            routed,
            cases: cases
                .iter()
                .map(|case| Followed::of(case, &alert.id))
                .collect(),
            paragraph: String::new(),
            warming_until: self.plans.rules.warming_until(&alert.rule, alert.at),
            alert: alert.clone(),
        };
        explanation.paragraph = explanation.words(self);
        explanation
    }

    /// Why a rule did not fire for a customer at an instant, now if not said; or that it did. As data
    /// and as one paragraph.
    ///
    /// The customer's signals nearest to the instant are looked at, and the state of the pattern there;
    /// what a deadline came to is told though it lies later.
    ///
    /// # Errors
    /// An unknown rule or customer, a rule over a metric, and with the code `settled` an instant before
    /// which signals are not retained: the hint says how to ask the history.
    pub fn why_not(&self, rule: &str, customer: &str, at: Option<Time>) -> Result<WhyNot, Error> {
        let at = at.or(self.state.now).unwrap_or(Time::MAX);
        let program = self.plans.program_at(at);
        let found = program.rule(rule).ok_or_else(|| {
            let known = program.rules().map(|rule| rule.id.as_str());
            let error = Error::new(
                Code::Unknown,
                format!("there is no rule `{rule}` on customers"),
            );
            error.at("rule").nearest(rule, known)
        })?;
        let state = self
            .state
            .facts
            .of(Some(self.state.merged.root(customer)))
            .ok_or_else(|| {
                let message = format!("no signal of customer `{customer}` has come in");
                Error::new(Code::NotFound, message).at("customer")
            })?;
        let question = Question {
            plan: self.plans.rules.at(at),
            all: &self.plans.rules,
            customer: self.state.merged.root(customer),
            at,
            horizon: self.horizon(),
            standing: &|alert| self.standing(alert),
        };
        state.why_not(&question, found)
    }

    /// What became of an alert that stands.
    pub(super) fn standing(&self, alert: &Alert) -> Standing {
        let program = self.plans.program_of(alert);
        let rule = program.spec().rules.get(&alert.rule);
        if rule.is_some_and(|rule| rule.shadow) {
            return Standing::Shadow;
        }
        if program.live_from().is_some_and(|from| alert.at < from) {
            return Standing::NotLive;
        }
        if let Some(reasons) = self.state.follow_up.limits.reasons_of(&alert.id) {
            return suppressed(reasons);
        }
        let held = self.held_until(alert);
        match held.filter(|_| self.state.facts.is_held(&alert.id)) {
            Some(until) => Standing::Held { until },
            None => Standing::Raised,
        }
    }
}

impl Run {
    /// Why an alert was raised, as [`Engine::explain`] tells it; of one that can no longer change, from
    /// the events of the run.
    ///
    /// # Errors
    /// An alert that was never raised, or was retracted.
    pub fn explain(&self, alert: &str) -> Result<Explanation, Error> {
        let mut explanation = match self.engine.explain(alert) {
            Ok(explanation) => explanation,
            Err(_) => self.explained_by_events(alert)?,
        };
        if let Some(routed) = &mut explanation.routed
            && let Some(told) = self.events.iter().rev().find_map(|event| way(event, alert))
        {
            routed.passed_over.clone_from(&told.passed_over);
            explanation.paragraph = explanation.words(&self.engine);
        }
        Ok(explanation)
    }

    /// One that can no longer change.
    fn explained_by_events(&self, alert: &str) -> Result<Explanation, Error> {
        let told = || {
            self.events
                .iter()
                .rev()
                .filter_map(|event| about(event, alert))
        };
        let Some((Some(found), _)) = told().next() else {
            return Err(settled(alert));
        };
        let mut explanation = self.engine.explanation(found);
        if let Some(standing) = told().find_map(|(_, standing)| standing).flatten() {
            explanation.standing = standing;
            explanation.paragraph = explanation.words(&self.engine);
        }
        Ok(explanation)
    }
}

/// Who was passed over on the way to the case that an alert opened, where that carries its route.
fn passed_over(cases: &[&Case], alert: &str) -> Vec<PassedOver> {
    if cfg!(small) {
        return Vec::new();
    }
    let opened = cases
        .iter()
        .filter(|case| Followed::of(case, alert).opened)
        .max_by_key(|case| case.opened_at);
    let routed = opened.and_then(|case| case.routed.as_deref());
    routed.map_or_else(Vec::new, |routed| routed.passed_over.clone())
}

/// The way that an alert went, where an event tells it.
fn way<'e>(event: &'e Event, id: &str) -> Option<&'e Routed> {
    match &event.what {
        What::AlertRouted { alert, routed } if alert == id => Some(routed),
        _ => None,
    }
}

/// What an event says of an alert: the alert, where it stands, and whether it was decided, and held back.
type About<'e> = (Option<&'e Alert>, Option<Option<Standing>>);

fn about<'e>(event: &'e Event, id: &str) -> Option<About<'e>> {
    let (alert, standing) = match &event.what {
        What::AlertRevised { alert } | What::AlertMoved { alert, .. } => (alert, None),
        What::AlertRaised { alert } => (alert, Some(None)),
        What::AlertShadowed { alert } => (alert, Some(Some(Standing::Shadow))),
        What::AlertSuppressed { alert, reasons } => (alert, Some(Some(suppressed(reasons)))),
        What::AlertRetracted { alert } => return (alert.id == id).then_some((None, None)),
        _ => return None,
    };
    (alert.id == id).then_some((Some(alert), standing))
}

fn suppressed(reasons: &[Suppression]) -> Standing {
    Standing::Suppressed {
        by: reasons.iter().map(Suppression::words).collect(),
    }
}

fn settled(alert: &str) -> Error {
    let message = format!("no alert `{alert}` is held that may still change");
    Error::new(Code::NotFound, message).at("alert").hint(
        "it is settled, was retracted, or never was; its event `alert_raised` holds `why`, and `explain` of \
         the program makes a paragraph of it",
    )
}

impl Followed {
    fn of(case: &Case, alert: &str) -> Self {
        let opener = case.alerts.first();
        Self {
            case: case.id.clone(),
            case_type: String::from(&case.case_type),
            opened: opener.is_some_and(|first| first.id == alert),
            state: case.state,
        }
    }
}

impl Explanation {
    fn words(&self, engine: &Engine) -> String {
        let mut told = vec![paragraph(engine.plans.program_of(&self.alert), &self.alert)];
        if let Some(until) = self.warming_until {
            let since = engine
                .plans
                .rules
                .in_force_since(&self.alert.rule, self.alert.at);
            told.extend(since.map(|since| words::warming(since, until)));
        }
        told.extend(self.standing.words());
        if let Some(routed) = &self.routed {
            told.push(format!("It was routed so: {}.", routed.steps.join("; ")));
        }
        #[cfg(not(small))]
        if let Some(routed) = &self.routed
            && !routed.passed_over.is_empty()
        {
            let names: Vec<String> = routed.passed_over.iter().map(ToString::to_string).collect();
            told.push(format!("Passed over: {}.", names.join(", ")));
        }
        if self.routed.is_some() && self.told.is_empty() {
            told.push("Nobody was found to tell.".to_owned());
        }
        if !self.told.is_empty() {
            let names: Vec<String> = self.told.iter().map(ToString::to_string).collect();
            told.push(format!("Told: {}.", names.join(", ")));
        }
        let overtaken = self.routed.iter().flat_map(|routed| &routed.overtaken);
        let overtaken: Vec<String> = overtaken.map(ToString::to_string).collect();
        if !overtaken.is_empty() {
            told.push(format!(
                "Told before it was corrected: {}.",
                overtaken.join(", ")
            ));
        }
        for case in &self.cases {
            let how = if case.opened { "opened" } else { "joined" };
            told.push(format!(
                "It {how} the case `{}` of type `{}`.",
                case.case, case.case_type
            ));
        }
        told.join(" ")
    }
}
