//! What came in, counted as it comes.

use crate::summary::{Bin, Signals};
use chrono::{Datelike, Days, Months, NaiveDate};
use std::collections::BTreeMap;
use voc_core::{Signal, Zone};

/// How many bins a picture has at most.
const BINS_MAX: usize = 62;

/// Signals by kind, channel, touch point and day.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    kinds: BTreeMap<String, u64>,
    channels: BTreeMap<String, u64>,
    pub(crate) touch_points: BTreeMap<String, u64>,
    days: BTreeMap<NaiveDate, u64>,
}

/// The length of a bin, shortest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Period {
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

impl Tally {
    pub(crate) fn add(&mut self, signal: &Signal, zone: &Zone) {
        *self.kinds.entry(signal.kind.clone()).or_default() += 1;
        if let Some(channel) = &signal.channel {
            *self.channels.entry(channel.clone()).or_default() += 1;
        }
        if let Some(touch_point) = &signal.touch_point {
            *self.touch_points.entry(touch_point.clone()).or_default() += 1;
        }
        *self.days.entry(signal.at.date_in(zone)).or_default() += 1;
    }

    /// The first and the last day.
    pub(crate) fn days(&self) -> Option<[String; 2]> {
        let (first, _) = self.days.first_key_value()?;
        let (last, _) = self.days.last_key_value()?;
        Some([first.to_string(), last.to_string()])
    }

    /// The counts, in bins of the shortest length that makes few enough of them.
    pub(crate) fn signals(&self) -> Signals {
        let all = [Period::Day, Period::Week, Period::Month, Period::Quarter];
        let (period, over_time) = all
            .into_iter()
            .map(|period| (period, self.bins(period)))
            .find(|(_, bins)| bins.len() <= BINS_MAX)
            .unwrap_or_else(|| (Period::Year, self.bins(Period::Year)));
        Signals {
            total: self.days.values().sum(),
            by_kind: self.kinds.clone(),
            by_channel: self.channels.clone(),
            bin: period.name().to_owned(),
            over_time,
        }
    }

    /// The bins from the first to the last day; empty ones are zeros, and not gaps.
    fn bins(&self, period: Period) -> Vec<Bin> {
        let mut bins: Vec<(NaiveDate, u64)> = Vec::new();
        for (day, number) in &self.days {
            let start = period.start(*day);
            while let Some(next) = bins.last().and_then(|bin| period.next(bin.0)) {
                // One more than is wanted tells that there are too many.
                if next > start || bins.len() > BINS_MAX && period != Period::Year {
                    break;
                }
                bins.push((next, 0));
            }
            match bins.last_mut() {
                Some(last) => last.1 += number,
                None => bins.push((start, *number)),
            }
        }
        let bin = |(day, signals)| Bin {
            from: period.label(day),
            signals,
        };
        bins.into_iter().map(bin).collect()
    }
}

impl Period {
    fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }

    fn start(self, day: NaiveDate) -> NaiveDate {
        let first = |month: u32| NaiveDate::from_ymd_opt(day.year(), month, 1).unwrap_or(day);
        match self {
            Self::Day => day,
            Self::Week => {
                let since = u64::from(day.weekday().num_days_from_monday());
                day.checked_sub_days(Days::new(since)).unwrap_or(day)
            }
            Self::Month => first(day.month()),
            Self::Quarter => first(day.month0() / 3 * 3 + 1),
            Self::Year => first(1),
        }
    }

    fn next(self, start: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Day => start.succ_opt(),
            Self::Week => start.checked_add_days(Days::new(7)),
            Self::Month => start.checked_add_months(Months::new(1)),
            Self::Quarter => start.checked_add_months(Months::new(3)),
            Self::Year => start.checked_add_months(Months::new(12)),
        }
    }

    fn label(self, start: NaiveDate) -> String {
        match self {
            Self::Day | Self::Week => start.to_string(),
            Self::Month => start.format("%Y-%m").to_string(),
            Self::Quarter => format!("{} Q{}", start.year(), start.month0() / 3 + 1),
            Self::Year => start.year().to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(days: &[&str]) -> Tally {
        let mut tally = Tally::default();
        for day in days {
            *tally.days.entry(day.parse().unwrap()).or_default() += 1;
        }
        tally
    }

    fn bins(days: &[&str]) -> (String, Vec<(String, u64)>) {
        let signals = tally(days).signals();
        (
            signals.bin,
            signals
                .over_time
                .into_iter()
                .map(|bin| (bin.from, bin.signals))
                .collect(),
        )
    }

    #[test]
    fn bins_have_no_gaps_and_are_few() {
        let owned = |pairs: &[(&str, u64)]| {
            pairs
                .iter()
                .map(|(from, n)| ((*from).to_owned(), *n))
                .collect()
        };
        let found = bins(&["2026-03-30", "2026-04-01"]);
        let days = [("2026-03-30", 1), ("2026-03-31", 0), ("2026-04-01", 1)];
        assert_eq!(found, ("day".to_owned(), owned(&days)));
        let (bin, year) = bins(&["2026-01-01", "2026-12-31"]);
        assert_eq!((bin.as_str(), year.len()), ("week", 53));
        let (bin, four) = bins(&["2013-07-29", "2017-04-10"]);
        assert_eq!(
            (bin.as_str(), four.len(), four[0].0.as_str()),
            ("month", 46, "2013-07")
        );
        let (bin, many) = bins(&["0001-01-01", "9999-12-31"]);
        assert_eq!((bin.as_str(), many.len()), ("year", 9999));
        assert_eq!(bins(&[]), ("day".to_owned(), Vec::new()));
    }
}
