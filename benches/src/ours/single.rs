//! Signals one by one: through the whole engine, and by their conditions alone.

use super::{Material, Ready};
use crate::timing::{Finds, Spent};
use std::collections::HashMap;
use voc_core::engine::{Event, What};
use voc_core::rule::Matcher;
use voc_core::signal::{Body, Tick};
use voc_core::{Engine, Input, Signal, Time};
use voc_workload::{AlertSet, Stream};

/// How many signals are made at a time, off the clock, as they would arrive, and thrown away: all at once
/// they would be out of every cache by their turn.
const AT_A_TIME: usize = 1_000;

/// What takes signals, and the alerts that came of them.
struct Taking<Taker> {
    taker: Taker,
    alerts: AlertSet,
    aside: Spent,
}

impl<Taker> Finds for Taking<Taker> {
    fn alerts(&self) -> &AlertSet {
        &self.alerts
    }

    fn aside(&self) -> Spent {
        self.aside
    }
}

/// Takes signals in some form, one by one.
trait Takes<Form> {
    /// Takes the signal of a row.
    fn take(&mut self, row: usize, form: &Form, alerts: &mut AlertSet);

    /// Time goes on to the last signal.
    fn end(&mut self, _stream: &Stream, _alerts: &mut AlertSet) {}
}

/// The whole engine: ids, duplicates, lateness, retained signals, alerts.
struct Whole<'m> {
    engine: Engine,
    numbers: HashMap<&'m str, u32>,
    events: Vec<Event>,
}

/// The rules that hold at each signal, and nothing kept.
struct Alone {
    matcher: Matcher,
    /// The number of each of its rules.
    numbers: Vec<u32>,
    holding: Vec<u16>,
}

pub(super) fn typed<'m>(material: &'m Material<'m>) -> Result<Ready<'m>, String> {
    let input = |material: &Material<'_>, row| material.input(row);
    Ok(one_by_one(material, input, whole(material)?))
}

pub(super) fn json<'m>(material: &'m Material<'m>) -> Result<Ready<'m>, String> {
    let text = |material: &Material<'_>, row| {
        let text = serde_json::to_string(&material.input(row));
        text.unwrap_or_default()
    };
    Ok(one_by_one(material, text, whole(material)?))
}

pub(super) fn conditions_alone<'m>(material: &'m Material<'m>) -> Result<Ready<'m>, String> {
    let matcher = Matcher::of(&material.program()?);
    let numbers = material.numbers();
    let of_rules = matcher.rule_ids().filter_map(|id| numbers.get(id).copied());
    let numbers: Vec<u32> = of_rules.collect();
    let alone = move || Alone {
        matcher: matcher.clone(),
        numbers: numbers.clone(),
        holding: Vec::new(),
    };
    Ok(one_by_one(material, Material::signal, alone))
}

fn whole<'m>(material: &'m Material<'m>) -> Result<impl Fn() -> Whole<'m>, String> {
    let program = material.program()?;
    Ok(move || Whole {
        engine: Engine::new(program.clone()),
        numbers: material.numbers(),
        events: Vec::new(),
    })
}

fn one_by_one<'m, Form: 'm, Taker: Takes<Form> + 'm>(
    material: &'m Material<'m>,
    make: fn(&Material<'m>, usize) -> Form,
    taker: impl Fn() -> Taker + 'm,
) -> Ready<'m> {
    Box::new(move || {
        let mut taking = Taking {
            taker: taker(),
            alerts: AlertSet::default(),
            aside: Spent::default(),
        };
        Box::new(move || {
            let Taking {
                taker,
                alerts,
                aside,
            } = &mut taking;
            let rows = material.stream.len();
            for from in (0..rows).step_by(AT_A_TIME) {
                let chunk = from..rows.min(from + AT_A_TIME);
                let forms = || chunk.map(|row| make(material, row)).collect();
                let forms: Vec<Form> = aside.on(forms);
                for (row, form) in (from..).zip(&forms) {
                    taker.take(row, form, alerts);
                }
                // Whoever made them throws them away, or uses them again.
                aside.on(|| drop(forms));
            }
            taker.end(material.stream, alerts);
            Box::new(taking)
        })
    })
}

impl Takes<Input> for Whole<'_> {
    fn take(&mut self, _: usize, input: &Input, alerts: &mut AlertSet) {
        // Of a refused input there is no event, and its alerts are missed.
        let _ = self.engine.handle_into(input, &mut self.events);
        for event in self.events.drain(..) {
            if let What::AlertRaised { alert } = &event.what {
                let row = alert.signal.trim_start_matches("s-").parse();
                if let (Some(rule), Ok(row)) = (self.numbers.get(alert.rule.as_str()), row) {
                    alerts.push(*rule, row);
                }
            }
        }
    }

    fn end(&mut self, stream: &Stream, alerts: &mut AlertSet) {
        let last = stream.at.last().copied().and_then(Time::from_micros);
        if let Some(at) = last {
            self.take(0, &Input::new("end", Body::Tick(Tick { at })), alerts);
        }
    }
}

impl Takes<String> for Whole<'_> {
    fn take(&mut self, row: usize, text: &String, alerts: &mut AlertSet) {
        if let Ok(input) = Input::from_json(text) {
            self.take(row, &input, alerts);
        }
    }

    fn end(&mut self, stream: &Stream, alerts: &mut AlertSet) {
        Takes::<Input>::end(self, stream, alerts);
    }
}

impl Takes<Signal> for Alone {
    fn take(&mut self, row: usize, signal: &Signal, alerts: &mut AlertSet) {
        // Of a refused signal nothing is found, and its alerts are missed.
        let _ = self.matcher.matching_into(signal, &mut self.holding);
        for rule in self.holding.drain(..) {
            alerts.push(self.numbers[usize::from(rule)], row as u32);
        }
    }
}
