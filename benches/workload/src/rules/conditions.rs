//! The conditions of W(n): equality tests first, then a number in its tail, as rare as is asked.

use super::{Pattern, Rule, Test, at_most, in_tail, is, varied};
use crate::columns::NumberColumn::{Amount, Csat, Effort, Ltr, Wait};
use crate::columns::TextColumn::{Channel, Kind, Tier, Topic, TouchPoint};
use crate::life::{CONTACT, ORDER, RESPONSE, RETURN};

/// Shares of the signals, as the generator makes them.
const ORDERS: f64 = 0.216;
const CONTACTS: f64 = 0.174;
const RESPONSES: f64 = 0.143;
const RETURNS: f64 = 0.0125;

const TEMPLATES: u32 = 10;

/// A condition that about this share of all signals satisfies.
pub(super) fn condition(number: u32, share: f64) -> Rule {
    let turn = number / TEMPLATES;
    let share = share * varied(turn);
    let tail = |of: f64| in_tail(Amount, share / of);
    let waits = |of: f64| in_tail(Wait, share / (CONTACTS * of));
    let when: Vec<Test> = match number % TEMPLATES {
        0 => vec![is(Kind, RESPONSE), at_most(Ltr, 5), tail(RESPONSES * 0.13)],
        1 => vec![
            is(Kind, ORDER),
            is(TouchPoint, turn % 6),
            tail(ORDERS / 6.0),
        ],
        2 => vec![is(Kind, CONTACT), is(Topic, turn % 12), waits(1.0 / 12.0)],
        3 => vec![is(Kind, ORDER), tail(ORDERS)],
        4 => vec![
            is(Kind, RESPONSE),
            at_most(Effort, 4),
            tail(RESPONSES * 0.14),
        ],
        5 => vec![is(Kind, RETURN), is(Channel, turn % 5), tail(RETURNS / 5.0)],
        6 => vec![is(Kind, CONTACT), waits(1.0)],
        7 => vec![is(Kind, RESPONSE), at_most(Csat, 3), tail(RESPONSES * 0.21)],
        8 => {
            let tiers = [0.5, 0.3, 0.15][turn as usize % 3];
            vec![is(Kind, ORDER), is(Tier, turn % 3), tail(ORDERS * tiers)]
        }
        _ => {
            let orders = if turn % 24 < 6 { ORDERS / 6.0 } else { 0.0 };
            let here = (orders + RESPONSES / 24.0) / 5.0;
            vec![is(TouchPoint, turn % 24), is(Channel, turn % 5), tail(here)]
        }
    };
    Rule {
        id: format!("condition-{number:03}"),
        when,
        pattern: Pattern::Single,
    }
}
