//! Occasions out of a log of inputs.
//!
//! Somebody is invited by a signal of kind `invitation`. They are eligible by a signal of the kind that a
//! transactional survey comes `after`, or of kind `survey_eligible`; `survey_delivered` and `survey_started`
//! tell the steps between. All of these name their survey in the field `survey`, and may name the id of the
//! invitation in the field `invitation`. Any other signal completes the survey that it names in `survey`, or
//! else the only survey that asks for a field that it carries.

use super::happening::{Happening, Look};
use super::log::{Log, Own};
use super::occasion::{Occasion, Step};
use super::state::{Drafts, Heard, survey_of};
use crate::condition::Condition;
use crate::document::Read;
use crate::error::{Code, Error};
use crate::program::{INVITATION, Program, SURVEY};
use crate::rule::{CustomerState, Plan, SignalFacts};
use crate::signal::{Input, Signal};
use crate::time::{Span, Time};
use crate::value::Value;
use serde::{Deserialize, Serialize};

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
    /// The condition on signals that tell of something good for the customer: a delivery on time, praise. With
    /// `bad`, the log also says what happened to customers and whether they were invited right after it.
    #[serde(default)]
    pub good: Option<String>,
    /// The condition on signals that tell of something bad. What is both is bad.
    #[serde(default)]
    pub bad: Option<String>,
    /// How long after something happened an invitation comes right after it; 7 days if not said.
    #[serde(default)]
    pub invited_within: Option<Span>,
}

/// What a log says of who was asked.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HeardOccasions {
    /// The occasions, by customer and in the order in which they began.
    pub occasions: Vec<Occasion>,
    /// What happened to customers, in the same order; none unless it was asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub happenings: Vec<Happening>,
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
/// A condition or field that the program does not know, good happenings without bad ones.
pub fn occasions(
    program: &Program,
    inputs: &[Input],
    query: &HearQuery,
) -> Result<HeardOccasions, Error> {
    let log = Log::of(program, inputs);
    let concern = condition(program, query.concern.as_deref(), "concern")?;
    let look = Look::of(program, query)?;
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
        concern,
        look,
        within: query.concern_within.unwrap_or(Span::of_days(90)),
        answer: query.answer.as_deref(),
    };
    let mut heard = HeardOccasions {
        occasions: Vec::new(),
        happenings: Vec::new(),
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

/// A condition of a query.
pub(super) fn condition(
    program: &Program,
    source: Option<&str>,
    key: &str,
) -> Result<Option<Condition>, Error> {
    let compiled = source.map(|source| {
        program.condition(source).ok_or_else(|| {
            Error::new(Code::Malformed, format!("`{source}` is no condition")).at(key)
        })
    });
    compiled.transpose()
}

/// Whether a customer does not want to be asked, as of an instant.
pub(super) fn declines(program: &Program, own: &Own, signal: &Signal, at: Time) -> bool {
    let Some(name) = &program.spec().privacy.contact_consent else {
        return false;
    };
    let known = own.known(signal, at);
    let said = signal.fields.get(name).or_else(|| known.get(name));
    said == Some(&Value::Bool(false))
}

/// How the signals of a customer are heard.
struct Hearing<'p> {
    program: &'p Program,
    plan: Plan,
    until: Time,
    concern: Option<Condition>,
    look: Option<Look>,
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
        if let Some(look) = &self.look {
            let is_answer = |signal: &Signal| self.reaches(Step::Completed, signal).is_some();
            let found = look.of_customer(self.program, (name, own), self.until, &is_answer);
            heard.happenings.extend(found);
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
        if declines(self.program, own, first, due) {
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
