//! Routing, held to a reference that reads it straight off its description, with random programs, rosters
//! and signals.

use super::*;
use crate::named::Named;
use crate::ordered::Few;
use crate::program::Program;
use crate::rule::SignalFacts;
use crate::signal::Signal;
use crate::time::Time;
use crate::value::Value;
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

const UNITS: [&str; 5] = ["u0", "u1", "u2", "u3", "u4"];
const PEOPLE: [&str; 5] = ["p0", "p1", "p2", "p3", "p4"];
const ROLES: [&str; 4] = ["manager", "manager", "adviser", "chief"];
const NOW: &str = "2026-03-02T12:00:00Z";

/// What a signal says, but for its answer.
#[derive(Debug, Clone, Default)]
struct Said {
    ltr: i64,
    parts: BTreeMap<String, String>,
}

impl Said {
    fn get(&self, part: &str) -> Option<&str> {
        self.parts.get(part).map(String::as_str)
    }
}

/// All that routing goes by, as JSON.
#[derive(Debug, Clone)]
struct World {
    program: Json,
    people: Json,
    load: BTreeMap<String, u32>,
    said: Said,
}

fn words(words: &[&str]) -> impl Strategy<Value = String> + use<> {
    let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    prop::sample::select(words)
}

fn some(of: &[&str]) -> impl Strategy<Value = Vec<String>> + use<> {
    let of: Vec<String> = of.iter().map(|word| (*word).to_owned()).collect();
    prop::sample::subsequence(of, 0..=2)
}

/// A key with a value, or neither.
fn maybe(value: impl Strategy<Value = String>) -> impl Strategy<Value = Option<String>> {
    prop::option::weighted(0.6, value)
}

fn object(entries: Vec<(&str, Option<Json>)>) -> Json {
    let entries = entries.into_iter();
    let entries = entries.filter_map(|(key, value)| Some((key.to_owned(), value?)));
    Json::Object(entries.collect())
}

fn text(value: Option<String>) -> Option<Json> {
    value.map(Json::String)
}

const TARGETS: [&str; 7] = [
    "unit",
    "owner",
    "accountable",
    "account",
    "u2",
    "customer.agent",
    "accountable",
];

fn a_route(account: bool) -> impl Strategy<Value = Json> {
    let to = move || {
        words(&TARGETS).prop_map(move |to| match to.as_str() {
            "account" if !account => "unit".to_owned(),
            _ => to,
        })
    };
    let when = words(&["ltr <= 3", "ltr >= 3", "has(customer.agent)"]);
    (
        maybe(when),
        to(),
        maybe(words(&ROLES)),
        maybe(to()),
        maybe(to()),
    )
        .prop_map(|(when, to, role, otherwise, copy)| {
            object(vec![
                ("if", text(when)),
                ("to", Some(json!(to))),
                ("role", text(role)),
                ("else", text(otherwise)),
                ("copy", text(copy)),
            ])
        })
}

