//! Claims of many customers: made up of a seed, as columns, and read as one would by hand.

use crate::paths::{Counted, key};
use std::borrow::Cow;
use std::sync::Arc;
use voc_core::journey::{Actual, Ids, Journey, assign};
use voc_core::rule::batch::{ABSENT, Column, Columns};
use voc_core::{Error, Program};
use voc_workload::AlertSet;

/// The plan of a claim, with promises and moments of truth.
pub const PLAN: &str = r#"voc: 1
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
pub struct Workload {
    /// By signal, in microseconds since 1970.
    pub at: Vec<i64>,
    customer: Vec<u32>,
    kind: Vec<u32>,
    point: Vec<u32>,
    channel: Vec<u32>,
    claim: Vec<u32>,
    claims: Vec<String>,
    csat: Vec<i64>,
    has_csat: Vec<u64>,
    tier: Vec<u32>,
    /// By number.
    pub customers: Vec<String>,
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
    /// So many signals of so many customers.
    pub fn generate(signals: usize, customers: u32, seed: u64) -> Self {
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

    /// As columns.
    ///
    /// # Errors
    /// None in practice.
    pub fn columns(&self) -> Result<Columns<'_>, Error> {
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

impl Workload {
    /// The instances of the claims' journey.
    ///
    /// # Errors
    /// None in practice.
    pub fn assigned(&self, journey: &Arc<Journey>) -> Result<Actual, Error> {
        let names: Vec<&str> = self.customers.iter().map(String::as_str).collect();
        let id = |row: u32| Cow::Owned(format!("s{row:08}"));
        let ids = Ids {
            customers: &names,
            signal: &id,
        };
        assign(journey, &self.columns()?, ids, None)
    }

    /// Paths and pairs by loops and hash tables, as one would write them by hand for exactly these claims:
    /// each is an instance, and what carries its id a step of it.
    pub fn counted(&self) -> Counted {
        let mut by_claim: Vec<Vec<u32>> = vec![Vec::new(); self.claims.len()];
        for (claim, point) in self.claim.iter().zip(&self.point) {
            if let Some(path) = by_claim.get_mut(*claim as usize) {
                path.push(*point);
            }
        }
        let mut counted = Counted::default();
        for path in by_claim.into_iter().filter(|path| !path.is_empty()) {
            for pair in path.windows(2) {
                *counted.edges.entry((pair[0], pair[1])).or_default() += 1;
            }
            *counted.variants.entry(path).or_default() += 1;
        }
        counted
    }

    /// What was counted, made comparable.
    pub fn set(&self, counted: &Counted) -> AlertSet {
        let name = |code: &u32| POINTS[*code as usize];
        let variants = counted.variants.iter();
        let variants = variants.map(|(path, count)| key("path", path.iter().map(name), *count));
        let edges = counted.edges.iter();
        let edges = edges.map(|((from, to), count)| {
            let names = [name(from), name(to)].into_iter();
            key("pair", names, *count)
        });
        AlertSet {
            keys: variants.chain(edges).collect(),
        }
    }
}

/// The journey of the claims.
///
/// # Errors
/// None in practice.
pub fn journey() -> Result<Arc<Journey>, String> {
    let program = Program::parse(PLAN).map_err(|error| error.to_string())?;
    let journey = Journey::of(&program, "claim").map_err(|error| error.to_string())?;
    Ok(Arc::new(journey))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paths::of_ours;

    #[test]
    fn what_is_assigned_is_what_is_counted_by_hand() {
        let load = Workload::generate(20_000, 2_000, 1);
        let actual = load.assigned(&journey().unwrap()).unwrap();
        let log = actual.log();
        let found = of_ours(&log, &(log.paths(), log.transitions())).found();
        assert_eq!(found, load.set(&load.counted()).found());
        assert!(actual.len() > 2_000);
    }
}
