//! Measures journeys: assigning signals to instances, holding these against the plan, and reading them as an
//! event log: `journeys [SIGNALS] [CUSTOMERS] [SEED]`, 10 million signals of a million customers if not said.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "a workload has fewer than 2^32 signals"
)]

use cpu_time::ThreadTime;
use std::borrow::Cow;
use std::env::args;
use std::sync::Arc;
use voc_core::Program;
use voc_core::journey::{Actual, By, Ids, Journey, assign};
use voc_core::rule::batch::{ABSENT, Column, Columns};

const PLAN: &str = r#"voc: 1
name: Claims
kinds: {claim_opened: {}, contact: {}, claim_paid: {}, response: {}}
fields: {claim_id: text, csat: int}
customer: {tier: text}
surveys: {settled: {type: transactional, after: claim_paid, questions: {csat: {text: Well?, scale: [1, 5]}}}}
segments: {gold: 'customer.tier == "gold"'}
channels: {phone: {}, web: {}, agency: {}}
touch_points: {report: {}, photos: {needs: [report]}, status: {}, letter: {}, payout: {}}
rules: {unpaid: {when: 'kind == "claim_opened"', absent: {when: 'kind == "claim_paid"', within: P20D}}}
journeys:
  claim:
    key: claim_id
    starts: 'kind == "claim_opened"'
    ends: 'kind == "claim_paid"'
    stages:
      - {id: tell, touch_points: [report, photos], expect: {within: P3D}}
      - {id: wait, touch_points: [status, letter], expect: {contacts: 3, segments: {gold: {contacts: 2}}}}
      - {id: paid, touch_points: [payout], expect: {outcome: 'csat >= 4'}}
    moments_of_truth:
      silence: {rule: unpaid, declared_rank: 1}
      first: {at: status, declared_rank: 2, expect: {within: P5D}}
"#;

const KINDS: [&str; 4] = ["claim_opened", "contact", "claim_paid", "response"];
const POINTS: [&str; 6] = [
    "report",
    "photos",
    "status",
    "letter",
    "payout",
    "elsewhere",
];
const CHANNELS: [&str; 3] = ["phone", "web", "agency"];
const TIERS: [&str; 2] = ["gold", "basic"];
const HOUR: i64 = 3_600_000_000;

/// The same numbers for the same seed (splitmix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % sides
    }
}

/// One signal.
#[derive(Clone, Copy)]
struct Row {
    at: i64,
    customer: u32,
    claim: u32,
    kind: u8,
    point: u8,
    channel: u8,
    csat: i8,
}

/// The columns of a workload, in order of time.
struct Workload {
    at: Vec<i64>,
    customer: Vec<u32>,
    kind: Vec<u32>,
    point: Vec<u32>,
    channel: Vec<u32>,
    claim: Vec<u32>,
    claims: Vec<String>,
    csat: Vec<i64>,
    has_csat: Vec<u64>,
    tier: Vec<u32>,
    customers: Vec<String>,
}

/// The claims of all customers: about one in two goes as planned.
fn rows(signals: usize, customers: u32, seed: u64) -> (Vec<Row>, u32) {
    let mut dice = Dice(seed);
    let mut rows = Vec::with_capacity(signals);
    let mut claims = 0;
    'all: loop {
        for customer in 0..customers {
            let mut at = dice.below(700 * 24).cast_signed() * HOUR;
            let channel = dice.below(3) as u8;
            let mut row = |kind: u8, point: u8, hours: u64, csat: i8, dice: &mut Dice| {
                at += (dice.below(hours).cast_signed() + 1) * HOUR;
                let channel = if dice.below(4) == 0 {
                    dice.below(3) as u8
                } else {
                    channel
                };
                rows.push(Row {
                    at,
                    customer,
                    claim: claims,
                    kind,
                    point,
                    channel,
                    csat,
                });
            };
            row(0, 0, 1, -1, &mut dice);
            let mut way = [1_u8, 2, 3, 4];
            match dice.below(8) {
                0 => way.swap(0, 1),
                1 => way.swap(1, 2),
                2 => way = [2, 2, 3, 4],
                3 => way = [1, 2, 5, 4],
                _ => {}
            }
            for point in way {
                let kind = if point == 4 { 2 } else { 1 };
                row(kind, point, 100, -1, &mut dice);
            }
            if dice.below(3) == 0 {
                let csat = dice.below(5) as i8 + 1;
                row(3, 4, 100, csat, &mut dice);
            }
            claims += 1;
            if rows.len() >= signals {
                break 'all;
            }
        }
    }
    rows.truncate(signals);
    rows.sort_by_key(|row| row.at);
    (rows, claims)
}

