//! Occasions out of a log of inputs.
//!
//! Somebody is invited by a signal of kind `invitation`. They are eligible by a signal of the kind that a
//! transactional survey comes `after`, or of kind `survey_eligible`; `survey_delivered` and `survey_started`
//! tell the steps between. All of these name their survey in the field `survey`, and may name the id of the
//! invitation in the field `invitation`. Any other signal completes the survey that it names in `survey`, or
//! else the only survey that asks for a field that it carries.

use super::occasion::{Occasion, Step};
use super::state::{Drafts, Heard, survey_of};
use crate::condition::Condition;
use crate::document::Read;
use crate::error::{Code, Error};
use crate::named::Named;
use crate::ordered::{Few, Map};
use crate::program::{INVITATION, Program, SURVEY};
use crate::rule::{CustomerState, Plan, SignalFacts};
use crate::signal::{Body, Input, Signal, check_signal};
use crate::text::Text;
use crate::time::{Span, Time};
use crate::value::Value;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The kind of signal by which a host tells that a customer could be asked.
pub const ELIGIBLE: &str = "survey_eligible";
/// The kind of signal by which a host tells that an invitation arrived.
pub const DELIVERED: &str = "survey_delivered";
/// The kind of signal by which a host tells that somebody began to answer.
pub const STARTED: &str = "survey_started";

/// How a log is read.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Read)]
#[serde(deny_unknown_fields)]
pub struct HearQuery {
    /// Up to when; up to the last input if not said. What could be asked of somebody later is pending.
    #[serde(default)]
    pub until: Option<Time>,
    /// The condition on signals that show a concern: then each occasion says whether its customer had one.
    #[serde(default)]
    pub concern: Option<String>,
    /// How long before the occasion a concern counts; 90 days if not said.
    #[serde(default)]
    pub concern_within: Option<Span>,
    /// The field with the answer that occasions carry.
    #[serde(default)]
    pub answer: Option<String>,
}

/// What a log says of who was asked.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HeardOccasions {
    /// The occasions, by customer and in the order in which they began.
    pub occasions: Vec<Occasion>,
    /// How many could be asked only after the log ends; they are none of the occasions.
    pub pending: u64,
    /// How many steps were told once more of an occasion that had reached them.
    pub repeated: u64,
    /// How many signals told of a survey and of no customer.
    pub without_customer: u64,
    /// How many inputs were refused: those that an engine refuses too.
    pub refused: u64,
}

/// The occasions that a log shows. Signals that were corrected count as corrected, those that were taken back
/// do not count, and customers who are one are one.
///
/// # Errors
/// A condition or field that the program does not know.
pub fn occasions(
    program: &Program,
    inputs: &[Input],
    query: &HearQuery,
) -> Result<HeardOccasions, Error> {
    let log = Log::of(program, inputs);
    let concern = query.concern.as_deref();
    let concern = concern.map(|source| {
        program.condition(source).ok_or_else(|| {
            Error::new(Code::Malformed, format!("`{source}` is no condition")).at("concern")
        })
    });
    let fields = &program.spec().fields;
    if let Some(field) = &query.answer
        && !fields.contains_key(field)
    {
        let known = fields.keys().map(String::as_str);
        return Err(
            Error::new(Code::Unknown, format!("unknown field `{field}`"))
                .at("answer")
                .nearest(field, known),
        );
    }
    let hearing = Hearing {
        program,
        plan: Plan::of(program),
        until: query.until.or(log.last).unwrap_or(Time::MIN),
        concern: concern.transpose()?,
        within: query.concern_within.unwrap_or(Span::of_days(90)),
        answer: query.answer.as_deref(),
    };
    let mut heard = HeardOccasions {
        occasions: Vec::new(),
        pending: 0,
        repeated: 0,
        without_customer: log.without_customer,
        refused: log.refused,
    };
    for (name, own) in &log.customers {
        hearing.customer(name, own, &mut heard);
    }
    Ok(heard)
}

/// What is known of one customer.
#[derive(Debug, Default)]
struct Own {
    signals: BTreeMap<(Time, Text), Signal>,
    stated: BTreeMap<(Time, Text), Few<String, Value>>,
}

#[derive(Debug, Default)]
struct Log {
    customers: Map<String, Own>,
    without_customer: u64,
    refused: u64,
    last: Option<Time>,
}

