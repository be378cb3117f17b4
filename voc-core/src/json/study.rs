//! Statistics of groups, rates and times, of plain columns.

use super::text;
use crate::document::{Read, read_json};
use crate::error::{Code, Error};
use crate::metric::survival::{Spell, SurvivalQuery, survivals};
use crate::metric::{
    CONFIDENCE, Member, Moments, event_rate, kendall, moments, rate_ratio, several_means,
    several_ranks, several_shares, stratified_means, stratified_shares, trend_of_numbers,
    trend_of_shares,
};
use serde::Deserialize;

/// What is asked of columns: an object with one key. A column of groups has the place of each row's group.
#[derive(Debug, Clone, PartialEq, Deserialize, Read)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Ask {
    /// How long until something happens: of `[ended, happened]`, then `groups` where there are names, then
    /// `entered` where that is said.
    Survival(AskSurvival),
    /// Events by exposure.
    EventRate {
        events: i64,
        exposure: f64,
        #[serde(default = "usual")]
        confidence: f64,
    },
    /// One rate of events by another.
    RateRatio {
        events: [i64; 2],
        exposure: [f64; 2],
        #[serde(default = "usual")]
        confidence: f64,
    },
    /// Whether groups differ: of `[values, groups]`.
    Several {
        of: Values,
        groups: u32,
        #[serde(default = "usual")]
        confidence: f64,
    },
    /// Whether values rise from group to group: of `[values, groups]`.
    Rises { of: Values, groups: u32 },
    /// Whether two numbers rise together: of `[one, other]`.
    Together {},
    /// The difference between two groups within strata: of `[values, is_first, strata]`.
    Stratified {
        of: Values,
        #[serde(default = "usual")]
        confidence: f64,
    },
}

#[derive(Debug, Clone, PartialEq, Deserialize, Read)]
#[serde(deny_unknown_fields)]
struct AskSurvival {
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    entered: bool,
    #[serde(default)]
    until: Option<i64>,
    #[serde(default)]
    at: Vec<i64>,
    #[serde(default = "usual")]
    confidence: f64,
}

fn usual() -> f64 {
    CONFIDENCE
}

/// What the values of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Read)]
#[serde(rename_all = "snake_case")]
enum Values {
    /// 1 or 0, true or false.
    Shares,
    /// Numbers, by their mean.
    Means,
    /// Numbers, by their rank.
    Ranks,
}

/// A statistic of columns of numbers, `NaN` where there is none. `ask` is an object with one of `survival`,
/// `event_rate`, `rate_ratio`, `several`, `rises`, `together` and `stratified`. Rows without a value, a group
/// or a stratum are left out, but for spells, which must be whole.
///
/// # Errors
/// What cannot be asked; too few columns, or of different lengths; what the statistic itself refuses.
pub fn study(ask: &str, columns: &[&[f64]]) -> Result<String, Error> {
    let columns = Columns(columns);
    match read_json(ask)? {
        Ask::Survival(asked) => columns.survival(asked),
        Ask::EventRate {
            events,
            exposure,
            confidence,
        } => text(&event_rate(events, exposure, confidence)?),
        Ask::RateRatio {
            events: [x, y],
            exposure: [t, u],
            confidence,
        } => text(&rate_ratio((x, t), (y, u), confidence)?),
        Ask::Several {
            of,
            groups,
            confidence,
        } => {
            let groups = columns.groups(groups)?;
            text(&match of {
                Values::Shares => several_shares(&shares(&groups)?, confidence)?,
                Values::Means => {
                    let groups = groups.iter().map(|group| moments(group));
                    several_means(&groups.collect::<Result<Vec<Moments>, _>>()?, confidence)?
                }
                Values::Ranks => several_ranks(&borrowed(&groups), confidence)?,
            })
        }
        Ask::Rises { of, groups } => {
            let groups = columns.groups(groups)?;
            text(&match of {
                Values::Shares => trend_of_shares(&shares(&groups)?),
                Values::Means | Values::Ranks => trend_of_numbers(&borrowed(&groups)),
            })
        }
        Ask::Together {} => {
            let (one, other) = (columns.at(0)?, columns.at(1)?);
            let pairs: Vec<(f64, f64)> = one.iter().copied().zip(other.iter().copied()).collect();
            text(&kendall(&pairs))
        }
        Ask::Stratified { of, confidence } => {
            let members = columns.members()?;
            text(&match of {
                Values::Shares => stratified_shares(&members, confidence)?,
                Values::Means => stratified_means(&members, confidence)?,
                Values::Ranks => {
                    let message = "ranks are not put together over strata";
                    return Err(Error::new(Code::NotAllowed, message).at("of"));
                }
            })
        }
    }
}

