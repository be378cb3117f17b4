//! Our own engine's rows. A new way through the engine is one more [`Way`].

mod single;

use crate::memory;
use crate::row::Path;
use crate::timing::Finds;
use single::{conditions_alone, json, typed};
use std::collections::HashMap;
use std::sync::Arc;
use voc_core::rule::Plan;
use voc_core::rule::batch::{BatchAlert, Column, Columns, Part, alerts, alerts_of};
use voc_core::signal::Body;
use voc_core::{Input, Program, Signal, Time, Value};
use voc_workload::rules::Rule;
use voc_workload::{AlertSet, NumberColumn, Stream, TextColumn, customer_key, program, signal_id};

/// What a run is over.
pub struct Material<'m> {
    /// The signals.
    pub stream: &'m Stream,
    /// The rules, for their numbers.
    pub rules: &'m [Rule],
}

/// A run that is ready: only this is timed.
pub type Run<'m> = Box<dyn FnOnce() -> Box<dyn Finds + 'm> + 'm>;

/// What is made ready once; each repetition is a run of its own.
pub type Ready<'m> = Box<dyn FnMut() -> Run<'m> + 'm>;

/// A way through the engine.
pub struct Way {
    /// Its name in the table.
    pub name: &'static str,
    /// How signals reach the engine.
    pub path: Path,
    /// How many threads it runs on.
    pub threads: u32,
    /// Whether it takes programs with patterns.
    pub takes_patterns: bool,
    /// More signals than this would take too long.
    pub rows_max: usize,
    /// Makes ready; says why it cannot.
    pub prepare: for<'m> fn(&'m Material<'m>) -> Result<Ready<'m>, String>,
}

/// As many as there are parts of the work.
const THREADS: u32 = 2;

/// Signals one by one: so many that most are of customers who were heard before.
const SINGLE_MAX: usize = 2_000_000;

/// Every way there is.
pub const WAYS: &[Way] = &[
    Way {
        name: "voc, columns",
        path: Path::Batch,
        threads: 1,
        takes_patterns: true,
        rows_max: usize::MAX,
        prepare: columns,
    },
    Way {
        name: "voc, columns",
        path: Path::Batch,
        threads: THREADS,
        takes_patterns: true,
        rows_max: usize::MAX,
        prepare: columns_in_parts,
    },
    Way {
        name: "voc, typed signals",
        path: Path::Single,
        threads: 1,
        takes_patterns: true,
        rows_max: SINGLE_MAX,
        prepare: typed,
    },
    Way {
        name: "voc, JSON text",
        path: Path::Single,
        threads: 1,
        takes_patterns: true,
        rows_max: SINGLE_MAX,
        prepare: json,
    },
    // No state, as the peers that take conditions one by one have none.
    Way {
        name: "voc, conditions alone",
        path: Path::Single,
        threads: 1,
        takes_patterns: false,
        rows_max: SINGLE_MAX,
        prepare: conditions_alone,
    },
];

impl<'m> Material<'m> {
    /// The program of the rules.
    ///
    /// # Errors
    /// What the engine does not take.
    pub fn program(&self) -> Result<Program, String> {
        let text = program::yaml(self.rules, self.stream);
        Program::parse(&text).map_err(|error| {
            let text = error.to_string();
            let first = text.lines().next().unwrap_or("no program");
            // The rule's own place says nothing to a reader of the table.
            let what = first.splitn(3, ": ").last().unwrap_or(first);
            format!("the engine does not take the program yet: {what}")
        })
    }

    /// The number of each rule, by its id.
    pub fn numbers(&self) -> HashMap<&'m str, u32> {
        let ids = self.rules.iter().map(|rule| rule.id.as_str());
        ids.zip(0..).collect()
    }

    fn input(&self, row: usize) -> Input {
        let signal = self.signal(row);
        let received = Some(signal.at);
        let body = Body::Signal(Box::new(signal));
        Input {
            received,
            ..Input::new(signal_id(row), body)
        }
    }

    fn signal(&self, row: usize) -> Signal {
        let stream = self.stream;
        let text = |column: TextColumn| stream.texts(column).get(row).map(str::to_owned);
        let number = |column: NumberColumn| {
            let value = stream.number(column, row);
            let typed = if column.is_int() {
                Value::Int(value as i64)
            } else {
                Value::Number(value)
            };
            (!value.is_nan()).then(|| (column.name().to_owned(), typed))
        };
        let order = stream.order_id.get(row);
        let topic = text(TextColumn::Topic);
        let fields = [
            number(NumberColumn::Ltr),
            number(NumberColumn::Csat),
            number(NumberColumn::Effort),
            number(NumberColumn::Amount),
            number(NumberColumn::Wait),
            order.map(|order| ("order_id".to_owned(), Value::Int(order))),
            topic.map(|topic| ("topic".to_owned(), Value::Text(topic))),
        ];
        let tier = text(TextColumn::Tier).map(|tier| ("tier".to_owned(), Value::Text(tier)));
        Signal {
            at: Time::from_micros(stream.at[row]).unwrap_or(Time::MIN),
            kind: text(TextColumn::Kind).unwrap_or_default(),
            customer: Some(customer_key(stream.customer[row])),
            respondent: None,
            respondent_role: None,
            touch_point: text(TextColumn::TouchPoint),
            stage: None,
            channel: text(TextColumn::Channel),
            unit: None,
            employee: None,
            verbatim: None,
            fields: fields.into_iter().flatten().collect(),
            attributes: tier.into_iter().collect(),
        }
    }
}

