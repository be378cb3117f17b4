//! Units, calendars, touch points and journeys.

use super::super::Compiled;
use super::super::spec::CalendarSpec;
use super::Checker;
use crate::calendar::Calendar;
use crate::error::{Code, Error};
use crate::ordered::Few;
use crate::program::Scope;
use crate::time::{Time, written};
use crate::zone::Zone;

/// A calendar with all its versions.
fn read_calendar(zone: &Zone, declared: &CalendarSpec) -> Result<Calendar, Error> {
    let (mut hours, mut holidays) = (&declared.hours, &declared.holidays);
    let mut ical = declared.ical.as_deref();
    let mut calendar = Calendar::weekly_with(zone.clone(), hours, holidays, ical)?;
    let mut last = None;
    for (index, version) in declared.versions.iter().enumerate() {
        let place = |error: Error| {
            let inner = error.path.iter().map(|inner| format!(".{inner}"));
            let path = format!("versions.{index}{}", inner.collect::<String>());
            error.at(path)
        };
        let date = written::date(&version.from).ok_or_else(|| {
            Error::new(Code::BadTime, format!("`{}` is not a date", version.from))
                .hint("write it as 2026-07-01")
                .at(format!("versions.{index}.from"))
        })?;
        if last >= Some(date) {
            let message = "a version begins after the one before it";
            return Err(Error::new(Code::OutOfOrder, message).at(format!("versions.{index}.from")));
        }
        last = Some(date);
        hours = version.hours.as_ref().unwrap_or(hours);
        holidays = version.holidays.as_ref().unwrap_or(holidays);
        ical = version.ical.as_deref().or(ical);
        let next = Calendar::weekly_with(zone.clone(), hours, holidays, ical).map_err(place)?;
        calendar = calendar.followed_by(Time::start_of_day(zone, date), &next);
    }
    Ok(calendar)
}

/// A program with more moments of truth than this has none (DESIGN.md §2).
const MOMENTS_MAX: usize = 20;

