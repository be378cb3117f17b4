//! Reading what happened to a case: one form with the parts of all variants. What serde derives reads
//! every variant by itself, and was a large part of the wasm file.

use super::CaseAlert;
use super::action::{CaseChange, Verdict};
use crate::document::short_or_full;
use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error, IntoDeserializer};

#[derive(serde::Deserialize)]
struct Form {
    #[serde(rename = "type")]
    of: Type,
    alert: Option<Alert>,
    priority: Option<String>,
    to: Option<String>,
    channel: Option<String>,
    reached: Option<bool>,
    on: Option<String>,
    root_cause: Option<String>,
    note: Option<String>,
    how: Option<String>,
    verdict: Option<Verdict>,
    source: Option<String>,
    reason: Option<String>,
    text: Option<String>,
    into: Option<String>,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "snake_case")]
enum Type {
    Opened,
    AlertJoined,
    AlertWithdrawn,
    CustomerMerged,
    AlertMoved,
    PriorityRaised,
    Assigned,
    Acknowledged,
    Started,
    Contacted,
    Waiting,
    RootCauseFound,
    Resolved,
    VerdictAsked,
    QuestionWithdrawn,
    VerdictRecorded,
    Waived,
    Closed,
    Reopened,
    Commented,
    Flagged,
    Cancelled,
}

/// An alert by its id, or with what is known of it.
enum Alert {
    Id(String),
    Whole(CaseAlert),
}

impl<'de> Deserialize<'de> for Alert {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        short_or_full(
            deserializer,
            "an alert",
            |id| Ok(Self::Id(id.to_owned())),
            Self::Whole,
        )
    }
}

impl<'de> Deserialize<'de> for CaseChange {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let form = Form::deserialize(deserializer)?;
        change(form).map_err(|problem| match problem {
            Problem::Missing(name) => D::Error::missing_field(name),
            Problem::Other(message) => D::Error::custom(message),
        })
    }
}

enum Problem {
    Missing(&'static str),
    Other(String),
}

fn change(form: Form) -> Result<CaseChange, Problem> {
    let reason = need("reason", form.reason);
    Ok(match form.of {
        Type::Opened => CaseChange::Opened,
        Type::AlertJoined => match need("alert", form.alert)? {
            Alert::Whole(alert) => CaseChange::AlertJoined { alert },
            Alert::Id(_) => return Err(Problem::Other("expected a whole alert".to_owned())),
        },
        Type::AlertWithdrawn => CaseChange::AlertWithdrawn {
            alert: id(need("alert", form.alert)?)?,
        },
        Type::CustomerMerged => CaseChange::CustomerMerged {
            into: need("into", form.into)?,
        },
        Type::AlertMoved => CaseChange::AlertMoved {
            alert: id(need("alert", form.alert)?)?,
            to: need("to", form.to)?,
        },
        Type::PriorityRaised => CaseChange::PriorityRaised {
            priority: need("priority", form.priority)?,
        },
        Type::Assigned => CaseChange::Assigned {
            to: need("to", form.to)?,
        },
        Type::Acknowledged => CaseChange::Acknowledged,
        Type::Started => CaseChange::Started,
        Type::Contacted => CaseChange::Contacted {
            channel: form.channel,
            reached: need("reached", form.reached)?,
        },
        Type::Waiting => CaseChange::Waiting {
            on: named(form.on)?,
        },
        Type::RootCauseFound => CaseChange::RootCauseFound {
            root_cause: need("root_cause", form.root_cause)?,
        },
        Type::Resolved => CaseChange::Resolved { note: form.note },
        Type::VerdictAsked => CaseChange::VerdictAsked { how: form.how },
        Type::QuestionWithdrawn => CaseChange::QuestionWithdrawn,
        Type::VerdictRecorded => CaseChange::VerdictRecorded {
            verdict: need("verdict", form.verdict)?,
            source: need("source", form.source)?,
        },
        Type::Waived => CaseChange::Waived { reason: reason? },
        Type::Closed => CaseChange::Closed {
            on: named(form.on)?,
        },
        Type::Reopened => CaseChange::Reopened { reason: reason? },
        Type::Commented => CaseChange::Commented {
            text: need("text", form.text)?,
        },
        Type::Flagged => CaseChange::Flagged,
        Type::Cancelled => CaseChange::Cancelled { reason: reason? },
    })
}

fn id(alert: Alert) -> Result<String, Problem> {
    match alert {
        Alert::Id(id) => Ok(id),
        Alert::Whole(_) => Err(Problem::Other("expected the id of an alert".to_owned())),
    }
}

fn need<T>(name: &'static str, part: Option<T>) -> Result<T, Problem> {
    part.ok_or(Problem::Missing(name))
}

fn named<T: DeserializeOwned>(on: Option<String>) -> Result<T, Problem> {
    let name: serde::de::value::StringDeserializer<serde::de::value::Error> =
        need("on", on)?.into_deserializer();
    T::deserialize(name).map_err(|error| Problem::Other(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::CaseChange;
    use serde_json::{from_value, json};

    fn problem(change: serde_json::Value) -> String {
        from_value::<CaseChange>(change).unwrap_err().to_string()
    }

    #[test]
    fn every_change_is_read_as_it_was_written() {
        let alert = json!({"id": "a", "rule": "r", "signal": "s", "standing": true});
        for change in [
            json!({"type": "opened"}),
            json!({"type": "alert_joined", "alert": alert}),
            json!({"type": "alert_withdrawn", "alert": "a"}),
            json!({"type": "customer_merged", "into": "c"}),
            json!({"type": "alert_moved", "alert": "a", "to": "b"}),
            json!({"type": "priority_raised", "priority": "p1"}),
            json!({"type": "assigned", "to": "u1"}),
            json!({"type": "acknowledged"}),
            json!({"type": "started"}),
            json!({"type": "contacted", "reached": false}),
            json!({"type": "contacted", "channel": "call", "reached": true}),
            json!({"type": "waiting", "on": "customer"}),
            json!({"type": "root_cause_found", "root_cause": "c"}),
            json!({"type": "resolved"}),
            json!({"type": "resolved", "note": "n"}),
            json!({"type": "verdict_asked", "how": "mail"}),
            json!({"type": "question_withdrawn"}),
            json!({"type": "verdict_recorded", "verdict": "disputed", "source": "call"}),
            json!({"type": "waived", "reason": "w"}),
            json!({"type": "closed", "on": "unreachable"}),
            json!({"type": "reopened", "reason": "r"}),
            json!({"type": "commented", "text": "t"}),
            json!({"type": "flagged"}),
            json!({"type": "cancelled", "reason": "c"}),
        ] {
            let read: CaseChange = from_value(change.clone()).unwrap();
            assert_eq!(serde_json::to_value(read).unwrap(), change);
        }
    }

    #[test]
    fn what_is_missing_is_named() {
        assert_eq!(problem(json!({"type": "assigned"})), "missing field `to`");
        assert_eq!(problem(json!({"type": "closed"})), "missing field `on`");
        assert!(problem(json!({"type": "waiting", "on": "x"})).contains("unknown variant `x`"));
        assert!(problem(json!({"type": "alert_joined", "alert": "a"})).contains("whole alert"));
    }
}
