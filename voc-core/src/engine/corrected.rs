//! What is worked out again when a signal is corrected or taken back: the customer's words on cases, and
//! whom praise is for. What was told stands, and is marked as overtaken.

use super::facts::FactPlans;
use super::follow_up::FollowUp;
use super::ids::Standing;
use super::notice::Notice;
use super::{Engine, What};
use crate::program::NoticeKind;
use crate::route::{Audience, Routed};
use crate::rule::{Alert, AlertKind, Key, SignalFacts};
use crate::signal::Signal;
use crate::time::Time;

/// Praise as it was told before its signal was corrected.
pub(super) struct PraiseBefore {
    alerts: Vec<String>,
    words: Option<String>,
}

impl Engine {
    /// The praise of a signal that people were told of, where its correction leaves it in its place;
    /// elsewhere it is taken back and raised anew.
    pub(super) fn praise_before(
        &self,
        (customer, at): &Standing,
        key: &Key,
    ) -> Option<PraiseBefore> {
        let state = self.state.facts.of(customer.as_deref())?;
        let known = state.get(key).filter(|_| *at == key.0)?;
        let follow_up = &self.state.follow_up;
        let is_praise = |alert: &&Alert| {
            alert.kind == AlertKind::Praise && alert.at == key.0 && *alert.signal == *key.1
        };
        let told = |alert: &&Alert| follow_up.routed(&alert.id).is_some();
        let alerts = state.standing().filter(is_praise).filter(told);
        let alerts: Vec<String> = alerts.map(|alert| alert.id.clone()).collect();
        (!alerts.is_empty()).then(|| PraiseBefore {
            alerts,
            words: known.signal.unpack().verbatim,
        })
    }

    /// Finds anew whom the praise of a corrected signal is for.
    pub(super) fn praise_again(
        &mut self,
        customer: Option<&str>,
        key: &Key,
        before: &PraiseBefore,
        now: Time,
        out: &mut Vec<(Time, What)>,
    ) {
        let Some(state) = self.state.facts.of(customer) else {
            return;
        };
        let Some(known) = state.get(key) else {
            return;
        };
        let signal = known.signal.unpack();
        let facts = SignalFacts {
            program: self.plans.program_at(key.0),
            signal: &signal,
            attributes: &state.as_of(key, &signal),
        };
        let words = before.words.as_deref();
        for alert in state.standing() {
            if before.alerts.contains(&alert.id) {
                let follow_up = &mut self.state.follow_up;
                follow_up.praise_again(&self.plans, alert, &facts, words, now, out);
            }
        }
    }
}

impl FollowUp {
    /// The words of a signal, as it stands now, on the cases that keep them; without it, none.
    pub(super) fn words_again(
        &mut self,
        plans: &FactPlans,
        id: &str,
        signal: Option<&Signal>,
        at: Time,
        out: &mut Vec<(Time, What)>,
    ) {
        let cases = self.with_words_of(id).into_iter();
        let events = cases.filter_map(|case| {
            let policy = self.policy_of(plans, &case.id, &case.case_type).ok()?;
            Some((case.id.clone(), case.correct_words(&policy, signal, at)?))
        });
        for (case, event) in events.collect::<Vec<_>>() {
            self.apply(plans, &case, vec![event], out);
        }
    }

    /// Praise goes to those whom its signal is about now. Whoever is not meant any more hears of that, and
    /// who reads in the customer's words gets them as they are.
    fn praise_again(
        &mut self,
        plans: &FactPlans,
        alert: &Alert,
        facts: &SignalFacts<'_>,
        words_before: Option<&str>,
        at: Time,
        out: &mut Vec<(Time, What)>,
    ) {
        let rule = facts.program.spec().rules.get(&alert.rule);
        let Some((rule, old)) = rule.zip(self.routed(&alert.id).cloned()) else {
            return;
        };
        let mut routed = self.route(plans, alert, &rule.raise, facts, at);
        let before = old.told();
        // Where it praises the same people, those who were told then are told now.
        if routed.praised == old.praised {
            routed = old.clone();
        } else {
            self.recognise_no_more(&alert.id);
            self.recognise(&routed);
            let told = routed.told();
            let was_told = old.overtaken.iter().chain(&before).cloned();
            routed.overtaken = was_told.filter(|to| !told.contains(to)).collect();
            let what = What::AlertRouted {
                alert: alert.id.clone(),
                routed: Box::new(routed.clone()),
            };
            out.push((at, what));
            self.keep((&alert.id).into(), routed.clone());
        }
        let case = self.of_alert(&alert.id, alert).into_iter().next();
        let case = case.map(|case| case.id.clone());
        let words = facts.signal.verbatim.as_deref();
        let notice = |kind, to: &Audience| {
            let what = (&alert.revision, at, words);
            Notice::new(kind, to.clone(), Some(&alert.id), case.as_deref(), &what)
        };
        let said = |routed: &Routed, words: Option<&str>, to: &Audience| {
            let mut notice = notice(NoticeKind::Praise, to);
            self.quote(plans.program(), routed, words, at, &mut notice);
            notice
        };
        let told = routed.told();
        let again = told.iter().map(|to| (to, said(&routed, words, to)));
        let again = again.filter(|(to, notice)| {
            !before.contains(to) || said(&old, words_before, to).verbatim != notice.verbatim
        });
        let lost = before.iter().filter(|to| !told.contains(to));
        let lost = lost.map(|to| notice(NoticeKind::PraiseOvertaken, to));
        let notices = again.map(|(_, notice)| notice).chain(lost);
        out.extend(notices.map(|notice| (at, What::notice(notice))));
    }
}