impl Checker<'_> {
    pub(super) fn units(&mut self) {
        let units = &self.spec.units;
        for (id, unit) in units {
            if let Some(parent) = &unit.parent {
                let known = units.keys().map(String::as_str);
                self.known(&["units", id, "parent"], "unit", parent, known);
            }
            if let Some(calendar) = &unit.calendar
                && !self.spec.calendars.contains_key(calendar)
            {
                let path = ["units", id, "calendar"];
                self.error(
                    &path,
                    Code::Unknown,
                    format!("unknown calendar `{calendar}`"),
                );
            }
        }
        let parents = units
            .iter()
            .filter_map(|(id, unit)| Some((id.as_str(), vec![unit.parent.as_deref()?])))
            .collect();
        for id in cycle(&parents) {
            let message = format!("unit `{id}` is above itself");
            self.error(&["units", id, "parent"], Code::Malformed, message);
        }
    }

    pub(super) fn roles(&mut self) {
        for (id, role) in &self.spec.roles {
            let path = |key| ["roles", id.as_str(), "sees", key];
            let sees = &role.sees;
            if sees.numbers == Scope::OwnCases {
                let message = "numbers are those of units, not of cases".to_owned();
                self.error(&path("numbers"), Code::NotAllowed, message);
            }
            if sees.cases() < sees.verbatims {
                let message = "they see the verbatims of cases that they do not see".to_owned();
                self.error(&path("cases"), Code::NotAllowed, message);
            }
        }
    }

    pub(super) fn calendars(&mut self, compiled: &mut Compiled) {
        for (id, calendar) in &self.spec.calendars {
            let zone = match &calendar.time_zone {
                Some(name) => self.zone(&["calendars", id, "time_zone"], name),
                None => compiled.zone.clone(),
            };
            match read_calendar(&zone, calendar) {
                Ok(hours) => {
                    compiled.calendars.insert(id.clone(), hours);
                }
                Err(error) => self.problem(&["calendars", id], error),
            }
        }
    }

    pub(super) fn touch_points(&mut self) {
        let spec = self.spec;
        for (id, touch_point) in &spec.touch_points {
            for (index, channel) in touch_point.channels.iter().enumerate() {
                let path = ["touch_points", id, "channels", &index.to_string()];
                self.known(
                    &path,
                    "channel",
                    channel,
                    spec.channels.keys().map(String::as_str),
                );
            }
            for (index, needed) in touch_point.needs.iter().enumerate() {
                let path = ["touch_points", id, "needs", &index.to_string()];
                let known = spec.touch_points.keys().map(String::as_str);
                self.known(&path, "touch point", needed, known);
            }
            if let Some(owner) = &touch_point.owner {
                let path = ["touch_points", id, "owner"];
                self.known(&path, "unit", owner, spec.units.keys().map(String::as_str));
            }
        }
        let needs = spec
            .touch_points
            .iter()
            .map(|(id, point)| {
                (
                    id.as_str(),
                    point.needs.iter().map(String::as_str).collect(),
                )
            })
            .collect();
        for id in cycle(&needs) {
            let message = format!("touch point `{id}` waits on itself");
            self.error(&["touch_points", id, "needs"], Code::Malformed, message);
        }
    }

    pub(super) fn journeys(&mut self, compiled: &mut Compiled) {
        let spec = self.spec;
        let mut stages: Few<&str, &str> = Few::new();
        for (id, journey) in &spec.journeys {
            for (index, stage) in journey.stages.iter().enumerate() {
                let index = index.to_string();
                let path = |key| ["journeys", id.as_str(), "stages", &index, key];
                if stages.insert(&stage.id, id).is_some() {
                    let message = format!("there is another stage `{}`", stage.id);
                    self.error(&path("id"), Code::Malformed, message);
                }
                if stage.touch_points.is_empty() {
                    let message = format!(
                        "nobody listens at stage `{}`: it has no touch point",
                        stage.id
                    );
                    self.warn(&path("id"), Code::Missing, message);
                }
                for touch_point in &stage.touch_points {
                    let known = spec.touch_points.keys().map(String::as_str);
                    if self.known(&path("touch_points"), "touch point", touch_point, known) {
                        let at = compiled.stages.or_default(touch_point);
                        if !at.contains(&stage.id) {
                            at.push(stage.id.clone());
                        }
                    }
                }
                for unit in &stage.accountable {
                    let known = spec.units.keys().map(String::as_str);
                    self.known(&path("accountable"), "unit", unit, known);
                }
                if let Some(metric) = &stage.metric
                    && !spec.metrics.contains_key(metric)
                {
                    let message = format!("unknown metric `{metric}`");
                    self.error(&path("metric"), Code::Unknown, message);
                }
            }
        }
        self.moments();
        self.asked_about();
    }

    fn moments(&mut self) {
        let spec = self.spec;
        let mut count = 0;
        for (id, journey) in &spec.journeys {
            for (name, moment) in &journey.moments_of_truth {
                count += 1;
                let path = ["journeys", id, "moments_of_truth", name];
                match (&moment.at, &moment.rule) {
                    (Some(at), None) => {
                        let known = spec.touch_points.keys().map(String::as_str);
                        self.known(&path, "touch point", at, known);
                        let owner = spec
                            .touch_points
                            .get(at)
                            .and_then(|point| point.owner.as_ref());
                        if owner.is_none() {
                            let message = format!("moment of truth `{name}` has no owner");
                            self.warn(&path, Code::Missing, message);
                        }
                    }
                    (None, Some(rule)) if !spec.rules.contains_key(rule) => {
                        self.error(&path, Code::Unknown, format!("unknown rule `{rule}`"));
                    }
                    (None, Some(_)) => {}
                    _ => {
                        let message = format!(
                            "moment of truth `{name}` is `at` a touch point or seen by a `rule`"
                        );
                        self.error(&path, Code::Missing, message);
                    }
                }
            }
        }
        if count > MOMENTS_MAX {
            let message = format!(
                "{count} moments of truth are more than {MOMENTS_MAX}: where all is decisive, nothing is"
            );
            self.warn(&["journeys"], Code::Limit, message);
        }
    }
}

