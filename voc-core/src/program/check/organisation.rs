//! Units, calendars, touch points and journeys.

use super::super::Compiled;
use super::Checker;
use crate::calendar::Calendar;
use crate::error::Code;
use crate::ordered::{Few, insert_in_order};

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

    pub(super) fn calendars(&mut self, compiled: &mut Compiled) {
        for (id, calendar) in &self.spec.calendars {
            let zone = match &calendar.time_zone {
                Some(name) => self.zone(&["calendars", id, "time_zone"], name),
                None => compiled.zone.clone(),
            };
            match Calendar::weekly(zone, &calendar.hours, &calendar.holidays) {
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

/// The first member of each cycle in a graph of names.
pub(super) fn cycle<'g>(graph: &Few<&'g str, Vec<&'g str>>) -> Vec<&'g str> {
    let mut done = Vec::new();
    let mut found = Vec::new();
    for start in graph.keys() {
        let mut seen = Vec::new();
        let mut open = vec![*start];
        while let Some(at) = open.pop() {
            for next in graph.get(at).into_iter().flatten() {
                if next == start && !done.contains(start) {
                    found.push(*start);
                    done.extend(seen.iter().copied());
                    done.push(*start);
                }
                if insert_in_order(&mut seen, *next) {
                    open.push(next);
                }
            }
        }
    }
    found
}
