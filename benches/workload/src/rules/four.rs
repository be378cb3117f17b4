//! The four patterns alone, over the peers' stream.

use super::{DAY, Pattern, Rule, is};
use crate::columns::TextColumn::Kind;
use crate::life::{CONTACT, DELIVERY, ORDER, RESPONSE};

/// The third contact in 30 days; an order without a delivery in 5 days; a score down by 3 from the
/// previous; the third order.
pub fn four_patterns() -> Vec<Rule> {
    let rule = |id: &str, kind, pattern| Rule {
        id: id.to_owned(),
        when: vec![is(Kind, kind)],
        pattern,
    };
    let third = Pattern::Count {
        at_least: 3,
        within: 30 * DAY,
        same_topic: false,
    };
    let undelivered = Pattern::Absent {
        absent: vec![is(Kind, DELIVERY)],
        within: 5 * DAY,
        same_order: false,
    };
    vec![
        rule("third-contact", CONTACT, third),
        rule("undelivered", ORDER, undelivered),
        rule("sliding", RESPONSE, Pattern::Drop { by: 3 }),
        rule("third-order", ORDER, Pattern::Nth { k: 3 }),
    ]
}