/// The first member of each cycle in a graph of names; of cycles that share members, of one.
pub(super) fn cycle<'g>(graph: &Few<&'g str, Vec<&'g str>>) -> Vec<&'g str> {
    let mut seen: Few<&str, Seen> = graph.keys().map(|id| (*id, Seen::Not)).collect();
    let mut found = Vec::new();
    for start in graph.keys() {
        // The way from the start, each with how many of its neighbours were looked at.
        let mut way: Vec<(&str, usize)> = Vec::new();
        if mark(&mut seen, start, Seen::OnWay) == Some(Seen::Not) {
            way.push((start, 0));
        }
        while let Some((at, looked_at)) = way.last_mut() {
            let next = graph.get(at).and_then(|next| next.get(*looked_at));
            *looked_at += 1;
            let Some(next) = next else {
                mark(&mut seen, at, Seen::Left);
                way.pop();
                continue;
            };
            match seen.get(next) {
                Some(Seen::Not) => {
                    mark(&mut seen, next, Seen::OnWay);
                    way.push((next, 0));
                }
                Some(Seen::OnWay) => {
                    let around = way.iter().map(|(id, _)| *id).skip_while(|id| id != next);
                    found.extend(around.clone().min());
                    // What closes a cycle is looked at no further, nor is what it was reached by.
                    for id in around {
                        mark(&mut seen, id, Seen::Left);
                    }
                }
                _ => {}
            }
        }
    }
    found.sort_unstable();
    found
}

/// How far a member of a graph was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seen {
    Not,
    OnWay,
    Left,
}

/// Changes how far a member was looked at, but never back; gives what it was.
fn mark(seen: &mut Few<&str, Seen>, id: &str, now: Seen) -> Option<Seen> {
    let seen = seen.get_mut(id)?;
    let before = *seen;
    if before == Seen::Not || now == Seen::Left {
        *seen = now;
    }
    Some(before)
}

#[cfg(test)]
mod tests {
    use super::cycle;
    use crate::ordered::Few;
    use proptest::prelude::*;

    const NAMES: [&str; 7] = ["a", "b", "c", "d", "e", "f", "g"];

    /// Whether one name is reached from another by at least one step.
    fn reaches(graph: &Few<&str, Vec<&str>>, from: &str, to: &str) -> bool {
        let mut reached: Vec<&str> = Vec::new();
        let mut open = vec![from];
        while let Some(at) = open.pop() {
            for next in graph.get(at).into_iter().flatten() {
                if !reached.contains(next) {
                    reached.push(next);
                    open.push(next);
                }
            }
        }
        reached.contains(&to)
    }

    proptest! {
        #[test]
        fn each_knot_of_cycles_is_found_by_names_that_are_in_it(
            edges in prop::collection::vec((0..7_usize, 0..7_usize), 0..12),
        ) {
            let graph: Few<&str, Vec<&str>> = NAMES
                .iter()
                .enumerate()
                .map(|(from, name)| {
                    let to = edges.iter().filter(|edge| edge.0 == from);
                    (*name, to.map(|(_, to)| NAMES[*to]).collect())
                })
                .collect();
            let found = cycle(&graph);
            for name in &found {
                prop_assert!(reaches(&graph, name, name), "{name} is in no cycle");
            }
            for name in NAMES.iter().filter(|name| reaches(&graph, name, name)) {
                let around = |other: &&&str| {
                    *other == name || reaches(&graph, name, other) && reaches(&graph, other, name)
                };
                prop_assert!(found.iter().any(|other| around(&other)), "nothing says that {name} is in a cycle");
            }
        }
    }
}
