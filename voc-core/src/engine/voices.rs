//! The voices behind numbers, found among the signals of a run or those that the engine retains.

use super::spoken::{Record, Shown};
use super::{Engine, Spoken};
use crate::case::{Case, PromiseState, State, Verdict};
use crate::error::{Code, Error};
use crate::insight::{
    LoopNumber, ReportPeriod, Voice, VoiceOrder, Voices, VoicesQuery, causes_groups, group_names,
    is_thank_you_only, known_group, loop_group,
};
use crate::metric::{Added, Cells, MetricQuery, MetricRow};
use crate::named::Named;
use crate::ordered::{Few, Map, insert_in_order, sort_by};
use crate::route::{Sight, Viewer};
use crate::rule::{Key, SignalFacts};
use crate::signal::Signal;
use crate::time::Time;

/// What to do where signals are not retained.
const ASK_A_RUN: &str =
    "an engine forgets signals that nothing in time can change any more: ask a run";

impl Engine {
    /// The voices behind a number: of a run where its record is given, and otherwise of the signals that the
    /// engine retains. What is not retained is counted, and said.
    ///
    /// # Errors
    /// None or several of `metric`, `loop` and `causes`; an unknown metric, name of a group or period;
    /// `not_allowed` where the person does not see the number, or where it is withheld.
    pub fn voices(
        &self,
        query: &VoicesQuery,
        record: Option<&Record<'_>>,
    ) -> Result<Voices, Error> {
        let spoken = record.map(Record::spoken);
        let viewer = query.person.as_deref().map(|person| self.viewer(person));
        if let Some(viewer) = viewer {
            allow(viewer, query.causes.as_ref().unwrap_or(&query.group))?;
        }
        match (&query.metric, query.of_loop, &query.causes) {
            (Some(metric), None, None) => self.metric_voices(metric, query, viewer, spoken),
            (None, Some(number), None) => {
                let cases = self.cases_of_loop(number, &query.group)?;
                Ok(self.case_voices(&cases, query, viewer, spoken))
            }
            (None, None, Some(group)) => {
                let names = group_names(group);
                let wanted: Vec<Option<String>> = group.values().cloned().collect();
                let mut cases = Vec::new();
                for case in self.cases().filter(|case| counts(case)) {
                    if causes_groups(&names, case)?.contains(&wanted) {
                        cases.push(case);
                    }
                }
                Ok(self.case_voices(&cases, query, viewer, spoken))
            }
            (None, None, None) => {
                let message = "of which number the voices are wanted is not said";
                Err(Error::new(Code::Missing, message).hint("say `metric`, `loop` or `causes`"))
            }
            _ => {
                let message = "one of `metric`, `loop` and `causes`";
                Err(Error::new(Code::Ambiguous, message))
            }
        }
    }

