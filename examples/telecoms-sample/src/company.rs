//! The company: its units, who works there, and how each of them follows up.

use serde::Serialize;
use std::collections::BTreeMap;

/// A part of the country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Region {
    #[default]
    South,
    Midlands,
    North,
}

impl Region {
    /// The service centre that answers its telephone.
    pub(crate) fn centre(self) -> &'static str {
        match self {
            Self::South => "centre-ashford",
            Self::Midlands => "centre-brindle",
            Self::North => "centre-calder",
        }
    }

    /// Its shops.
    pub(crate) fn shops(self) -> [&'static str; 2] {
        match self {
            Self::South => ["shop-ashford-quay", "shop-marlow-street"],
            Self::Midlands => ["shop-brindle-market", "shop-kings-arcade"],
            Self::North => ["shop-calder-bridge", "shop-north-gate"],
        }
    }
}

/// The partner's unit.
pub(crate) const DEALER: &str = "dealer-hartwell";
/// The unit behind the website and the app.
pub(crate) const ONLINE: &str = "online";
/// The unit that closes fast, and whose customers dispute it.
pub(crate) const GAMING: &str = "centre-calder";

/// How a unit follows up.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Style {
    /// Hours until a case is taken up, typically.
    pub(crate) hours_to_acknowledge: f64,
    /// Hours from there until it is said to be resolved, typically.
    pub(crate) hours_to_resolve: f64,
    /// How many cases nobody ever takes up.
    pub(crate) ignored: f64,
    /// How many attempts reach the customer.
    pub(crate) reached: f64,
    /// How many of the customers who answer dispute that it is solved.
    pub(crate) disputed: f64,
    /// How many cases wait on somebody.
    pub(crate) waits: f64,
}

/// How `unit` follows up.
pub(crate) fn style(unit: &str) -> Style {
    let usual = Style {
        hours_to_acknowledge: 3.0,
        hours_to_resolve: 40.0,
        ignored: 0.04,
        reached: 0.8,
        disputed: 0.12,
        waits: 0.25,
    };
    match unit {
        GAMING => Style {
            hours_to_acknowledge: 0.3,
            hours_to_resolve: 1.0,
            ignored: 0.0,
            reached: 0.25,
            disputed: 0.46,
            waits: 0.0,
        },
        "centre-brindle" => Style {
            hours_to_acknowledge: 1.5,
            disputed: 0.08,
            ..usual
        },
        DEALER => Style {
            hours_to_acknowledge: 16.0,
            hours_to_resolve: 90.0,
            ignored: 0.18,
            disputed: 0.2,
            waits: 0.45,
            ..usual
        },
        ONLINE => Style {
            hours_to_acknowledge: 6.0,
            reached: 0.6,
            ..usual
        },
        _ => usual,
    }
}

const NAMES: [&str; 12] = [
    "amara", "ben", "chidi", "dina", "esther", "femi", "grace", "hamza", "iris", "jonas", "keiko",
    "lena",
];

/// The people who serve customers in `unit`, by id.
pub(crate) fn advisers(unit: &str) -> Vec<String> {
    let short = unit.split_once('-').map_or(unit, |(_, rest)| rest);
    let count = match unit {
        ONLINE => 8,
        DEALER => 6,
        _ if unit.starts_with("centre") => NAMES.len(),
        _ => 4,
    };
    NAMES
        .iter()
        .take(count)
        .map(|name| format!("{name}.{short}"))
        .collect()
}

/// The person who manages `unit`, by id.
pub(crate) fn manager(unit: &str) -> String {
    let short = unit.split_once('-').map_or(unit, |(_, rest)| rest);
    format!("manager.{short}")
}

/// Every unit in which people serve customers.
pub(crate) fn serving_units() -> Vec<&'static str> {
    let regions = [Region::South, Region::Midlands, Region::North];
    let mut units = vec![DEALER, ONLINE];
    units.extend(regions.iter().map(|region| region.centre()));
    units.extend(regions.iter().flat_map(|region| region.shops()));
    units
}

/// A person of the roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Person {
    /// The units in which they work.
    pub units: Vec<String>,
    /// The role that they hold there.
    pub role: String,
}

/// Everybody, by id.
pub(crate) fn people() -> BTreeMap<String, Person> {
    let person = |unit: &str, role: &str| Person {
        units: vec![unit.into()],
        role: role.into(),
    };
    let mut people = BTreeMap::new();
    people.insert(
        "director.customers".to_owned(),
        person("company", "executive"),
    );
    for unit in [
        "customer-service",
        "retail",
        "partners",
        "billing",
        "network",
    ] {
        people.insert(format!("head.{unit}"), person(unit, "manager"));
    }
    for unit in serving_units() {
        people.insert(manager(unit), person(unit, "manager"));
        people.extend(
            advisers(unit)
                .into_iter()
                .map(|id| (id, person(unit, "adviser"))),
        );
    }
    people
}
