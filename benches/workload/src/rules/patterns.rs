//! The patterns of W(n). `spread` is n / 100: with more rules each is as much rarer, so that W100 and
//! W1000 raise as many alerts.

use super::{DAY, Pattern, Rule, Test, at_most, in_tail, is, varied};
use crate::columns::NumberColumn::{Amount, Ltr, Wait};
use crate::columns::TextColumn::{Channel, Kind, Tier, Topic, TouchPoint};
use crate::life::{COMPLAINT, CONTACT, DELIVERY, ORDER, REFUND, RESPONSE, RETURN, VISIT};

pub(super) fn count(number: u32, spread: u32) -> Rule {
    let turn = number / 6;
    let tail =
        |column, share: f64| in_tail(column, share * varied(turn) / f64::from(spread).sqrt());
    // Conditions, and the length of the window.
    let (when, days): (Vec<Test>, u32) = match number % 6 {
        0 => (
            vec![is(Kind, CONTACT), is(Topic, turn % 12), tail(Wait, 0.9)],
            14,
        ),
        1 => (
            vec![is(Kind, CONTACT), is(Channel, turn % 5), tail(Wait, 0.8)],
            30,
        ),
        2 => (
            vec![is(Kind, ORDER), is(TouchPoint, turn % 6), tail(Amount, 0.8)],
            30,
        ),
        3 => (vec![is(Kind, RETURN), tail(Amount, 0.5)], 30 + turn),
        4 => (
            vec![is(Kind, RESPONSE), at_most(Ltr, 6), is(Channel, turn % 5)],
            60 + turn,
        ),
        _ => {
            let touch_point = is(TouchPoint, 15 + turn % 5);
            (
                vec![is(Kind, VISIT), touch_point, is(Channel, turn / 5 % 5)],
                45,
            )
        }
    };
    let pattern = Pattern::Count {
        at_least: if number % 6 == 3 { 2 } else { 3 },
        within: i64::from(days) * DAY,
        same_topic: number % 6 == 1,
    };
    rule("count", number, when, pattern)
}

pub(super) fn absent(number: u32, spread: u32) -> Rule {
    let turn = number / 3;
    let tail = |share: f64| in_tail(Amount, share * varied(turn) / f64::from(spread));
    let (when, kind, days, same_order) = match number % 3 {
        0 => (
            vec![is(Kind, ORDER), is(TouchPoint, turn % 6), tail(0.3)],
            DELIVERY,
            5,
            true,
        ),
        1 => (
            vec![is(Kind, ORDER), is(Channel, turn % 5), tail(0.2)],
            DELIVERY,
            7,
            false,
        ),
        _ => (vec![is(Kind, RETURN), tail(0.2)], REFUND, 9, false),
    };
    let pattern = Pattern::Absent {
        absent: vec![is(Kind, kind)],
        within: days * DAY,
        same_order,
    };
    rule("absent", number, when, pattern)
}

pub(super) fn sequence(number: u32, spread: u32) -> Rule {
    let turn = number / 4;
    let tail = |share: f64| in_tail(Amount, share * varied(turn) / f64::from(spread));
    let unhappy = |ltr: u32| vec![is(Kind, RESPONSE), at_most(Ltr, ltr), tail(0.5)];
    let (when, then, days): (Vec<Test>, Vec<Vec<Test>>, u32) = match number % 4 {
        0 => (
            vec![is(Kind, ORDER), is(TouchPoint, turn % 6), tail(0.9)],
            vec![vec![is(Kind, RETURN)], vec![is(Kind, CONTACT)]],
            21,
        ),
        1 => (
            vec![is(Kind, ORDER), tail(0.3)],
            vec![vec![is(Kind, COMPLAINT)]],
            10,
        ),
        2 => (
            vec![is(Kind, CONTACT), is(Topic, turn % 12)],
            vec![unhappy(3)],
            5,
        ),
        _ => (
            vec![is(Kind, DELIVERY), is(TouchPoint, 6 + turn % 3)],
            vec![unhappy(6), vec![is(Kind, CONTACT)]],
            10,
        ),
    };
    let within = i64::from(days) * DAY;
    rule("sequence", number, when, Pattern::Sequence { then, within })
}

pub(super) fn change(number: u32, spread: u32) -> Rule {
    let turn = number / 2;
    let mut when = match number % 2 {
        0 => vec![is(Kind, RESPONSE), is(Channel, turn % 5)],
        _ => vec![is(Kind, RESPONSE), is(Tier, turn % 4)],
    };
    if spread > 1 {
        when.push(is(TouchPoint, turn % 24));
    }
    rule(
        "change",
        number,
        when,
        Pattern::Drop {
            by: 4 + i64::from(turn % 2),
        },
    )
}

pub(super) fn nth(number: u32, spread: u32) -> Rule {
    let turn = number / 2;
    let mut when = match number % 2 {
        0 => vec![is(Kind, ORDER), is(TouchPoint, turn % 6)],
        _ => vec![is(Kind, CONTACT), is(Topic, turn % 12)],
    };
    if spread > 1 {
        when.push(is(Channel, turn / 2 % 5));
    }
    rule("nth", number, when, Pattern::Nth { k: 4 })
}

pub(super) fn streak(number: u32, spread: u32) -> Rule {
    let turn = number / 2;
    let mut when: Vec<Test> = match number % 2 {
        0 => vec![is(Kind, RESPONSE), is(Channel, turn % 5)],
        _ => vec![is(Kind, RESPONSE), is(Tier, turn % 4)],
    };
    if spread > 1 {
        when.push(is(TouchPoint, turn % 24));
    }
    let pattern = Pattern::Streak {
        k: 2,
        of: vec![at_most(Ltr, 4)],
    };
    rule("streak", number, when, pattern)
}

fn rule(name: &str, number: u32, when: Vec<Test>, pattern: Pattern) -> Rule {
    Rule {
        id: format!("{name}-{number:03}"),
        when,
        pattern,
    }
}