    fn metric_voices(
        &self,
        metric: &str,
        query: &VoicesQuery,
        viewer: Option<Viewer<'_>>,
        spoken: Option<&Spoken>,
    ) -> Result<Voices, Error> {
        match (query.every, &query.period) {
            (Some(every), Some(period)) => {
                ReportPeriod::named(every, period).map_err(|error| error.at("period"))?;
            }
            (None, None) => {}
            (Some(_), None) => {
                let message = "which period is meant is not said";
                return Err(Error::new(Code::Missing, message).at("period"));
            }
            (None, Some(_)) => {
                let message = "how long the period is is not said";
                return Err(Error::new(Code::Missing, message).at("every"));
            }
        }
        let asked = MetricQuery {
            by: group_names(&query.group),
            every: query.every,
            min_n: query.min_n,
            ..MetricQuery::default()
        };
        let is_meant = |row: &MetricRow| row.group == query.group && row.period == query.period;
        let rows = self.metric(metric, &asked)?;
        let row = rows.iter().find(|row| is_meant(row));
        if let Some(why) = row.and_then(|row| row.why.as_ref()) {
            let message = format!("these voices are withheld: {why}");
            return Err(Error::new(Code::NotAllowed, message).at("group"));
        }
        let n = row.and_then(|row| row.estimate).map_or(0, |it| it.n);
        let newest = &self.plans.newest().metrics;
        let mut found: Vec<(Key, Signal)> = Vec::new();
        self.each_signal(spoken, &mut |shown: Shown<'_>| {
            let version = self.plans.at(shown.key.0);
            let facts = SignalFacts {
                program: &version.program,
                signal: shown.signal,
                attributes: shown.attributes,
            };
            let all = version.metrics.contributions(shown.signal, &facts);
            let mine = all.into_iter().filter(|(key, _)| key.metric == metric);
            let mut mine = mine.map(|(key, added)| {
                let (mut tallies, mut totals) = (Map::new(), Map::new());
                match added {
                    Added::Tally(tally) => drop(tallies.insert(key, tally)),
                    Added::Totals(sums) => drop(totals.insert(key, sums)),
                }
                let cells = Cells {
                    tallies: &tallies,
                    totals: &totals,
                };
                let rows = newest.read_whole(cells, metric, &asked);
                rows.unwrap_or_default()
            });
            let counts = |row: &MetricRow| row.estimate.is_some_and(|it| it.n > 0) && is_meant(row);
            if mine.any(|rows| rows.iter().any(counts)) {
                found.push((shown.key.clone(), shown.signal.clone()));
            }
        });
        let mut voices = self.listed(found, query, viewer);
        voices.n = n;
        voices.not_retained = (n - voices.total).max(0);
        let is_run = spoken.is_some();
        voices.hint = (voices.not_retained > 0 && !is_run).then(|| ASK_A_RUN.to_owned());
        Ok(voices)
    }

    fn cases_of_loop(
        &self,
        number: LoopNumber,
        group: &Few<String, Option<String>>,
    ) -> Result<Vec<&Case>, Error> {
        let names = group_names(group);
        for name in &names {
            known_group(self.program(), name).map_err(|error| error.at("group"))?;
        }
        let now = self.now();
        let mine = |case: &&Case| {
            let mut group = group.iter();
            group.all(|(name, wanted)| loop_group(case, name) == *wanted)
        };
        Ok(self
            .cases()
            .filter(|case| holds(number, case, now))
            .filter(mine)
            .collect())
    }

    /// The signals behind cases: those at which their alerts fired.
    fn case_voices(
        &self,
        cases: &[&Case],
        query: &VoicesQuery,
        viewer: Option<Viewer<'_>>,
        spoken: Option<&Spoken>,
    ) -> Voices {
        let seen = |case: &&&Case| sight_of(viewer, case) > Sight::Nothing;
        let cases_seen: Vec<&Case> = cases.iter().filter(seen).copied().collect();
        let mut behind: Named<&Case> = Named::new();
        for case in &cases_seen {
            for alert in case.alerts.iter().filter(|alert| alert.standing) {
                behind.insert(alert.signal.as_str(), *case);
            }
        }
        let mut found: Vec<(Key, Signal)> = Vec::new();
        self.each_signal(spoken, &mut |shown: Shown<'_>| {
            if behind.contains_key(shown.key.1.as_str()) {
                found.push((shown.key.clone(), shown.signal.clone()));
            }
        });
        for (key, _) in &found {
            behind.remove(key.1.as_str());
        }
        let mut voices = self.listed(found, query, viewer);
        // What only the case still tells.
        for (signal, case) in behind {
            voices.voices.push(told_by_case(viewer, &signal, case));
            voices.total += 1;
        }
        order(&mut voices.voices, query);
        voices.n = i64::try_from(cases.len()).unwrap_or(i64::MAX);
        voices.cases = cases_seen.iter().map(|case| case.id.clone()).collect();
        voices
    }

    fn listed(
        &self,
        found: Vec<(Key, Signal)>,
        query: &VoicesQuery,
        viewer: Option<Viewer<'_>>,
    ) -> Voices {
        let mut cases: Vec<String> = Vec::new();
        let total = i64::try_from(found.len()).unwrap_or(i64::MAX);
        let mut voices = Vec::new();
        for (key, signal) in found {
            let voice = self.voice(viewer, &key, signal).1;
            for case in &voice.cases {
                insert_in_order(&mut cases, case.clone());
            }
            voices.push(voice);
        }
        order(&mut voices, query);
        Voices {
            n: 0,
            total,
            not_retained: 0,
            hint: None,
            cases,
            voices,
        }
    }

    /// A signal as somebody sees it, and how much of it that is.
    pub(super) fn voice(
        &self,
        viewer: Option<Viewer<'_>>,
        key: &Key,
        signal: Signal,
    ) -> (Sight, Voice) {
        let mut cases = Vec::new();
        let mut sight = match viewer {
            None => Sight::Whole,
            Some(viewer) => viewer.case_of(signal.unit.as_deref(), None),
        };
        for case in self.state.follow_up.of_signal(&key.1) {
            let of_case = sight_of(viewer, case);
            if of_case > Sight::Nothing {
                insert_in_order(&mut cases, case.id.clone());
            }
            sight = sight.max(of_case);
        }
        let program = self.plans.program_at(key.0);
        // What is seen of an employee's work is for coaching.
        if let Some(viewer) = viewer
            && program.is_about_employee(&signal.kind)
        {
            let employee = signal.employee.as_deref();
            let is_theirs = employee.is_some_and(|employee| viewer.coaching_of(employee));
            sight = if is_theirs {
                Sight::Whole
            } else {
                Sight::Nothing
            };
        }
        let is_whole = sight == Sight::Whole;
        let voice = Voice {
            signal: String::from(&key.1),
            at: Some(key.0),
            kind: Some(signal.kind),
            customer: signal.customer.filter(|_| is_whole),
            stage: signal.stage,
            touch_point: signal.touch_point,
            channel: signal.channel,
            unit: signal.unit,
            fields: if is_whole { signal.fields } else { Few::new() },
            verbatim: signal
                .verbatim
                .filter(|_| is_whole && !self.is_forgotten(key.0)),
            redacted: !is_whole,
            cases,
        };
        (sight, voice)
    }

    /// Whether the time is over for which words are kept that were said at an instant.
    fn is_forgotten(&self, at: Time) -> bool {
        let program = self.plans.program_at(at);
        let kept = program.spec().privacy.retain.verbatim;
        let until = kept.map(|span| span.after(at, program.zone()));
        until.is_some_and(|until| self.now().is_some_and(|now| until <= now))
    }
}

