//! A customer's year, signal by signal.

use crate::company::{DEALER, ONLINE, Region, advisers};
use crate::dice::Dice;
use crate::signal::{Customer, Signal};
use crate::words;
use crate::year::{DAY, HOUR, MINUTE, Year};

/// The days on which bills go out.
const BILL_DAYS: [i64; 4] = [24, 115, 206, 284];

/// The signals of a customer's year, in order, with their ids.
pub(crate) fn signals(customer: &Customer, year: Year, dice: &mut Dice) -> Vec<Signal> {
    let mut life = Life {
        customer,
        year,
        dice,
        signals: Vec::new(),
        unsolved: Vec::new(),
    };
    if customer.joined > 0 {
        life.buy(customer.joined);
    } else if life.dice.chance(0.22) {
        let day = life.dice.between(0, year.days() - 20);
        life.buy(day);
    }
    life.bills();
    life.visits();
    life.outages();
    life.contacts();
    life.relationship_surveys();
    life.renewal();
    let mut signals = life.signals;
    signals.retain(|signal| signal.at < year.end);
    signals.sort_by_key(|signal| signal.at);
    for (number, signal) in signals.iter_mut().enumerate() {
        signal.id = format!("{}-{:03}", customer.key, number + 1);
    }
    signals
}

/// Reviews on the web, by nobody whom we know.
pub(crate) fn reviews(count: u32, year: Year, dice: &mut Dice) -> Vec<Signal> {
    let review = |number| {
        let day = dice.between(0, year.days());
        let at = year.at(day, dice.between(7 * HOUR, 23 * HOUR));
        let trouble = Year::billing_trouble(day);
        let weight = 1.0 + 3.0 * trouble;
        let stars = dice.weighted(&[
            (1, 0.2 * weight),
            (2, 0.1 * weight),
            (3, 0.15),
            (4, 0.3),
            (5, 0.25),
        ]);
        let verbatim = if stars <= 2 {
            words::bad(dice, "service")
        } else {
            words::good(dice)
        };
        Signal {
            id: format!("review-{:05}", number + 1),
            received: at + dice.between(1, 6 * HOUR),
            at,
            kind: "review",
            channel: Some("web"),
            stars: Some(stars),
            verbatim: dice.chance(0.7).then_some(verbatim),
            ..Signal::default()
        }
    };
    (0..count).map(review).collect()
}

struct Life<'a> {
    customer: &'a Customer,
    year: Year,
    dice: &'a mut Dice,
    signals: Vec<Signal>,
    /// The instants of contacts that solved nothing.
    unsolved: Vec<i64>,
}

