//! Columns: the same alerts as the definitions have, whole and in parts.

use proptest::prelude::*;
use std::collections::BTreeMap;
use voc_conformance::reference::evaluate;
use voc_conformance::reference::generate::{Shape, inputs, program};
use voc_core::rule::Plan;
use voc_core::rule::batch::{ABSENT, BatchAlert, Column, Columns, Part, alerts, alerts_of};
use voc_core::signal::Body;
use voc_core::{Input, Program, Signal, Time, Value};

/// An alert as columns tell it: rule, instant, number, bearing signal, signals.
type Told = (String, Time, Option<i64>, String, Vec<String>);

/// The signals of a log as columns, with the room that they borrow.
struct Table {
    ids: Vec<String>,
    at: Vec<i64>,
    customer: Vec<u32>,
    customers: u32,
    texts: BTreeMap<String, (Vec<u32>, Vec<String>)>,
    ints: BTreeMap<String, (Vec<i64>, Vec<u64>)>,
    numbers: BTreeMap<String, (Vec<f64>, Vec<u64>)>,
    bools: BTreeMap<String, (Vec<u64>, Vec<u64>)>,
}

fn set(bits: &mut [u64], row: usize) {
    bits[row / 64] |= 1 << (row % 64);
}

fn code(names: &mut Vec<String>, text: &str) -> u32 {
    let known = names.iter().position(|name| name == text);
    let place = known.unwrap_or_else(|| {
        names.push(text.to_owned());
        names.len() - 1
    });
    u32::try_from(place).unwrap()
}

impl Table {
    fn of(mut signals: Vec<(String, Signal)>) -> Self {
        signals.sort_by(|one, two| (one.1.at, &one.0).cmp(&(two.1.at, &two.0)));
        let (rows, words) = (signals.len(), signals.len().div_ceil(64));
        let mut names = Vec::new();
        let customer = signals
            .iter()
            .map(|(_, signal)| {
                let known = signal.customer.as_ref();
                known.map_or(ABSENT, |customer| code(&mut names, customer))
            })
            .collect();
        let mut table = Self {
            ids: signals.iter().map(|(id, _)| id.clone()).collect(),
            at: signals
                .iter()
                .map(|(_, signal)| signal.at.micros())
                .collect(),
            customer,
            customers: u32::try_from(names.len()).unwrap(),
            texts: BTreeMap::new(),
            ints: BTreeMap::new(),
            numbers: BTreeMap::new(),
            bools: BTreeMap::new(),
        };
        for (row, (_, signal)) in signals.iter().enumerate() {
            let parts = [
                ("kind", Some(&signal.kind)),
                ("respondent", signal.respondent.as_ref()),
                ("respondent_role", signal.respondent_role.as_ref()),
                ("touch_point", signal.touch_point.as_ref()),
                ("stage", signal.stage.as_ref()),
                ("channel", signal.channel.as_ref()),
                ("unit", signal.unit.as_ref()),
                ("employee", signal.employee.as_ref()),
                ("verbatim", signal.verbatim.as_ref()),
            ];
            let parts = parts
                .into_iter()
                .filter_map(|(name, text)| Some((name.to_owned(), Value::Text(text?.clone()))));
            let fields = signal.fields.iter();
            let fields = fields.map(|(name, value)| (name.clone(), value.clone()));
            for (name, value) in parts.chain(fields) {
                match value {
                    Value::Text(text) => {
                        let (codes, names) = table
                            .texts
                            .entry(name)
                            .or_insert_with(|| (vec![ABSENT; rows], Vec::new()));
                        codes[row] = code(names, &text);
                    }
                    Value::Int(int) => {
                        let empty = || (vec![0; rows], vec![0; words]);
                        let (values, valid) = table.ints.entry(name).or_insert_with(empty);
                        values[row] = int;
                        set(valid, row);
                    }
                    Value::Number(number) => {
                        let empty = || (vec![0.0; rows], vec![0; words]);
                        let (values, valid) = table.numbers.entry(name).or_insert_with(empty);
                        values[row] = number;
                        set(valid, row);
                    }
                    Value::Bool(yes) => {
                        let empty = || (vec![0; words], vec![0; words]);
                        let (bits, valid) = table.bools.entry(name).or_insert_with(empty);
                        if yes {
                            set(bits, row);
                        }
                        set(valid, row);
                    }
                    Value::Time(_) => {}
                }
            }
        }
        table
    }

    fn columns(&self) -> Columns<'_> {
        let mut columns = Columns::new(&self.at, &self.customer, self.customers).unwrap();
        for (name, (codes, names)) in &self.texts {
            let texts = names.iter().map(String::as_str).collect();
            columns = columns.with(name, Column::Text { codes, texts }).unwrap();
        }
        for (name, (values, valid)) in &self.ints {
            let valid = Some(valid.as_slice());
            columns = columns.with(name, Column::Int { values, valid }).unwrap();
        }
        for (name, (values, valid)) in &self.numbers {
            let valid = Some(valid.as_slice());
            columns = columns
                .with(name, Column::Number { values, valid })
                .unwrap();
        }
        for (name, (bits, valid)) in &self.bools {
            let valid = Some(valid.as_slice());
            columns = columns.with(name, Column::Bool { bits, valid }).unwrap();
        }
        columns
    }

    fn told(&self, plan: &Plan, alerts: &[BatchAlert]) -> Vec<Told> {
        let rules: Vec<&str> = plan.rule_ids().collect();
        let id = |row: &u32| self.ids[*row as usize].clone();
        let told = alerts.iter().map(|alert| {
            let signals: Vec<String> = alert.rows.iter().map(id).collect();
            let own = id(&alert.row);
            (
                rules[usize::from(alert.rule)].to_owned(),
                alert.at,
                alert.number,
                own.clone(),
                if signals.is_empty() {
                    vec![own]
                } else {
                    signals
                },
            )
        });
        let mut told: Vec<Told> = told.collect();
        told.sort();
        told
    }
}

proptest! {
    #![proptest_config(super::generated::cases())]

    #[test]
    fn columns_tell_what_the_definitions_say(
        program in program(),
        inputs in inputs(Shape::InOrder, 60),
        parts in 1_u32..5,
    ) {
        let program = Program::parse(&program).map_err(|error| TestCaseError::fail(error.to_string()))?;
        // What is known of customers is a column of its own here, and empty.
        let mut log: Vec<Input> = Vec::new();
        let (mut signals, mut until) = (Vec::new(), None);
        for mut input in inputs {
            match &mut input.body {
                Body::Signal(signal) => {
                    signal.attributes = <_>::default();
                    signals.push((input.id.clone(), signal.as_ref().clone()));
                }
                Body::Tick(tick) => until = until.max(Some(tick.at)),
                _ => continue,
            }
            log.push(input);
        }
        let mut expected: Vec<Told> = evaluate(&program, &log)
            .into_iter()
            .map(|one| {
                let number = if one.anchor == one.signal { None } else { one.anchor.parse().ok() };
                (one.rule, one.at, number, one.signal, one.signals)
            })
            .collect();
        expected.sort();
        let table = Table::of(signals);
        let plan = Plan::of(&program);
        let whole = alerts(&plan, &table.columns(), until);
        prop_assert_eq!(table.told(&plan, &whole), expected);
        let mut together: Vec<BatchAlert> = (0..parts)
            .flat_map(|index| {
                alerts_of(&plan, &table.columns(), until, Part { index, of: parts })
            })
            .collect();
        together.sort();
        let mut whole = whole;
        whole.sort();
        prop_assert_eq!(together, whole);
    }
}