/// Numbers are for those who see them: of a unit, or else of the company.
fn allow(viewer: Viewer<'_>, group: &Few<String, Option<String>>) -> Result<(), Error> {
    let unit = group.get("unit").and_then(Option::as_deref);
    if viewer.numbers(None) || unit.is_some_and(|unit| viewer.numbers(Some(unit))) {
        return Ok(());
    }
    let message = "they do not see this number".to_owned();
    let error = Error::new(Code::NotAllowed, message).at("person");
    Err(error.hint("ask for the group of a unit whose numbers they see"))
}

fn sight_of(viewer: Option<Viewer<'_>>, case: &Case) -> Sight {
    viewer.map_or(Sight::Whole, |viewer| {
        viewer.case_of(case.unit.as_deref(), case.person.as_deref())
    })
}

/// Whether a case counts, and not another in its place.
fn counts(case: &Case) -> bool {
    !matches!(case.state, State::Cancelled | State::Merged)
}

fn holds(number: LoopNumber, case: &Case, now: Option<Time>) -> bool {
    let is_broken = || {
        let now = now.unwrap_or(case.opened_at);
        let mut promises = case.promises.iter();
        promises.any(|promise| promise.state(now) == PromiseState::Broken)
    };
    // A promise is one, whatever becomes of its case.
    if number == LoopNumber::PromisesBroken {
        return is_broken();
    }
    let is_answered = case.resolved > 0 || case.state == State::Closed;
    let is_silent = matches!(case.verdict, Verdict::NotAsked | Verdict::Pending);
    counts(case)
        && match number {
            LoopNumber::Cases | LoopNumber::PromisesBroken => true,
            LoopNumber::Answered => is_answered,
            LoopNumber::Closed => case.state == State::Closed,
            LoopNumber::Confirmed => is_answered && case.verdict == Verdict::Confirmed,
            LoopNumber::FalseResolutions => case.is_false_resolution(),
            LoopNumber::Reopened => case.reopened > 0,
            LoopNumber::AnsweredWithoutVerdict => is_answered && is_silent,
            LoopNumber::ThankYouOnly => is_answered && is_thank_you_only(case),
            LoopNumber::NotContacted => !case.contacts.iter().any(|contact| contact.reached),
        }
}

/// A signal of which only its case tells, as far as that was opened by it.
fn told_by_case(viewer: Option<Viewer<'_>>, signal: &str, case: &Case) -> Voice {
    let is_whole = sight_of(viewer, case) == Sight::Whole;
    let first = case.alerts.first();
    let opened = first.is_some_and(|alert| *alert.signal == *signal);
    let bare = Voice {
        signal: signal.to_owned(),
        customer: case
            .customer
            .as_ref()
            .map(String::from)
            .filter(|_| is_whole),
        redacted: !is_whole,
        cases: vec![case.id.clone()],
        ..Voice::default()
    };
    if !opened {
        return bare;
    }
    let about = case.about.get();
    Voice {
        kind: about.kind,
        stage: about.stage,
        touch_point: about.touch_point,
        channel: about.channel,
        unit: about.unit,
        fields: if is_whole { about.fields } else { Few::new() },
        verbatim: about.verbatim.filter(|_| is_whole),
        ..bare
    }
}

/// Brings voices into the order asked for, up to the limit.
fn order(voices: &mut Vec<Voice>, query: &VoicesQuery) {
    sort_by(voices, &|one, two| {
        let newest = match query.order {
            VoiceOrder::Newest => two.at.cmp(&one.at),
            VoiceOrder::Id => std::cmp::Ordering::Equal,
        };
        newest.then_with(|| one.signal.cmp(&two.signal))
    });
    voices.truncate(query.limit as usize);
}