fn borrowed(groups: &[Vec<f64>]) -> Vec<&[f64]> {
    groups.iter().map(Vec::as_slice).collect()
}

/// Hits and n of each group.
fn shares(groups: &[Vec<f64>]) -> Result<Vec<(i64, i64)>, Error> {
    let mut all = Vec::with_capacity(groups.len());
    for group in groups {
        let (mut hits, mut n) = (0, 0);
        for value in group {
            hits += i64::from(is_yes(*value)?);
            n += 1;
        }
        all.push((hits, n));
    }
    Ok(all)
}

fn is_yes(value: f64) -> Result<bool, Error> {
    match value {
        1.0 => Ok(true),
        0.0 => Ok(false),
        _ => Err(Error::new(
            Code::WrongType,
            format!("{value} is neither true nor false"),
        )),
    }
}

struct Columns<'c>(&'c [&'c [f64]]);

impl Columns<'_> {
    fn at(&self, place: usize) -> Result<&[f64], Error> {
        let column = self.0.get(place).copied().ok_or_else(|| {
            let message = format!("there are {} columns", self.0.len());
            Error::new(Code::Missing, message).at("columns")
        })?;
        let rows = self.0.first().map_or(0, |first| first.len());
        if column.len() == rows {
            return Ok(column);
        }
        let message = format!("columns of {rows} and of {} rows", column.len());
        Err(Error::new(Code::OutOfRange, message).at("columns"))
    }

    fn survival(&self, asked: AskSurvival) -> Result<String, Error> {
        let (ended, happened) = (self.at(0)?, self.at(1)?);
        let is_grouped = !asked.names.is_empty();
        let codes = is_grouped.then(|| self.at(2)).transpose()?;
        let entered = asked.entered.then(|| self.at(2 + usize::from(is_grouped)));
        let entered = entered.transpose()?;
        let mut groups: Vec<(Option<String>, Vec<Spell>)> = if is_grouped {
            let names = asked.names.into_iter();
            names.map(|name| (Some(name), Vec::new())).collect()
        } else {
            vec![(None, Vec::new())]
        };
        for (row, (end, happened)) in ended.iter().zip(happened).enumerate() {
            let named = |error: Error| error.at(row.to_string());
            let entered = entered.and_then(|entered| entered.get(row));
            let spell = Spell {
                entered: entered.map_or(Ok(0), |it| time(*it)).map_err(named)?,
                ended: time(*end).map_err(named)?,
                happened: is_yes(*happened).map_err(named)?,
            };
            let place = codes.map_or(Some(0), |codes| code(codes.get(row)));
            let group = place.and_then(|place| groups.get_mut(place));
            if let Some((_, spells)) = group {
                spells.push(spell);
            }
        }
        let query = SurvivalQuery {
            until: asked.until,
            at: asked.at,
            confidence: asked.confidence,
        };
        text(&survivals(groups, &query)?)
    }

    /// The values of each group.
    fn groups(&self, count: u32) -> Result<Vec<Vec<f64>>, Error> {
        let (values, codes) = (self.at(0)?, self.at(1)?);
        let mut groups = vec![Vec::new(); count as usize];
        for (value, group) in values.iter().zip(codes) {
            let group = code(Some(group)).and_then(|place| groups.get_mut(place));
            if let Some(group) = group.filter(|_| !value.is_nan()) {
                group.push(*value);
            }
        }
        Ok(groups)
    }

    fn members(&self) -> Result<Vec<Member>, Error> {
        let (values, firsts, strata) = (self.at(0)?, self.at(1)?, self.at(2)?);
        let mut members = Vec::with_capacity(values.len());
        for ((value, first), stratum) in values.iter().zip(firsts).zip(strata) {
            let stratum = code(Some(stratum)).and_then(|it| u32::try_from(it).ok());
            let Some(stratum) = stratum.filter(|_| !value.is_nan() && !first.is_nan()) else {
                continue;
            };
            members.push(Member {
                stratum,
                is_first: is_yes(*first)?,
                value: *value,
            });
        }
        Ok(members)
    }
}