impl Log {
    fn of(program: &Program, inputs: &[Input]) -> Self {
        let mut log = Self::default();
        let mut newest: BTreeMap<&str, (u32, Signal)> = BTreeMap::new();
        let mut gone: Named<()> = Named::new();
        let mut merged: Named<&str> = Named::new();
        let mut stated = Vec::new();
        for input in inputs {
            log.last = log.last.max(input.at()).max(input.received);
            match &input.body {
                Body::Signal(signal) => {
                    let mut signal = (**signal).clone();
                    let is_known = check_signal(program, &mut signal).is_ok();
                    let before = newest.get(input.id.as_str());
                    let is_next = before.is_none_or(|(revision, known)| {
                        input.revision > *revision || *known == signal
                    });
                    if is_known && is_next {
                        newest.insert(&input.id, (input.revision, signal));
                    } else {
                        log.refused += 1;
                    }
                }
                Body::Retract(retract) => {
                    gone.insert(retract.signal.as_str(), ());
                }
                Body::Merge(merge) => {
                    let (from, into) = (root(&merged, &merge.from), root(&merged, &merge.into));
                    if from != into {
                        merged.insert(from, into);
                    }
                }
                Body::Customer(statement) => stated.push((&input.id, statement)),
                _ => {}
            }
        }
        for (id, statement) in stated {
            let own = log.customers.or_default(root(&merged, &statement.customer));
            let key = (statement.at, Text::from(id.as_str()));
            own.stated.insert(key, statement.attributes.clone());
        }
        for (id, (_, signal)) in newest {
            if gone.contains_key(id) {
                continue;
            }
            let Some(customer) = signal.customer.as_deref() else {
                log.without_customer += u64::from(survey_of(&signal).is_some());
                continue;
            };
            let own = log.customers.or_default(root(&merged, customer));
            own.signals.insert((signal.at, Text::from(id)), signal);
        }
        log
    }
}

fn root<'c>(merged: &Named<&'c str>, mut customer: &'c str) -> &'c str {
    while let Some(into) = merged.get(customer) {
        customer = into;
    }
    customer
}

/// How the signals of a customer are heard.
struct Hearing<'p> {
    program: &'p Program,
    plan: Plan,
    until: Time,
    concern: Option<Condition>,
    within: Span,
    answer: Option<&'p str>,
}

