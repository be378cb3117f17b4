//! The signs of gaming, and what is told of them.

use crate::document::Read;
use serde::{Deserialize, Serialize};

/// A sign of gaming.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    /// It invites a smaller share of those eligible than the other units.
    FewInvited,
    /// It invites customers with a known concern less than its others.
    ConcernsLeftOut,
    /// It invites customers with a known concern later than its others.
    ConcernsAskedLate,
    /// More of its answers than elsewhere come in the last days of a month.
    PeriodEnd,
    /// More of its answers than elsewhere are exactly at the target, among those at it and next to it.
    Heaping,
    /// Its response rate moved and its score rose at the same time, both unlike those of the others.
    RateShift,
    /// It invites customers right after something good rather than right after something bad, more so than the
    /// other units.
    AskedWhenGood,
    /// Its value just meets its target more often than it just misses it, where what lies around shows no reason.
    JustMet,
}

impl Sign {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::FewInvited,
        Self::ConcernsLeftOut,
        Self::ConcernsAskedLate,
        Self::PeriodEnd,
        Self::Heaping,
        Self::RateShift,
        Self::AskedWhenGood,
        Self::JustMet,
    ];

    /// Its name in every format.
    pub fn name(self) -> &'static str {
        match self {
            Self::FewInvited => "few_invited",
            Self::ConcernsLeftOut => "concerns_left_out",
            Self::ConcernsAskedLate => "concerns_asked_late",
            Self::PeriodEnd => "period_end",
            Self::Heaping => "heaping",
            Self::RateShift => "rate_shift",
            Self::AskedWhenGood => "asked_when_good",
            Self::JustMet => "just_met",
        }
    }

    /// How it is tested.
    pub fn test(self) -> SignTest {
        match self {
            Self::FewInvited | Self::PeriodEnd | Self::Heaping => SignTest::BesideOthers,
            Self::ConcernsLeftOut => SignTest::FisherExact,
            Self::ConcernsAskedLate => SignTest::MannWhitney,
            Self::RateShift => SignTest::BothShifted,
            Self::AskedWhenGood => SignTest::StratifiedExact,
            Self::JustMet => SignTest::JumpExact,
        }
    }
}

/// How a sign is tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SignTest {
    /// The larger p of Fisher's exact test against all other units, on one side, and of a t of the distance from
    /// the median unit that takes into account how much units differ among themselves (R. C. Paule, J. Mandel,
    /// Journal of Research of the National Bureau of Standards 87, 1982, with the scale Qn of P. J.
    /// Rousseeuw, C. Croux, Journal of the American Statistical Association 88, 1993). Six units or more.
    BesideOthers,
    /// Fisher's exact test within the unit, on one side.
    FisherExact,
    /// Mann and Whitney's test within the unit, on one side.
    MannWhitney,
    /// The larger p of two t beside the others: of the response rate, on both sides, and of the score's rise
    /// (an intersection–union test: R. L. Berger, Technometrics 24, 1982, 295–300).
    BothShifted,
    /// The largest p of three, on one side: the exact test that no more are invited after something good within
    /// the unit, given how many happenings and invitations each touch point has (the exact form of N. Mantel, W.
    /// Haenszel, Journal of the National Cancer Institute 22, 1959; M. W. Birch, Journal of the Royal Statistical
    /// Society B 26, 1964); the exact test that the odds are those of the other units (M. Zelen, Biometrika 58,
    /// 1971, 129–137); and of a t of the log odds beside the others. Six units or more.
    StratifiedExact,
    /// The exact chance of so many values just on the good side of the target, given how many lie in the four
    /// equal steps around it, where the logarithm of their density is a parabola: as of normal values, whatever
    /// their mean and spread. On one side.
    JumpExact,
}

/// One sign, of one unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SignRow {
    /// The unit.
    pub unit: String,
    /// The sign.
    pub sign: Sign,
    /// What the unit has: a share; of `concerns_asked_late` the median number of days that customers with a
    /// concern waited; of `rate_shift` how much the response rate moved; of `asked_when_good` by how much the share
    /// that is invited is larger after something good; of `just_met` the share of values just beside the target
    /// that meet it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// What it is held against: the same of the other units (of `rate_shift` the median of all), of the customers
    /// without a concern, or as the values further away say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beside: Option<f64>,
    /// How many customers, answers, happenings or values of the unit it stands on.
    pub n: i64,
    /// How it was tested.
    pub test: SignTest,
    /// The chance of as much where nothing is behind it; absent where there is too little to test.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub p: Option<f64>,
    /// That, corrected for all tests of all units by Holm's procedure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adjusted: Option<f64>,
    /// Whether it is flagged: the corrected p is at most `alpha`.
    pub flagged: bool,
    /// All of that in a sentence.
    pub words: String,
}

/// The signs of all units.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Gaming {
    /// The metric that the answers make.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metric: Option<String>,
    /// Each sign of each unit, by unit.
    pub rows: Vec<SignRow>,
    /// How many tests were made.
    pub tests: u64,
    /// The most that the chance of any false flag among them is, whatever they have to do with each other:
    /// S. Holm, Scandinavian Journal of Statistics 6 (1979) 65–70. Its tests take each unit's customers to
    /// decide and answer by themselves.
    pub alpha: f64,
    /// How many occasions and happenings name no unit; they are in no sign.
    pub without_unit: u64,
}