fn a_program() -> impl Strategy<Value = Json> {
    let tree = prop::collection::vec(any::<prop::sample::Index>(), UNITS.len());
    let owners = prop::collection::vec(maybe(words(&UNITS)), 3);
    let stages = prop::collection::vec((some(&["t0", "t1", "t2"]), some(&UNITS)), 3);
    let account = prop::option::of(prop::sample::select(vec![
        json!({"person": "customer.manager"}),
        json!({"unit": "customer.home"}),
        json!({"person": "customer.manager", "unit": "customer.home"}),
    ]));
    let fallback = prop::option::of((words(&UNITS), maybe(words(&ROLES))));
    let organisation = (tree, owners, stages, account, fallback, any::<bool>());
    organisation.prop_flat_map(|(tree, owners, stages, account, fallback, carry)| {
        let units = UNITS.iter().enumerate().map(|(place, unit)| {
            let above = tree[place].index(place + 1);
            let parent = (above < place).then(|| json!(UNITS[above]));
            ((*unit).to_owned(), object(vec![("parent", parent)]))
        });
        let points = owners.into_iter().enumerate().map(|(place, owner)| {
            (format!("t{place}"), object(vec![("owner", text(owner))]))
        });
        let stages = stages.into_iter().enumerate().map(|(place, (points, units))| {
            json!({"id": format!("s{place}"), "touch_points": points, "accountable": units})
        });
        let base = object(vec![
            ("voc", Some(json!(1))),
            ("name", Some(json!("Random"))),
            ("fields", Some(json!({"ltr": "int"}))),
            ("customer", Some(json!({"agent": "text", "manager": "text", "home": "text"}))),
            ("roles", Some(json!({"manager": {"level": "middle"}, "adviser": {"level": "front_line"}, "chief": {"level": "executive"}}))),
            ("units", Some(Json::Object(units.collect()))),
            ("touch_points", Some(Json::Object(points.collect()))),
            ("journeys", Some(json!({"j": {"stages": stages.collect::<Vec<_>>()}}))),
            ("account", account.clone()),
            ("fallback", fallback.map(|(to, role)| object(vec![("to", Some(json!(to))), ("role", text(role))]))),
            ("cases", Some(json!({"c": {"carry": {"route": carry}}}))),
        ]);
        let has_account = account.is_some();
        let routes = prop::collection::vec(a_route(has_account), 0..4);
        let targets = ["employee", "unit", "owner", "accountable", "account", "manager", "u1"];
        let target = move || words(&targets).prop_map(move |to| {
            if to == "account" && !has_account { "owner".to_owned() } else { to }
        });
        (Just(base), routes, prop::option::weighted(0.4, target()), maybe(target()), any::<bool>())
            .prop_map(|(mut base, routes, to, copy, case)| {
                let case = case.then(|| json!("c"));
                let raise = object(vec![("case", case), ("to", text(to)), ("copy", text(copy))]);
                base["routes"] = json!(routes);
                base["rules"] = json!({"r": {"when": "true", "raise": raise}});
                base
            })
    })
}

fn a_person() -> impl Strategy<Value = Json> {
    let hour = || prop::option::weighted(0.3, words(&["T10", "T12", "T14"]));
    let rest = (hour(), hour(), prop::option::weighted(0.3, 0_u32..3));
    let known = (
        some(&UNITS),
        words(&ROLES),
        prop::option::of(words(&PEOPLE)),
        rest,
    );
    known.prop_map(|(units, role, deputy, (from, until, capacity))| {
        let time =
            |hour: Option<String>| hour.map(|hour| json!(format!("2026-03-02{hour}:00:00Z")));
        object(vec![
            ("units", Some(json!(units))),
            ("role", Some(json!(role))),
            ("deputy", text(deputy)),
            ("absent_from", time(from)),
            ("absent_until", time(until)),
            ("capacity", capacity.map(|capacity| json!(capacity))),
        ])
    })
}

fn what_is_said() -> impl Strategy<Value = Said> {
    let part = |name: &'static str, of: &[&str]| {
        let value = maybe(words(of));
        value.prop_map(move |value| value.map(|value| (name.to_owned(), value)))
    };
    let parts = (
        part("unit", &UNITS),
        part("touch_point", &["t0", "t1", "t2"]),
        part("stage", &["s0", "s1", "s2"]),
        part("employee", &PEOPLE),
        part("customer.agent", &["u3", "u4", "nowhere"]),
        part("customer.manager", &["p0", "p1", "stranger"]),
        part("customer.home", &["u1", "nowhere"]),
    );
    (0_i64..6, parts).prop_map(|(ltr, (a, b, c, d, e, f, g))| Said {
        ltr,
        parts: [a, b, c, d, e, f, g].into_iter().flatten().collect(),
    })
}

fn a_world() -> impl Strategy<Value = World> {
    let people = prop::collection::vec(prop::option::weighted(0.85, a_person()), PEOPLE.len());
    let load = prop::collection::vec(0_u32..3, PEOPLE.len());
    (a_program(), people, load, what_is_said()).prop_map(|(program, people, load, said)| {
        let people = PEOPLE.iter().copied().zip(people).collect();
        let load = PEOPLE.iter().map(|id| (*id).to_owned()).zip(load);
        World {
            program,
            people: object(people),
            load: load.collect(),
            said,
        }
    })
}

/// What routing comes to, but for its words.
#[derive(Debug, Default, Clone, PartialEq)]
struct Found {
    unit: Option<String>,
    person: Option<String>,
    answering: Vec<String>,
    copies: Vec<Audience>,
    by: Option<RoutedBy>,
    passed_over: BTreeMap<String, PassedBecause>,
}

