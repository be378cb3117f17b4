//! The conditions that the peers are measured on: five tests each.

use super::{Pattern, Rule, Test, at_most, is};
use crate::columns::NumberColumn::{Amount, Ltr};
use crate::columns::TextColumn::{Channel, Kind, Tier};
use crate::life::RESPONSE;

/// `kind = response and ltr <= k and tier = s and channel = c and amount > x`, in this order.
pub fn peer_conditions(rules: u32) -> Vec<Rule> {
    let tests = |number: u32| {
        vec![
            is(Kind, RESPONSE),
            at_most(Ltr, 6 - number % 5),
            is(Tier, number / 5 % 4),
            is(Channel, number % 5),
            Test::Above {
                column: Amount,
                value: f64::from(50 + number * 7 % 400),
            },
        ]
    };
    let rule = |number| Rule {
        id: format!("peer-{number:03}"),
        when: tests(number),
        pattern: Pattern::Single,
    };
    (0..rules).map(rule).collect()
}