/// The signals as borrowed columns.
///
/// # Errors
/// None that a stream brings about.
pub fn borrowed(stream: &Stream) -> Result<Columns<'_>, voc_core::Error> {
    let mut columns = Columns::new(&stream.at, &stream.customer, stream.customers)?;
    for column in [
        TextColumn::Kind,
        TextColumn::TouchPoint,
        TextColumn::Channel,
        TextColumn::Tier,
        TextColumn::Topic,
    ] {
        let texts = stream.texts(column);
        let name = match column {
            TextColumn::Tier => "customer.tier",
            other => other.name(),
        };
        columns = columns.with(
            name,
            Column::Text {
                codes: &texts.codes,
                texts: texts.names.iter().map(String::as_str).collect(),
            },
        )?;
    }
    let ints = [
        ("order_id", &stream.order_id),
        ("ltr", &stream.ltr),
        ("csat", &stream.csat),
        ("effort", &stream.effort),
    ];
    for (name, ints) in ints {
        let (values, valid) = (&ints.values, Some(&*ints.valid.words));
        columns = columns.with(name, Column::Int { values, valid })?;
    }
    for (name, numbers) in [("amount", &stream.amount), ("wait", &stream.wait)] {
        let (values, valid) = (&numbers.values, Some(&*numbers.valid.words));
        columns = columns.with(name, Column::Number { values, valid })?;
    }
    Ok(columns)
}

/// A plan and its columns, and the number of each of the plan's rules.
fn planned<'m>(material: &Material<'m>) -> Result<(Plan, Columns<'m>, Vec<u32>), String> {
    let plan = Plan::of(&material.program()?);
    let numbers = material.numbers();
    let of_plan = plan.rule_ids().filter_map(|id| numbers.get(id).copied());
    let of_plan = of_plan.collect();
    let columns = borrowed(material.stream).map_err(|error| error.to_string())?;
    Ok((plan, columns, of_plan))
}

fn found(alerts: &[Vec<BatchAlert>], of_plan: &[u32]) -> AlertSet {
    let mut found = AlertSet::default();
    for alert in alerts.iter().flatten() {
        found.push(of_plan[usize::from(alert.rule)], alert.row);
    }
    found
}

fn columns<'m>(material: &'m Material<'m>) -> Result<Ready<'m>, String> {
    let planned = Arc::new(planned(material)?);
    Ok(Box::new(move || {
        let planned = Arc::clone(&planned);
        Box::new(move || {
            let (plan, columns, of_plan) = &*planned;
            let alerts = alerts(plan, columns, None);
            Box::new(found(&[alerts], of_plan))
        })
    }))
}

fn columns_in_parts<'m>(material: &'m Material<'m>) -> Result<Ready<'m>, String> {
    let planned = Arc::new(planned(material)?);
    Ok(Box::new(move || {
        let planned = Arc::clone(&planned);
        Box::new(move || {
            let (plan, columns, of_plan) = &*planned;
            let part = |index| {
                let part = Part { index, of: THREADS };
                alerts_of(plan, columns, None, part)
            };
            let alerts: Vec<Vec<BatchAlert>> = std::thread::scope(|scope| {
                let others: Vec<_> = (1..THREADS)
                    .map(|index| scope.spawn(move || part(index)))
                    .collect();
                let first = std::iter::once(part(0));
                let others = others.into_iter();
                let others = others.map(|other| other.join().unwrap_or_default());
                first.chain(others).collect()
            });
            Box::new(found(&alerts, of_plan))
        })
    }))
}

/// What a run of columns holds besides its input.
pub struct Held {
    /// The process's peak less what was there before and what the run returns, in bytes; absent where
    /// the system does not say.
    pub bytes: Option<u64>,
    /// The customers that have signals.
    pub customers: u64,
}

/// Measures what a run of columns holds.
///
/// # Errors
/// What the engine does not take.
pub fn held_by_columns(material: &Material<'_>) -> Result<Held, String> {
    let (plan, columns, _) = planned(material)?;
    let (alerts, rise) = memory::rise(|| alerts(&plan, &columns, None));
    let behind: usize = alerts.iter().map(|alert| alert.rows.len()).sum();
    let returned = memory::heap_bytes(&alerts) + (behind * size_of::<u32>()) as u64;
    let mut heard = vec![false; material.stream.customers as usize];
    for customer in &material.stream.customer {
        if let Some(heard) = heard.get_mut(*customer as usize) {
            *heard = true;
        }
    }
    Ok(Held {
        bytes: rise.map(|rise| rise.saturating_sub(returned)),
        customers: heard.iter().filter(|heard| **heard).count() as u64,
    })
}
