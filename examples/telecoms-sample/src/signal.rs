//! The rows of `signals.csv`, and the customers that they are about.

use crate::company::{DEALER, ONLINE, Region};
use crate::dice::Dice;
use crate::year::{DAY, HOUR, text};
use serde::{Serialize, Serializer};

/// A signal later than this joins no pattern; the program's `lateness` says the same.
pub(crate) const LATE_AFTER: i64 = 2 * DAY;

/// A row of `signals.csv`; an empty cell is absent.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Signal {
    /// The id of the input.
    pub id: String,
    /// When it reached us, in seconds.
    #[serde(serialize_with = "time")]
    pub received: i64,
    /// When it happened, in seconds.
    #[serde(serialize_with = "time")]
    pub at: i64,
    /// Its kind.
    pub kind: &'static str,
    /// The customer; a review has none.
    pub customer: Option<String>,
    /// The customer's tier.
    pub tier: Option<&'static str>,
    /// Whether the customer may be contacted.
    pub may_contact: Option<bool>,
    /// The interaction that it is about.
    pub touch_point: Option<&'static str>,
    /// The channel.
    pub channel: Option<&'static str>,
    /// The unit that served the customer.
    pub unit: Option<&'static str>,
    /// The person who served the customer.
    pub employee: Option<String>,
    /// What was sold.
    pub product: Option<&'static str>,
    /// What it is about.
    pub topic: Option<&'static str>,
    /// The survey, for a response.
    pub survey: Option<&'static str>,
    /// The likelihood to recommend, 0 to 10.
    pub ltr: Option<i64>,
    /// The satisfaction, 1 to 5.
    pub csat: Option<i64>,
    /// How easy it was, 1 to 7.
    pub effort: Option<i64>,
    /// Whether the customer says that it was solved.
    pub resolved: Option<bool>,
    /// An amount of money.
    pub amount: Option<String>,
    /// How many hours an outage lasted.
    pub hours: Option<i64>,
    /// The stars of a review, 1 to 5.
    pub stars: Option<i64>,
    /// Whether the contract was renewed.
    pub renewed: Option<bool>,
    /// The customer's own words.
    pub verbatim: Option<String>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
pub(crate) fn time<S: Serializer>(at: &i64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&text(*at))
}

impl Signal {
    /// Whether patterns do not see it.
    pub fn is_late(&self) -> bool {
        self.received - self.at > LATE_AFTER
    }
}

/// A customer.
pub(crate) struct Customer {
    pub(crate) key: String,
    pub(crate) region: Region,
    pub(crate) tier: &'static str,
    pub(crate) product: &'static str,
    pub(crate) may_contact: bool,
    /// The day of the year on which they joined; 0 for those who were there.
    pub(crate) joined: i64,
    /// The channel through which they buy.
    pub(crate) buys: &'static str,
    /// How likely they are to recommend us on a day like any other, 0 to 10.
    pub(crate) mood: f64,
    /// How often they contact us in an average year.
    pub(crate) contacts: f64,
}

impl Customer {
    /// The customer with this number.
    pub(crate) fn new(number: u32, days: i64, dice: &mut Dice) -> Self {
        let region = dice.weighted(&[
            (Region::South, 0.45),
            (Region::Midlands, 0.3),
            (Region::North, 0.25),
        ]);
        let tier = dice.weighted(&[("standard", 0.78), ("silver", 0.14), ("gold", 0.08)]);
        let product = dice.weighted(&[("mobile", 0.5), ("broadband", 0.28), ("bundle", 0.22)]);
        let buys = dice.weighted(&[
            ("web", 0.33),
            ("shop", 0.26),
            ("dealer", 0.18),
            ("phone", 0.15),
            ("app", 0.08),
        ]);
        let joined = if dice.chance(0.25) {
            joining_day(days, dice)
        } else {
            0
        };
        let liking = match (tier, buys) {
            ("gold", _) => 0.4,
            (_, "dealer") => -0.8,
            _ => 0.0,
        };
        // Few customers make most of the contacts.
        let contacts = dice.weighted(&[
            (0.4, 0.5),
            (1.3, 0.3),
            (3.4, 0.15),
            (8.0, 0.04),
            (20.0, 0.01),
        ]);
        Self {
            key: format!("c{number:05}"),
            region,
            tier,
            product,
            may_contact: dice.chance(0.86),
            joined,
            buys,
            mood: 8.2 + liking + dice.bell() * 1.5,
            contacts,
        }
    }

    /// A signal of this customer through `channel`, received at once or with the partner's batch.
    pub(crate) fn signal(
        &self,
        dice: &mut Dice,
        kind: &'static str,
        at: i64,
        channel: &'static str,
    ) -> Signal {
        Signal {
            received: received(dice, at, channel),
            at,
            kind,
            customer: Some(self.key.clone()),
            tier: Some(self.tier),
            may_contact: Some(self.may_contact),
            channel: Some(channel),
            unit: Some(self.served_by(dice, channel)),
            product: Some(self.product),
            ..Signal::default()
        }
    }

    /// The unit that serves this customer in `channel`.
    fn served_by(&self, dice: &mut Dice, channel: &str) -> &'static str {
        match channel {
            "phone" => self.region.centre(),
            "shop" => {
                let [first, second] = self.region.shops();
                if dice.chance(0.4) { second } else { first }
            }
            "dealer" => DEALER,
            _ => ONLINE,
        }
    }
}

/// Most join before Christmas.
fn joining_day(days: i64, dice: &mut Dice) -> i64 {
    if dice.chance(0.35) {
        dice.between(days - 75, days - 8)
    } else {
        dice.between(1, days - 8)
    }
}

/// The partner sends its signals at night, and now and then days later.
fn received(dice: &mut Dice, at: i64, channel: &str) -> i64 {
    if channel != "dealer" {
        return at + dice.between(1, 60);
    }
    let day = at.div_euclid(DAY);
    let nights = if day.rem_euclid(31) == 17 { 4 } else { 1 };
    (day + nights) * DAY + 2 * HOUR + dice.between(0, 600)
}
