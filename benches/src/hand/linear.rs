//! The peers' conditions, one after another, without an index.

use voc_workload::rules::{Rule, Test};
use voc_workload::{AlertSet, NumberColumn, Stream, TextColumn};

struct Five {
    kind: u32,
    ltr: i64,
    tier: u32,
    channel: u32,
    amount: f64,
}

/// The alerts of `kind = k and ltr <= l and tier = t and channel = c and amount > a`.
pub fn linear_conditions(rules: &[Rule], stream: &Stream) -> AlertSet {
    let rules: Vec<Five> = rules.iter().map(Five::of).collect();
    let mut alerts = AlertSet::default();
    for row in 0..stream.len() {
        let (kind, tier) = (stream.kind.codes[row], stream.tier.codes[row]);
        let channel = stream.channel.codes[row];
        for (number, rule) in (0..).zip(&rules) {
            if rule.kind == kind
                && stream.ltr.get(row).is_some_and(|ltr| ltr <= rule.ltr)
                && rule.tier == tier
                && rule.channel == channel
                && stream
                    .amount
                    .get(row)
                    .is_some_and(|amount| amount > rule.amount)
            {
                alerts.push(number, row as u32);
            }
        }
    }
    alerts
}

impl Five {
    fn of(rule: &Rule) -> Self {
        let mut five = Self {
            kind: 0,
            ltr: 0,
            tier: 0,
            channel: 0,
            amount: 0.0,
        };
        for test in &rule.when {
            match *test {
                Test::Is { column, code } => match column {
                    TextColumn::Kind => five.kind = code,
                    TextColumn::Tier => five.tier = code,
                    TextColumn::Channel => five.channel = code,
                    _ => {}
                },
                Test::AtMost {
                    column: NumberColumn::Ltr,
                    value,
                } => five.ltr = value as i64,
                Test::Above { value, .. } => five.amount = value,
                Test::AtMost { .. } => {}
            }
        }
        five
    }
}
