//! Signals in the order of their time: some come of themselves, the others follow.

use crate::columns::{ABSENT, Stream, Texts};
use crate::customers::Customers;
use crate::life::{self, CONTACT, Happening, ORDER, RESPONSE, RETURN, SIGNALS_PER_BASE};
use crate::names::{CHANNELS, KINDS, TIERS, TOPICS, TOUCH_POINTS};
use crate::random::Random;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// 2026-01-01T00:00:00Z, in microseconds since 1970.
const START: i64 = 1_767_225_600_000_000;
const DAY: i64 = 86_400_000_000;

/// How much of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// How many customers may be heard.
    pub customers: u32,
    /// How many signals.
    pub signals: u32,
    /// Over about so many days.
    pub days: u32,
    /// Another seed, another stream.
    pub seed: u64,
}

impl Size {
    /// A year of ten signals a customer: 1,000,000 customers are 10,000,000 signals.
    pub const fn year(customers: u32) -> Self {
        Self {
            customers,
            signals: customers * 10,
            days: 365,
            seed: 1,
        }
    }

    /// Ninety days of twenty signals a customer: 50,000 customers are 1,000,000 signals.
    pub const fn quarter(customers: u32) -> Self {
        Self {
            customers,
            signals: customers * 20,
            days: 90,
            seed: 2,
        }
    }
}

impl Stream {
    /// The signals of a size; the same each time.
    pub fn generate(size: Size) -> Self {
        let customers = Customers::new(size.customers, size.seed);
        let mut random = Random::new(size.seed);
        let mut stream = Self::with_room(size);
        let mut pending = BinaryHeap::new();
        let gap_mean =
            (i64::from(size.days) * DAY) as f64 * SIGNALS_PER_BASE / f64::from(size.signals);
        let mut next_base = START;
        let mut next_order = 1;
        let mut last = START - 1;
        while stream.len() < size.signals as usize {
            let follows = pending
                .peek()
                .is_some_and(|Reverse(one): &Reverse<Happening>| one.at < next_base);
            let followed = if follows { pending.pop() } else { None };
            let mut one = if let Some(Reverse(one)) = followed {
                one
            } else {
                let at = next_base;
                next_base += (2.0 * gap_mean * random.unit()) as i64 + 1;
                let customer = customers.draw(&mut random);
                life::base(at, customer, next_order, &mut random)
            };
            next_order += i64::from(one.kind == ORDER);
            // No two at one instant: then the order of rows is the order of (at, id).
            one.at = one.at.max(last + 1);
            last = one.at;
            life::follow_ups(&one, &mut random, |next| pending.push(Reverse(next)));
            stream.push(&one, &customers, &mut random);
        }
        stream
    }

    fn with_room(size: Size) -> Self {
        let rows = size.signals as usize;
        let texts = |names: &[&str]| Texts {
            codes: Vec::with_capacity(rows),
            names: names.iter().map(|&name| name.to_owned()).collect(),
        };
        Self {
            at: Vec::with_capacity(rows),
            customer: Vec::with_capacity(rows),
            customers: size.customers,
            kind: texts(&KINDS),
            touch_point: texts(&TOUCH_POINTS),
            channel: texts(&CHANNELS),
            tier: texts(&TIERS.map(|(name, _)| name)),
            topic: texts(&TOPICS),
            ..Self::default()
        }
    }

    fn push(&mut self, one: &Happening, customers: &Customers, random: &mut Random) {
        self.at.push(one.at);
        self.customer.push(one.customer);
        self.kind.codes.push(one.kind);
        self.touch_point.codes.push(one.touch_point);
        self.channel.codes.push(one.channel);
        self.tier.codes.push(customers.tier(one.customer));
        self.topic.codes.push(one.topic.unwrap_or(ABSENT));
        self.order_id.push(one.order_id);
        let answers = one.kind == RESPONSE;
        let score = customers.mood(one.customer) + 1.4 * random.bell();
        let on = |low: i64, high: i64, score: f64| (score.round() as i64).clamp(low, high);
        self.ltr.push(answers.then(|| on(0, 10, score)));
        self.csat
            .push((answers && random.chance(0.6)).then(|| on(1, 5, score / 2.0)));
        self.effort
            .push((answers && random.chance(0.5)).then(|| on(1, 7, score * 0.7)));
        let cube = random.unit().powi(3);
        let cents = |highest: f64| (cube * highest * 100.0).round() / 100.0;
        let has_amount = answers || one.kind == ORDER || one.kind == RETURN;
        self.amount.push(has_amount.then(|| cents(1000.0)));
        self.wait.push((one.kind == CONTACT).then(|| cents(60.0)));
    }
}

#[cfg(test)]
mod tests {
    use super::{DAY, Size, Stream};

    #[test]
    fn the_same_size_is_the_same_stream_in_order_of_time() {
        let size = Size::year(1000);
        let (one, two) = (Stream::generate(size), Stream::generate(size));
        assert_eq!((&one.at, &one.customer), (&two.at, &two.customer));
        assert_eq!(one.ltr.values, two.ltr.values);
        assert_eq!(one.len(), 10_000);
        assert!(one.at.is_sorted_by(|before, after| before < after));
        let days = (one.until() - one.at[0]) / DAY;
        assert!((340..390).contains(&days), "{days} days");
    }

    #[test]
    fn every_response_is_scored_and_nothing_else() {
        let stream = Stream::generate(Size::year(500));
        for row in 0..stream.len() {
            let response = stream.kind.get(row) == Some("response");
            assert_eq!(stream.ltr.get(row).is_some(), response);
        }
    }
}