impl Hearing<'_> {
    fn customer(&self, name: &str, own: &Own, heard: &mut HeardOccasions) {
        let mut drafts = Drafts::default();
        let mut sent = CustomerState::default();
        let signals = own
            .signals
            .iter()
            .take_while(|((at, _), _)| *at <= self.until)
            .map(|(key, signal)| Heard { id: &key.1, signal });
        // An invitation comes after what made the customer eligible, and before any later step.
        for one in signals.clone() {
            for survey in self.makes_eligible(one.signal) {
                drafts.eligible(survey, one);
            }
        }
        for one in signals.clone() {
            if one.signal.kind == INVITATION
                && let Some(survey) = survey_of(one.signal)
            {
                let key = (one.signal.at, one.id.clone());
                sent.hear_invitation(&self.plan, &key, Some(one.signal));
                drafts.invited(survey, one);
            }
        }
        for step in [Step::Delivered, Step::Started, Step::Completed] {
            for one in signals.clone() {
                if let Some(survey) = self.reaches(step, one.signal) {
                    drafts.reach(survey, step, one);
                    if step == Step::Completed {
                        self.note_answer(&mut drafts, survey, one.signal);
                    }
                }
            }
        }
        heard.repeated += drafts.repeated;
        drafts.all.sort_by_key(|draft| draft.first.signal.at);
        for mut draft in drafts.all {
            let occasion = &mut draft.occasion;
            occasion.customer = Some(name.to_owned());
            let first = draft.first;
            let due = self.due(occasion, first.signal);
            let waits = occasion.has(Step::Eligible)
                && !occasion.has(Step::Invited)
                && !occasion.has(Step::Completed);
            if waits && due > self.until {
                heard.pending += 1;
                continue;
            }
            let known = own.known(first.signal, first.signal.at);
            if occasion.has(Step::Eligible) && !occasion.has(Step::Invited) {
                occasion.reason = self.reason(&occasion.survey, own, first.signal, due, &sent);
            }
            let facts = SignalFacts {
                program: self.program,
                signal: first.signal,
                attributes: &known,
            };
            let segments = self.program.spec().segments.keys();
            let segments = segments.filter(|name| self.program.segment(name, &facts).is_yes());
            occasion.segments = segments.cloned().collect();
            if let Some(concern) = &self.concern {
                occasion.concern = Some(self.had(concern, own, first));
            }
            heard.occasions.push(draft.occasion);
        }
    }

    /// The surveys that a signal makes its customer eligible for.
    fn makes_eligible<'s>(&'s self, signal: &'s Signal) -> Vec<&'s str> {
        if signal.kind == ELIGIBLE {
            return survey_of(signal).into_iter().collect();
        }
        let surveys = self.program.spec().surveys.iter();
        let after = surveys.filter(|(_, spec)| spec.after.as_ref() == Some(&signal.kind));
        after.map(|(id, _)| id.as_str()).collect()
    }

    /// The survey of which a signal tells that this step was reached.
    fn reaches<'s>(&'s self, step: Step, signal: &'s Signal) -> Option<&'s str> {
        match (signal.kind.as_str(), step) {
            (DELIVERED, Step::Delivered) | (STARTED, Step::Started) => survey_of(signal),
            (DELIVERED | STARTED | ELIGIBLE | INVITATION, _) => None,
            (_, Step::Completed) => survey_of(signal).or_else(|| self.asks_for(signal)),
            _ => None,
        }
    }

    /// The only survey that asks for a field that a signal carries, and does not come after it.
    fn asks_for(&self, signal: &Signal) -> Option<&str> {
        let asks = |(_, spec): &(&String, &crate::program::SurveySpec)| {
            spec.after.as_ref() != Some(&signal.kind)
                && spec
                    .questions
                    .keys()
                    .any(|field| signal.fields.contains_key(field))
        };
        let mut surveys = self.program.spec().surveys.iter().filter(asks);
        let only = surveys.next()?;
        surveys.next().is_none().then_some(only.0.as_str())
    }

    fn note_answer(&self, drafts: &mut Drafts<'_>, survey: &str, signal: &Signal) {
        let answer = self.answer.and_then(|field| signal.fields.get(field));
        let number = match answer {
            #[expect(clippy::cast_precision_loss, reason = "answers are small")]
            Some(Value::Int(answer)) => Some(*answer as f64),
            Some(Value::Number(answer)) => Some(*answer),
            _ => None,
        };
        if let (Some(_), Some(occasion)) = (number, drafts.completed_at(survey, signal.at)) {
            occasion.answer = number;
        }
    }

    /// When an invitation would be sent.
    fn due(&self, occasion: &Occasion, first: &Signal) -> Time {
        let survey = self.program.spec().surveys.get(&occasion.survey);
        let comes_after = survey.filter(|spec| spec.after.as_ref() == Some(&first.kind));
        let delay = comes_after.and_then(|spec| spec.delay);
        delay.map_or(first.at, |delay| delay.after(first.at, self.program.zone()))
    }

    /// Why nobody was invited.
    fn reason(
        &self,
        survey: &str,
        own: &Own,
        first: &Signal,
        due: Time,
        sent: &CustomerState,
    ) -> Option<String> {
        let consent = self.program.spec().privacy.contact_consent.as_ref();
        let says_no = |name: &String| {
            let known = own.known(first, due);
            let said = first.fields.get(name).or_else(|| known.get(name));
            said == Some(&Value::Bool(false))
        };
        if consent.is_some_and(says_no) {
            return Some("no_consent".to_owned());
        }
        let mut asked = first.clone();
        asked.at = due;
        INVITATION.clone_into(&mut asked.kind);
        asked
            .fields
            .insert(SURVEY.to_owned(), Value::Text(survey.to_owned()));
        let may = sent.invitations.may_invite(&self.plan, survey, &asked);
        let held = may.held_by.first()?;
        Some(format!("quarantine:{}", held.quarantine))
    }

    /// Whether a customer showed a concern before an occasion, or by what began it.
    fn had(&self, concern: &Condition, own: &Own, first: Heard<'_>) -> bool {
        let at = first.signal.at;
        let edge = self.within.window_edge(at, self.program.zone());
        let mut before = own
            .signals
            .iter()
            .filter(|((when, _), _)| edge < *when && *when <= at);
        before.any(|(key, signal)| {
            // What came of the survey itself is no reason to leave somebody out of it.
            let is_earlier = key.0 < at || key.1 == *first.id;
            let known = own.known(signal, signal.at);
            let facts = SignalFacts {
                program: self.program,
                signal,
                attributes: &known,
            };
            is_earlier && concern.holds(&facts).is_yes()
        })
    }
}

impl Own {
    /// What is known of the customer as of a signal, at an instant.
    fn known(&self, signal: &Signal, at: Time) -> Few<String, Value> {
        let mut known = Few::new();
        let stated = self.stated.iter().take_while(|((when, _), _)| *when <= at);
        for (_, attributes) in stated {
            for (name, value) in attributes {
                known.insert(name.clone(), value.clone());
            }
        }
        for (name, value) in &signal.attributes {
            known.insert(name.clone(), value.clone());
        }
        known
    }
}
