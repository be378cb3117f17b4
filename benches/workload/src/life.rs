//! What follows what: an order is delivered, a contact comes back, a delivery is answered for.

use crate::names::{CHANNELS, TOPICS, touch_points_of};
use crate::random::Random;

pub(crate) const ORDER: u32 = 0;
pub(crate) const DELIVERY: u32 = 1;
pub(crate) const CONTACT: u32 = 2;
pub(crate) const RESPONSE: u32 = 3;
pub(crate) const VISIT: u32 = 4;
pub(crate) const RETURN: u32 = 5;
pub(crate) const REFUND: u32 = 6;
pub(crate) const COMPLAINT: u32 = 7;
pub(crate) const RENEWAL: u32 = 8;

/// Signals for each one that comes of itself.
pub(crate) const SIGNALS_PER_BASE: f64 = 1.575;

const HOUR: f64 = 3.6e9;
const DAY: f64 = 24.0 * HOUR;

/// A signal before its answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Happening {
    pub(crate) at: i64,
    pub(crate) customer: u32,
    pub(crate) kind: u32,
    pub(crate) touch_point: u32,
    pub(crate) channel: u32,
    pub(crate) topic: Option<u32>,
    pub(crate) order_id: Option<i64>,
}

/// A signal that comes of itself.
pub(crate) fn base(at: i64, customer: u32, next_order: i64, random: &mut Random) -> Happening {
    let kind = match random.unit() {
        u if u < 0.34 => ORDER,
        u if u < 0.54 => CONTACT,
        u if u < 0.82 => VISIT,
        u if u < 0.92 => RESPONSE,
        u if u < 0.95 => COMPLAINT,
        _ => RENEWAL,
    };
    let (first, count) = touch_points_of(kind);
    let has_topic = kind == CONTACT || kind == COMPLAINT;
    Happening {
        at,
        customer,
        kind,
        touch_point: first + random.below(count),
        channel: random.below(CHANNELS.len() as u32),
        topic: has_topic.then(|| random.below(TOPICS.len() as u32)),
        order_id: (kind == ORDER).then_some(next_order),
    }
}

/// What follows a signal.
pub(crate) fn follow_ups(one: &Happening, random: &mut Random, mut add: impl FnMut(Happening)) {
    let mut after = |random: &mut Random, kind: u32, low: f64, high: f64| {
        let (first, count) = touch_points_of(kind);
        // A contact that comes back is about the same thing at the same place.
        let again = kind == CONTACT && one.kind != RETURN;
        add(Happening {
            at: one.at + (low + (high - low) * random.unit()) as i64,
            kind,
            touch_point: if again || kind == RESPONSE {
                one.touch_point
            } else {
                first + random.below(count)
            },
            channel: if again {
                one.channel
            } else {
                random.below(CHANNELS.len() as u32)
            },
            topic: (kind == CONTACT).then(|| {
                one.topic
                    .unwrap_or_else(|| random.below(TOPICS.len() as u32))
            }),
            ..*one
        });
    };
    match one.kind {
        ORDER if random.chance(0.97) => after(random, DELIVERY, 0.5 * DAY, 4.5 * DAY),
        ORDER if random.chance(0.6) => after(random, DELIVERY, 6.0 * DAY, 12.0 * DAY),
        DELIVERY => {
            if random.chance(0.25) {
                after(random, RESPONSE, 4.0 * HOUR, 3.0 * DAY);
            }
            if random.chance(0.06) {
                after(random, RETURN, DAY, 12.0 * DAY);
            }
        }
        CONTACT => {
            if random.chance(0.22) {
                after(random, CONTACT, 2.0 * HOUR, 6.0 * DAY);
            }
            if random.chance(0.15) {
                after(random, RESPONSE, HOUR, 2.0 * DAY);
            }
        }
        RETURN => {
            if random.chance(0.9) {
                after(random, REFUND, 2.0 * DAY, 10.0 * DAY);
            }
            if random.chance(0.3) {
                after(random, CONTACT, 4.0 * HOUR, 5.0 * DAY);
            }
        }
        COMPLAINT if random.chance(0.4) => after(random, CONTACT, 4.0 * HOUR, 5.0 * DAY),
        _ => {}
    }
}