impl Life<'_> {
    fn new_signal(&mut self, kind: &'static str, at: i64, channel: &'static str) -> Signal {
        self.customer.signal(self.dice, kind, at, channel)
    }

    fn by_day(&mut self, day: i64) -> i64 {
        self.year.at(day, self.dice.between(8 * HOUR, 19 * HOUR))
    }

    fn employee(&mut self, unit: Option<&'static str>) -> Option<String> {
        let unit = unit.filter(|unit| *unit != ONLINE)?;
        self.dice.pick(&advisers(unit)).cloned()
    }

    /// An order, its activation, what the customer says of it, and perhaps a return.
    fn buy(&mut self, day: i64) {
        let channel = self.customer.buys;
        let ordered = self.by_day(day);
        let pounds = self.dice.between(15, 900);
        let mut order = self.new_signal("order", ordered, channel);
        order.touch_point = Some("choose-plan");
        order.employee = self.employee(order.unit);
        order.amount = Some(format!("{pounds}.00"));
        let unit = order.unit;
        let seller = order.employee.clone();
        self.signals.push(order);

        let slow = if channel == "dealer" { 4 } else { 0 };
        let active = ordered + self.dice.between(DAY, (4 + slow) * DAY);
        let mut activation = self.new_signal("activation", active, channel);
        activation.touch_point = Some("activate");
        activation.unit = unit;
        self.signals.push(activation);
        if self.dice.chance(0.3) {
            let at = active + self.dice.between(6 * HOUR, 3 * DAY);
            let mut response = self.response(at, channel, "activation", "device");
            response.touch_point = Some("activate");
            response.unit = unit;
            response.employee = seller;
            self.signals.push(response);
        }
        let keeps = if channel == "dealer" { 0.86 } else { 0.93 };
        if !self.dice.chance(keeps) {
            let at = active + self.dice.between(2 * DAY, 14 * DAY);
            let back = match channel {
                "shop" | "dealer" => channel,
                _ => "web",
            };
            let mut returned = self.new_signal("return", at, back);
            returned.touch_point = Some("return-device");
            returned.topic = Some("device");
            self.signals.push(returned);
        }
    }

    fn bills(&mut self) {
        for due in BILL_DAYS {
            let day = due + self.dice.between(0, 5);
            if day <= self.customer.joined + 5 {
                continue;
            }
            let at = self.year.at(day, self.dice.between(2 * HOUR, 6 * HOUR));
            let channel = if self.dice.chance(0.6) { "app" } else { "web" };
            let (pounds, pence) = (self.dice.between(24, 190), self.dice.between(0, 100));
            let mut bill = self.new_signal("bill", at, channel);
            bill.touch_point = Some("read-bill");
            bill.amount = Some(format!("{pounds}.{pence:02}"));
            self.signals.push(bill);
        }
    }

    fn visits(&mut self) {
        let many = if self.customer.buys == "app" {
            9.0
        } else {
            2.6
        };
        for _ in 0..self.dice.times(many + 0.3) {
            let day = self.dice.between(self.customer.joined, self.year.days());
            let at = self.year.at(day, self.dice.between(7 * HOUR, 23 * HOUR));
            let channel = if self.dice.chance(0.7) { "app" } else { "web" };
            let mut visit = self.new_signal("visit", at, channel);
            visit.touch_point = Some("self-service");
            self.signals.push(visit);
        }
    }

    /// Outages, as we measure them; the storm hits the north.
    fn outages(&mut self) {
        let mut days = Vec::new();
        for _ in 0..self.dice.times(0.35) {
            days.push((
                self.dice.between(self.customer.joined, self.year.days()),
                14,
            ));
        }
        if self.customer.region == Region::North && self.customer.joined == 0 {
            days.extend(
                (0..self.year.days())
                    .filter(|day| Year::is_storm(*day))
                    .take(1)
                    .map(|day| (day, 70)),
            );
        }
        for (day, longest) in days {
            let at = self.year.at(day, self.dice.between(0, 24 * HOUR));
            let hours = self.dice.between(1, longest);
            let mut outage = self.new_signal("outage", at, "app");
            outage.channel = None;
            outage.unit = None;
            outage.touch_point = Some("use-network");
            outage.hours = Some(hours);
            self.signals.push(outage);
            if hours > 6 && self.dice.chance(0.4) {
                let called = at + self.dice.between(HOUR, 8 * HOUR);
                self.contact(called, "network");
            }
        }
    }

    fn contacts(&mut self) {
        for week in self.customer.joined / 7..self.year.days() / 7 {
            let day = week * 7;
            let trouble = Year::billing_trouble(day);
            let usual = self.customer.contacts / 52.0 * self.year.season(day);
            for _ in 0..self.dice.times(usual + trouble * (0.03 + usual)) {
                let day = day
                    + self.dice.weighted(&[
                        (0, 0.2),
                        (1, 0.18),
                        (2, 0.17),
                        (3, 0.16),
                        (4, 0.15),
                        (5, 0.1),
                        (6, 0.04),
                    ]);
                let topic = self.dice.weighted(&[
                    ("billing", 0.28 + 2.0 * trouble),
                    ("network", 0.24),
                    ("device", 0.18),
                    ("contract", 0.16),
                    ("order", 0.14),
                ]);
                let at = self.by_day(day);
                self.contact(at, topic);
            }
        }
    }

    /// A contact, the ones that follow while nothing is solved, a survey, perhaps a complaint.
    fn contact(&mut self, first: i64, topic: &'static str) {
        let mut at = first;
        for attempt in 0..5 {
            let day = self.year.day_of(at);
            let trouble = if topic == "billing" {
                Year::billing_trouble(day)
            } else {
                0.0
            };
            let channel = self.dice.weighted(&[
                ("phone", 0.5),
                ("app", 0.17),
                ("web", 0.16),
                ("shop", 0.11),
                (
                    "dealer",
                    if self.customer.buys == "dealer" {
                        0.2
                    } else {
                        0.01
                    },
                ),
            ]);
            let mut contact = self.new_signal("contact", at, channel);
            contact.touch_point = Some("get-help");
            contact.topic = Some(topic);
            contact.employee = self.employee(contact.unit);
            let (unit, employee) = (contact.unit, contact.employee.clone());
            self.signals.push(contact);
            let weak = if unit == Some(DEALER) { 0.15 } else { 0.0 };
            let solved = self.dice.chance(0.74 - 0.35 * trouble - weak);
            if !solved {
                self.unsolved.push(at);
            }
            if self.dice.chance(0.24) {
                let answered = at + self.dice.between(20 * MINUTE, 30 * HOUR);
                let mut response = self.response(answered, channel, "contact", topic);
                response.touch_point = Some("get-help");
                response.topic = Some(topic);
                response.unit = unit;
                response.employee = employee;
                response.resolved = Some(solved);
                self.signals.push(response);
            }
            if solved {
                return;
            }
            if self
                .dice
                .chance(0.14 + 0.08 * f64::from(attempt) + 0.1 * trouble)
            {
                let written = at + self.dice.between(HOUR, 2 * DAY);
                self.complain(written, topic);
            }
            if !self.dice.chance(0.75) {
                return;
            }
            at += self.dice.between(5 * HOUR, 9 * DAY);
        }
    }

    fn complain(&mut self, at: i64, topic: &'static str) {
        let channel = self.dice.weighted(&[
            ("web", 0.35),
            ("phone", 0.35),
            ("app", 0.15),
            ("shop", 0.1),
            ("dealer", 0.05),
        ]);
        let mut complaint = self.new_signal("complaint", at, channel);
        complaint.touch_point = Some("get-help");
        complaint.topic = Some(topic);
        complaint.verbatim = Some(words::bad(self.dice, topic));
        self.signals.push(complaint);
    }

    fn relationship_surveys(&mut self) {
        let days = self.year.days();
        for (first, last) in [(60, 150), (days - 105, days - 20)] {
            let day = self.dice.between(first, last);
            if day < self.customer.joined + 30 || !self.dice.chance(0.34) {
                continue;
            }
            let at = self.by_day(day);
            let channel = if self.dice.chance(0.5) { "app" } else { "web" };
            let mut response = self.response(at, channel, "relationship", "service");
            // Nobody served them: their region's centre answers for them.
            response.unit = Some(self.customer.region.centre());
            self.signals.push(response);
        }
    }

    fn renewal(&mut self) {
        if self.customer.joined > 0 || !self.dice.chance(0.5) {
            return;
        }
        let day = self.dice.between(5, self.year.days());
        let at = self.by_day(day);
        let renews = 0.5 + 0.05 * self.mood(at, "contract");
        let channel =
            self.dice
                .weighted(&[("phone", 0.4), ("web", 0.3), ("shop", 0.2), ("dealer", 0.1)]);
        let mut renewal = self.new_signal("renewal", at, channel);
        renewal.touch_point = Some("renew");
        renewal.renewed = Some(self.dice.chance(renews));
        self.signals.push(renewal);
    }

    /// How likely they are to recommend us now.
    fn mood(&mut self, at: i64, topic: &str) -> f64 {
        let sore = self
            .unsolved
            .iter()
            .filter(|past| (0..30 * DAY).contains(&(at - **past)))
            .count();
        let sore = f64::from(u32::try_from(sore.min(3)).unwrap_or(3));
        let trouble = Year::billing_trouble(self.year.day_of(at));
        let hurt = if topic == "billing" {
            2.4 * trouble
        } else {
            1.1 * trouble
        };
        self.customer.mood - 1.6 * sore - hurt
    }

    fn response(
        &mut self,
        at: i64,
        channel: &'static str,
        survey: &'static str,
        topic: &'static str,
    ) -> Signal {
        let mood = self.mood(at, topic) + 0.9 * self.dice.bell();
        let mut response = self.new_signal("response", at, channel);
        response.survey = Some(survey);
        response.ltr = Some(on_scale(mood, 0, 10));
        if survey != "relationship" {
            response.csat = Some(on_scale(mood * 0.5 + 0.3 + 0.4 * self.dice.bell(), 1, 5));
        }
        if survey == "contact" {
            response.effort = Some(on_scale(mood * 0.7 + 0.6 * self.dice.bell(), 1, 7));
        }
        if mood < 6.0 && self.dice.chance(0.55) {
            response.verbatim = Some(words::bad(self.dice, topic));
        } else if mood > 8.4 && self.dice.chance(0.3) {
            response.verbatim = Some(words::good(self.dice));
        }
        response
    }
}

#[expect(clippy::cast_possible_truncation, reason = "clamped to a small scale")]
fn on_scale(answer: f64, low: i64, high: i64) -> i64 {
    ((answer + 0.5).floor().clamp(-100.0, 100.0) as i64).clamp(low, high)
}
