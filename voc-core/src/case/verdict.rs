//! The customer's own word: when it is heard, what silence counts for, and on what ground a case is
//! closed.

use super::decide::{refuse, said};
use super::{Case, CaseChange, CaseEvent, ClosedBy, Policy, State, Verdict};
use crate::error::Refusal;
use crate::time::Time;

impl Case {
    /// When silence counts as undisputed; absent where no question is open, or the policy never takes it.
    pub fn silence_due(&self, policy: &Policy<'_>) -> Option<Time> {
        let span = policy.spec().close.undisputed_after?;
        let asked = self.asked_at.filter(|_| self.state == State::Resolved)?;
        Some(span.after(asked, policy.program().zone()))
    }

    /// What the engine does by itself when its time has come: silence counts as undisputed, from the
    /// instant on at which it does. Nothing before.
    pub fn silence(&self, policy: &Policy<'_>, at: Time) -> Vec<CaseEvent> {
        let span = policy.spec().close.undisputed_after;
        let due = self.silence_due(policy).filter(|due| *due <= at);
        let (Some(span), Some(at)) = (span, due) else {
            return Vec::new();
        };
        let source = format!("no objection within {span}");
        let recorded = CaseChange::VerdictRecorded {
            verdict: Verdict::Undisputed,
            source,
        };
        let closed = CaseChange::Closed {
            on: ClosedBy::Undisputed,
        };
        let closed = Some(closed).filter(|_| !policy.spec().close.by_hand);
        std::iter::once(recorded)
            .chain(closed)
            .map(|change| CaseEvent::of_itself(at, change))
            .collect()
    }

    /// A question that is pending is withdrawn.
    pub(super) fn question_withdrawn(&self) -> Vec<CaseChange> {
        let pending = self.verdict == Verdict::Pending;
        let withdrawn = pending.then_some(CaseChange::QuestionWithdrawn);
        withdrawn.into_iter().collect()
    }

    /// The customer's word. `disputed` is heard in every state, and reopens what was resolved or
    /// closed. The others are about a resolution: they need one, and close it where the policy allows.
    pub(super) fn record_verdict(
        &self,
        policy: &Policy<'_>,
        at: Time,
        verdict: Verdict,
        source: &str,
    ) -> Result<Vec<CaseChange>, Refusal> {
        said("source", source)?;
        let mut changes = vec![CaseChange::VerdictRecorded {
            verdict,
            source: source.to_owned(),
        }];
        let done = matches!(self.state, State::Resolved | State::Closed);
        match verdict {
            Verdict::NotAsked | Verdict::Pending => {
                return Err(
                    refuse(format!("`{}` is not the customer's word", verdict.name()))
                        .at("command.do.record_verdict.verdict")
                        .hint("confirmed, disputed, undisputed or unreachable"),
                );
            }
            Verdict::Disputed => {
                if done {
                    changes.push(CaseChange::Reopened {
                        reason: "the customer disputes it".to_owned(),
                    });
                }
                return Ok(changes);
            }
            _ if !done => {
                return Err(refuse(format!(
                    "`{}` is said of a resolution, and the case is {}",
                    verdict.name(),
                    self.state.name()
                )));
            }
            // What silence has said already may be said again, with a source.
            Verdict::Undisputed if self.verdict == Verdict::Undisputed => {}
            Verdict::Undisputed | Verdict::Unreachable if self.verdict != Verdict::Pending => {
                return Err(refuse(format!(
                    "`{}` needs a question first, and the customer was not asked",
                    verdict.name()
                )));
            }
            Verdict::Undisputed => match self.silence_due(policy) {
                None => return Err(refuse("this policy takes no silence for an answer".into())),
                Some(due) if at < due => {
                    return Err(refuse(format!("silence is no answer before {due}")));
                }
                Some(_) => {}
            },
            Verdict::Confirmed => {}
            Verdict::Unreachable => self.unreachable(policy, at)?,
        }
        if self.state == State::Resolved && !policy.spec().close.by_hand {
            changes.push(CaseChange::Closed {
                on: match verdict {
                    Verdict::Confirmed => ClosedBy::Confirmed,
                    Verdict::Undisputed => ClosedBy::Undisputed,
                    _ => ClosedBy::Unreachable,
                },
            });
        }
        Ok(changes)
    }

    /// Whether the attempts of the policy were made, the last of them after the customer was asked: what
    /// nobody could be reached about is the question.
    fn unreachable(&self, policy: &Policy<'_>, at: Time) -> Result<(), Refusal> {
        let Some(needed) = &policy.spec().close.unreachable_after else {
            return Err(refuse("this policy knows no unreachable customers".into()));
        };
        let since_reached = self
            .contacts
            .iter()
            .rev()
            .take_while(|contact| !contact.reached);
        let tries: Vec<Time> = since_reached.map(|contact| contact.at).collect();
        if tries.len() < needed.attempts as usize {
            return Err(refuse(format!(
                "{} of {} attempts were made without reaching the customer",
                tries.len(),
                needed.attempts
            )));
        }
        if tries.first() < self.asked_at.as_ref() {
            return Err(refuse(
                "the customer was asked, and no attempt was made since to hear the answer".into(),
            ));
        }
        let first = tries.last().copied().unwrap_or(at);
        let over = needed.over.after(first, policy.program().zone());
        if tries.first().is_none_or(|last| *last < over) {
            return Err(refuse(format!(
                "the attempts must spread over {}",
                needed.over
            )));
        }
        Ok(())
    }

    /// The ground on which it may be closed.
    pub(super) fn ground(&self, policy: &Policy<'_>) -> Result<ClosedBy, Refusal> {
        let close = &policy.spec().close;
        match self.verdict {
            Verdict::Confirmed => Ok(ClosedBy::Confirmed),
            Verdict::Undisputed if close.undisputed_after.is_some() => Ok(ClosedBy::Undisputed),
            Verdict::Unreachable if close.unreachable_after.is_some() => Ok(ClosedBy::Unreachable),
            verdict => Err(refuse(format!(
                "only the customer closes, and the verdict is {}",
                verdict.name()
            ))),
        }
    }
}
