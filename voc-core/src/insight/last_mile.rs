//! The last mile: who was told of what, who read it, and who acted on it.

use super::loop_health::share;
use crate::document::Read;
use crate::error::{Code, Error};
use crate::metric::Estimate;
use crate::named::Named;
use crate::ordered::Map;
use crate::program::NoticeKind;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// The notices of one role in one unit, of one kind.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Read)]
pub(crate) struct Receiver {
    /// The role of the person; absent for units and customers.
    pub(crate) role: Option<String>,
    /// The unit; absent for customers, and for people of none.
    pub(crate) unit: Option<String>,
    pub(crate) kind: NoticeKind,
}

/// Notices counted, and how long it took.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Read)]
pub(crate) struct Told {
    sent: i64,
    delivered: Taken,
    read: Taken,
    acted: Taken,
}

/// How many, and how many microseconds in all after they were sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Read)]
struct Taken {
    n: i64,
    us: i64,
}

impl Taken {
    fn add(&mut self, other: Self) {
        self.n += other.n;
        self.us = self.us.saturating_add(other.us);
    }

    fn after(sent: Time, at: Option<Time>) -> Self {
        let us = at.map(|at| at.since(sent));
        Self {
            n: i64::from(us.is_some()),
            us: us.unwrap_or(0),
        }
    }

    fn mean(self) -> Option<i64> {
        self.us.checked_div(self.n)
    }
}

impl Told {
    /// One notice, and what became of it.
    pub(crate) fn one(sent: Time, [delivered, read, acted]: [Option<Time>; 3]) -> Self {
        Self {
            sent: 1,
            delivered: Taken::after(sent, delivered),
            read: Taken::after(sent, read),
            acted: Taken::after(sent, acted),
        }
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.sent += other.sent;
        self.delivered.add(other.delivered);
        self.read.add(other.read);
        self.acted.add(other.acted);
    }
}

/// What became of the notices of one group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LastMileRow {
    /// The group, by what was asked for; a value is absent for what has none, such as a customer's role.
    pub group: Named<Option<String>>,
    /// How many came out.
    pub sent: i64,
    /// How many were delivered.
    pub delivered: i64,
    /// How many were read.
    pub read: i64,
    /// How many were acted on.
    pub acted: i64,
    /// Delivered, as a share of those that came out.
    pub delivered_rate: Estimate,
    /// Read, as a share of those that came out.
    pub read_rate: Estimate,
    /// Acted on, as a share of those that came out.
    pub acted_rate: Estimate,
    /// Microseconds from coming out to being delivered, on average.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mean_delivery_us: Option<i64>,
    /// Microseconds from coming out to being read, on average.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mean_reading_us: Option<i64>,
    /// Microseconds from coming out to being acted on, on average.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mean_acting_us: Option<i64>,
}

const PARTS: [&str; 3] = ["role", "unit", "kind"];

/// The notices by group: by `role`, `unit` and `kind`, or by none of them for all. `people` are the roles
/// and units of the roster: those who were told nothing have a row that says so, unless it is asked by
/// kind.
///
/// # Errors
/// An unknown name.
pub(crate) fn last_mile<'t>(
    by: &[String],
    told: impl Iterator<Item = (&'t Receiver, Told)>,
    people: impl Iterator<Item = Receiver>,
) -> Result<Vec<LastMileRow>, Error> {
    if let Some(unknown) = by.iter().find(|by| !PARTS.contains(&by.as_str())) {
        let message = format!("notices cannot be told apart by `{unknown}`");
        let error = Error::new(Code::Unknown, message).at("by");
        return Err(error.nearest(unknown, PARTS));
    }
    let group = |of: &Receiver| -> Vec<Option<String>> {
        let value = |by: &String| match by.as_str() {
            "role" => of.role.clone(),
            "unit" => of.unit.clone(),
            _ => Some(of.kind.name().to_owned()),
        };
        by.iter().map(value).collect()
    };
    let mut groups: Map<Vec<Option<String>>, Told> = Map::new();
    if !by.iter().any(|by| by == "kind") {
        for person in people {
            groups.or_default(&group(&person));
        }
    }
    for (receiver, count) in told {
        groups.or_default(&group(receiver)).add(&count);
    }
    let row = |(group, told): (Vec<Option<String>>, Told)| LastMileRow {
        group: by.iter().cloned().zip(group).collect(),
        sent: told.sent,
        delivered: told.delivered.n,
        read: told.read.n,
        acted: told.acted.n,
        delivered_rate: share(told.delivered.n, told.sent),
        read_rate: share(told.read.n, told.sent),
        acted_rate: share(told.acted.n, told.sent),
        mean_delivery_us: told.delivered.mean(),
        mean_reading_us: told.read.mean(),
        mean_acting_us: told.acted.mean(),
    };
    Ok(groups.into_iter().map(row).collect())
}