impl Workload {
    fn generate(signals: usize, customers: u32, seed: u64) -> Self {
        let (rows, claims) = rows(signals, customers, seed);
        let code = |of: fn(&Row) -> u32| rows.iter().map(of).collect();
        let mut has_csat = vec![0_u64; rows.len().div_ceil(64)];
        for (place, _) in rows.iter().enumerate().filter(|(_, row)| row.csat > 0) {
            if let Some(word) = has_csat.get_mut(place / 64) {
                *word |= 1 << (place % 64);
            }
        }
        Self {
            at: rows.iter().map(|row| row.at).collect(),
            customer: code(|row| row.customer),
            kind: code(|row| row.kind.into()),
            point: code(|row| row.point.into()),
            channel: code(|row| row.channel.into()),
            claim: code(|row| if row.kind == 3 { ABSENT } else { row.claim }),
            claims: (0..claims).map(|claim| format!("C-{claim:08}")).collect(),
            csat: rows.iter().map(|row| row.csat.into()).collect(),
            has_csat,
            tier: code(|row| u32::from(!row.customer.is_multiple_of(5))),
            // In no order, as they come.
            customers: (0..customers)
                .map(|one| format!("k{:08x}", one.wrapping_mul(0x9e37_79b1)))
                .collect(),
        }
    }

    fn columns(&self) -> Result<Columns<'_>, voc_core::Error> {
        let texts = |codes, texts: &[&'static str]| Column::Text {
            codes,
            texts: texts.to_vec(),
        };
        let columns = Columns::new(&self.at, &self.customer, self.customers.len() as u32)?
            .with("kind", texts(&self.kind, &KINDS))?
            .with("touch_point", texts(&self.point, &POINTS))?
            .with("channel", texts(&self.channel, &CHANNELS))?
            .with("customer.tier", texts(&self.tier, &TIERS))?;
        let claims = self.claims.iter().map(String::as_str).collect();
        columns
            .with(
                "claim_id",
                Column::Text {
                    codes: &self.claim,
                    texts: claims,
                },
            )?
            .with(
                "csat",
                Column::Int {
                    values: &self.csat,
                    valid: Some(&self.has_csat),
                },
            )
    }
}

/// Does something, and says how many signals a second of the processor that is.
fn measured<T>(name: &str, signals: usize, total: &mut f64, act: impl FnOnce() -> T) -> T {
    let begun = ThreadTime::now();
    let done = act();
    let seconds = begun.elapsed().as_secs_f64();
    *total += seconds;
    println!(
        "{name:<40} {seconds:>8.3} s {:>8.2} M signals/s",
        signals as f64 / seconds / 1e6
    );
    done
}

fn main() -> Result<(), String> {
    let number = |at: usize, default: u64| {
        let given = args().nth(at).and_then(|text| text.parse().ok());
        given.unwrap_or(default)
    };
    let signals = number(1, 10_000_000) as usize;
    let customers = number(2, 1_000_000) as u32;
    let load = Workload::generate(signals, customers, number(3, 1));
    let told = |error: voc_core::Error| error.to_string();
    let program = Program::parse(PLAN).map_err(|error| error.to_string())?;
    let journey = Arc::new(Journey::of(&program, "claim").map_err(told)?);
    let columns = load.columns().map_err(told)?;
    let names: Vec<&str> = load.customers.iter().map(String::as_str).collect();
    let id = |row: u32| Cow::Owned(format!("s{row:08}"));
    let ids = Ids {
        customers: &names,
        signal: &id,
    };
    println!("{signals} signals of {customers} customers, one thread, by time of the processor");
    let (mut whole, mut beside) = (0.0, 0.0);
    let actual: Actual = measured("assign", signals, &mut whole, || {
        assign(&journey, &columns, ids, None)
    })
    .map_err(told)?;
    let conformance = measured(
        "conform, with deviations counted",
        signals,
        &mut whole,
        || actual.conformance(None),
    )
    .map_err(told)?;
    let log = measured("aggregate: as an event log", signals, &mut whole, || {
        actual.log()
    });
    let variants = measured("aggregate: variants", signals, &mut whole, || {
        log.variants()
    });
    let pairs = measured("aggregate: transitions", signals, &mut whole, || {
        log.transitions()
    });
    println!(
        "{:<40} {whole:>8.3} s {:>8.2} M signals/s",
        "whole",
        signals as f64 / whole / 1e6
    );
    let by_channel = measured("beside: conform by channel", signals, &mut beside, || {
        actual.conformance(Some(By::Channel))
    })
    .map_err(told)?;
    let unassigned: u64 = actual.unassigned().iter().map(|row| row.signals).sum();
    println!(
        "{} instances, {} signals assigned, {unassigned} not; mean fitness {:.4}; {} deviations, {} by channel; \
         {} variants, {} transitions",
        actual.len(),
        actual.assigned(),
        conformance.fitness.mean.unwrap_or_default(),
        conformance.deviations.len(),
        by_channel.deviations.len(),
        variants.len(),
        pairs.len()
    );
    Ok(())
}