impl Found {
    fn told(&self) -> Option<Audience> {
        match (&self.person, &self.unit) {
            (Some(person), _) => Some(Audience::Person(person.clone())),
            (None, unit) => unit.clone().map(Audience::Unit),
        }
    }
}

impl World {
    fn str<'j>(from: &'j Json, key: &str) -> Option<&'j str> {
        from.get(key)?.as_str()
    }

    fn list(from: &Json, key: &str) -> Vec<String> {
        let list = from[key].as_array().into_iter().flatten();
        list.map(|item| item.as_str().unwrap().to_owned()).collect()
    }

    fn is_here(&self, id: &str) -> bool {
        let person = &self.people[id];
        let (from, until) = (
            Self::str(person, "absent_from"),
            Self::str(person, "absent_until"),
        );
        // Instants of one day, written alike, stand in the order of their texts.
        match (from, until) {
            (None, None) => true,
            (from, until) => {
                from.is_some_and(|from| from > NOW) || until.is_some_and(|until| until <= NOW)
            }
        }
    }

    fn stands_in(&self, id: &str) -> Option<String> {
        let mut line = vec![id.to_owned()];
        loop {
            let last = line.last()?.clone();
            self.people.get(&last)?;
            if self.is_here(&last) {
                return Some(last);
            }
            let next = Self::str(&self.people[&last], "deputy")?.to_owned();
            if line.contains(&next) {
                return None;
            }
            line.push(next);
        }
    }

    fn is_full(&self, id: &str) -> bool {
        let capacity = self.people[id].get("capacity").and_then(Json::as_u64);
        capacity.is_some_and(|capacity| u64::from(self.load[id]) >= capacity)
    }

    fn above(&self, unit: &str) -> Vec<String> {
        let mut units = vec![unit.to_owned()];
        while let Some(parent) = Self::str(&self.program["units"][units.last().unwrap()], "parent")
        {
            units.push(parent.to_owned());
        }
        units
    }

    /// Whether everybody who was passed over is told.
    fn tells_all(&self) -> bool {
        let raise = &self.program["rules"]["r"]["raise"];
        raise.get("case").is_some() && self.program["cases"]["c"]["carry"]["route"] == true
    }

    fn hold(&self, unit: &str, role: Option<&str>, found: &mut Found) {
        found.unit = Some(unit.to_owned());
        for unit in self.above(unit) {
            let mut could = Vec::new();
            for (id, person) in self.people.as_object().unwrap() {
                if !Self::list(person, "units").contains(&unit) {
                    continue;
                }
                // Managers are of the middle level, and nobody else is.
                let mut pass = |id: &str, because| {
                    found.passed_over.entry(id.to_owned()).or_insert(because);
                };
                if person["role"] != role.unwrap_or("manager") {
                    if self.tells_all() {
                        pass(id, PassedBecause::Role);
                    }
                    continue;
                }
                if !self.is_here(id) {
                    pass(id, PassedBecause::Absent);
                }
                if let Some(acts) = self.stands_in(id) {
                    if self.is_full(&acts) {
                        pass(&acts, PassedBecause::Full);
                    } else {
                        could.push((self.load[&acts], acts));
                    }
                }
            }
            could.sort();
            could.dedup();
            if let Some((_, first)) = could.first() {
                found.person = Some(first.clone());
                for (_, other) in could.iter().skip(1).filter(|_| self.tells_all()) {
                    let other = found.passed_over.entry(other.clone());
                    other.or_insert(PassedBecause::Load);
                }
                return;
            }
        }
    }

    fn accountable(&self) -> Vec<String> {
        let stages = self.program["journeys"]["j"]["stages"].as_array().unwrap();
        let mut units: Vec<String> = Vec::new();
        for stage in stages {
            let here = match (self.said.get("stage"), self.said.get("touch_point")) {
                (Some(named), _) => stage["id"] == named,
                (None, Some(at)) => Self::list(stage, "touch_points")
                    .iter()
                    .any(|one| one == at),
                (None, None) => false,
            };
            for unit in Self::list(stage, "accountable") {
                if here && !units.contains(&unit) {
                    units.push(unit);
                }
            }
        }
        units
    }

    /// Goes where a target leads, if anywhere.
    fn lead(&self, to: &str, role: Option<&str>, found: &mut Found) -> bool {
        let spec = &self.program;
        let known = |unit: Option<&str>| {
            let unit = unit.filter(|unit| UNITS.contains(unit));
            unit.map(str::to_owned).into_iter().collect::<Vec<_>>()
        };
        let units = match to {
            "unit" => known(self.said.get("unit")),
            "owner" => {
                let point = self.said.get("touch_point");
                known(point.and_then(|point| Self::str(&spec["touch_points"][point], "owner")))
            }
            "accountable" => self.accountable(),
            "account" => {
                let said = |key: &str| self.said.get(Self::str(&spec["account"], key)?);
                let home = known(said("unit"));
                if let Some(manager) = said("person").filter(|id| self.people.get(*id).is_some()) {
                    if !self.is_here(manager) {
                        found
                            .passed_over
                            .insert(manager.to_owned(), PassedBecause::Absent);
                    }
                    let acts = self.stands_in(manager);
                    if let Some(acts) = acts.clone().filter(|acts| self.is_full(acts)) {
                        found.passed_over.insert(acts, PassedBecause::Full);
                    } else if acts.is_some() {
                        let own = Self::list(&self.people[manager], "units");
                        found.unit = home.first().or(own.first()).cloned();
                        found.person = acts;
                        return true;
                    }
                }
                home
            }
            "customer.agent" => known(self.said.get("customer.agent")),
            unit => known(Some(unit)),
        };
        let Some((first, others)) = units.split_first() else {
            return false;
        };
        self.hold(first, role, found);
        for other in others {
            let mut copy = Found::default();
            self.hold(other, role, &mut copy);
            found.answering.push(other.clone());
            found.copies.extend(copy.told());
        }
        true
    }

    fn by_rule(&self, to: &str, found: &mut Found) -> bool {
        if to == "employee"
            && let Some(employee) = self.said.get("employee")
        {
            found.unit = self.said.get("unit").map(str::to_owned);
            found.person = Some(employee.to_owned());
            return true;
        }
        let role = (to == "manager").then_some("manager");
        if to == "employee" || role.is_some() {
            return self.lead("unit", role, found) || self.lead("owner", role, found);
        }
        self.lead(to, None, found)
    }

    fn by_routes(&self, found: &mut Found) {
        for (place, route) in (1..).zip(self.program["routes"].as_array().unwrap()) {
            let holds = match Self::str(route, "if") {
                None => true,
                Some("ltr <= 3") => self.said.ltr <= 3,
                Some("ltr >= 3") => self.said.ltr >= 3,
                Some(_) => self.said.get("customer.agent").is_some(),
            };
            if !holds {
                continue;
            }
            let role = Self::str(route, "role");
            let targets = [Self::str(route, "to"), Self::str(route, "else")];
            let mut targets = targets.into_iter().flatten();
            let led = targets.clone().any(|to| self.lead(to, role, found));
            if !led && targets.any(|to| ["account", "accountable"].contains(&to)) {
                continue;
            }
            found.by = Some(RoutedBy::Route(place));
            if let Some(copy) = Self::str(route, "copy") {
                let mut told = Found::default();
                self.lead(copy, None, &mut told);
                found.copies.extend(told.told());
                found.copies.extend(told.copies);
            }
            return;
        }
        found.by = Some(RoutedBy::Default);
        let _ = self.lead("unit", None, found) || self.lead("owner", None, found);
    }

    fn expected(&self) -> Found {
        let mut found = Found::default();
        let raise = &self.program["rules"]["r"]["raise"];
        match Self::str(raise, "to") {
            Some(to) => {
                let gives_way = ["account", "accountable"].contains(&to);
                if !self.by_rule(to, &mut found) && gives_way {
                    self.by_routes(&mut found);
                } else {
                    found.by = Some(RoutedBy::Rule);
                }
            }
            None => self.by_routes(&mut found),
        }
        let fallback = self.program.get("fallback");
        if let Some(fallback) = fallback.filter(|_| found.told().is_none()) {
            found.by = Some(RoutedBy::Fallback);
            let to = Self::str(fallback, "to").unwrap();
            self.hold(to, Self::str(fallback, "role"), &mut found);
        }
        if let Some(copy) = Self::str(raise, "copy") {
            let mut told = Found::default();
            self.by_rule(copy, &mut told);
            found.copies.extend(told.told());
            found.copies.extend(told.copies);
        }
        found
    }

    fn routed(&self) -> Routed {
        let program = Program::parse(&self.program.to_string()).unwrap();
        let part = |name: &str| self.said.get(name).map(str::to_owned);
        let value = |name: &str| {
            Some((
                name.to_owned(),
                Value::Text(part(&format!("customer.{name}"))?),
            ))
        };
        let signal = Signal {
            at: Time::parse(NOW).unwrap(),
            kind: "response".to_owned(),
            customer: Some("c".to_owned()),
            respondent: None,
            respondent_role: None,
            touch_point: part("touch_point"),
            stage: part("stage"),
            channel: None,
            unit: part("unit"),
            employee: part("employee"),
            verbatim: None,
            fields: std::iter::once(("ltr".to_owned(), Value::Int(self.said.ltr))).collect(),
            attributes: Few::new(),
        };
        let known: Few<String, Value> = ["agent", "manager", "home"]
            .into_iter()
            .filter_map(value)
            .collect();
        let people: Named<Person> = serde_json::from_value(self.people.clone()).unwrap();
        let load: Named<u32> = self.load.clone().into_iter().collect();
        let facts = SignalFacts {
            program: &program,
            signal: &signal,
            attributes: &known,
        };
        let team = Team {
            people: &people,
            load: &load,
            names: None,
            at: signal.at,
        };
        route(
            &program,
            &program.spec().rules.get("r").unwrap().raise,
            &signal,
            &facts,
            &team,
        )
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]
    #[test]
    fn routing_leads_where_its_description_says(world in a_world()) {
        let routed = world.routed();
        let passed = routed.passed_over.iter();
        let found = Found {
            unit: routed.unit.clone(),
            person: routed.person.clone(),
            answering: routed.answering.clone(),
            copies: routed.copies.clone(),
            by: routed.by,
            passed_over: passed.map(|one| (one.person.clone(), one.because)).collect(),
        };
        prop_assert_eq!(&found, &world.expected());
        prop_assert_eq!(found.passed_over.len(), routed.passed_over.len());
        // The words name what chose, and whom.
        let words = routed.steps.join("; ");
        let chose = match found.by.unwrap() {
            RoutedBy::Rule => String::new(),
            RoutedBy::Route(place) => format!("route {place}"),
            RoutedBy::Default => "route holds".to_owned(),
            RoutedBy::Fallback => "the fallback".to_owned(),
        };
        let employee = found.by == Some(RoutedBy::Rule) && world.said.get("employee").is_some();
        for name in [Some(chose), found.person, found.unit.filter(|_| !employee)].into_iter().flatten() {
            let account = words.contains("to account");
            prop_assert!(account || words.contains(&name), "{} is not in {}", name, words);
        }
        prop_assert_eq!(routed.clone().settled().decided_by(), routed.by);
        if routed.is_nowhere() {
            prop_assert!(words.contains("no ") || words.contains("account"), "{}", words);
        }
    }
}

#[test]
fn each_way_of_choosing_is_met() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut met: BTreeMap<String, u32> = BTreeMap::new();
    for _ in 0..1000 {
        let world = a_world().new_tree(&mut runner).unwrap().current();
        let routed = world.routed();
        let by = format!("{:?}", routed.by.unwrap());
        let by = by.split('(').next().unwrap().to_owned();
        let words = routed.steps.join("; ");
        for (what, is) in [
            (by.as_str(), true),
            ("several answer", !routed.answering.is_empty()),
            ("account", words.contains("to account")),
            ("gave way", words.contains("no other route holds")),
            ("nobody", routed.is_nowhere()),
        ] {
            *met.entry(what.to_owned()).or_default() += u32::from(is);
        }
        for passed in &routed.passed_over {
            *met.entry(format!("{:?}", passed.because)).or_default() += 1;
        }
    }
    assert_eq!(met.len(), 12, "{met:?}");
    assert!(met.values().all(|count| *count > 3), "{met:?}");
}