/// The place that a number names; absent of what is no place.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "whole and checked"
)]
fn code(number: Option<&f64>) -> Option<usize> {
    let number = *number?;
    (number >= 0.0 && number.fract() == 0.0 && number < 4e9).then_some(number as usize)
}

#[expect(clippy::cast_possible_truncation, reason = "whole and checked")]
fn time(number: f64) -> Result<i64, Error> {
    if number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_992.0 {
        return Ok(number as i64);
    }
    let message = format!("{number} is no whole number of the unit of time");
    Err(Error::new(Code::WrongType, message).hint("take a smaller unit"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_asked_for_by_name() {
        let found = study(
            r#"{"survival": {"names": ["a", "b"], "entered": true}}"#,
            &[
                &[2.0, 3.0, 4.0],
                &[1.0, 0.0, 1.0],
                &[0.0, 0.0, 1.0],
                &[0.0, 0.0, 1.0],
            ],
        )
        .unwrap();
        assert!(
            found.starts_with(r#"{"groups":[{"group":"a","n":2,"happened":1,"censored":1,"#),
            "{found}"
        );
        let found = study(r#"{"event_rate": {"events": 2, "exposure": 4}}"#, &[]).unwrap();
        assert!(
            found.starts_with(r#"{"value":0.5,"events":2,"exposure":4.0,"#),
            "{found}"
        );
        let found = study(
            r#"{"rate_ratio": {"events": [2, 1], "exposure": [4, 4]}}"#,
            &[],
        )
        .unwrap();
        assert!(found.starts_with(r#"{"value":2.0,"#), "{found}");
        let columns: [&[f64]; 2] = [&[1.0, 0.0, 1.0, f64::NAN], &[0.0, 1.0, 1.0, 1.0]];
        for of in ["shares", "means", "ranks"] {
            let found = study(
                &format!(r#"{{"several": {{"of": "{of}", "groups": 2}}}}"#),
                &columns,
            )
            .unwrap();
            assert!(found.contains(r#""groups":2,"n":3,"#), "{found}");
            let found = study(
                &format!(r#"{{"rises": {{"of": "{of}", "groups": 2}}}}"#),
                &columns,
            )
            .unwrap();
            assert!(found.starts_with(r#"{"n":3,"#), "{found}");
        }
        let found = study(r#"{"together": {}}"#, &columns).unwrap();
        assert!(found.starts_with(r#"{"n":3,"#), "{found}");
        let strata: [&[f64]; 3] = [&[1.0, 0.0, 0.0], &[1.0, 0.0, f64::NAN], &[7.0, 7.0, 7.0]];
        let found = study(r#"{"stratified": {"of": "shares"}}"#, &strata).unwrap();
        assert!(found.starts_with(r#"{"difference":1.0,"#), "{found}");
    }

    #[test]
    fn mistakes_are_named() {
        let path = |ask: &str, columns: &[&[f64]]| {
            study(ask, columns).unwrap_err().path.unwrap_or_default()
        };
        assert_eq!(path(r#"{"survival": {}}"#, &[&[1.0]]), "columns");
        assert_eq!(
            path(r#"{"survival": {}}"#, &[&[1.0], &[1.0, 0.0]]),
            "columns"
        );
        assert_eq!(
            path(r#"{"survival": {}}"#, &[&[1.0, 1.5], &[1.0, 0.0]]),
            "1"
        );
        assert_eq!(
            path(r#"{"survival": {}}"#, &[&[1.0, f64::NAN], &[1.0, 0.0]]),
            "1"
        );
        assert_eq!(path(r#"{"survival": {}}"#, &[&[1.0], &[0.5]]), "0");
        assert_eq!(
            path(r#"{"stratified": {"of": "ranks"}}"#, &[&[], &[], &[]]),
            "of"
        );
        assert!(study(r#"{"median": {}}"#, &[]).is_err());
    }
}
