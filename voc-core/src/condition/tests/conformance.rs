//! CEL's own conformance tests: each case passes, or CONDITIONS.md lists it with the reason.

use super::super::check::Checker;
use super::super::eval::{FactsSource, value};
use super::super::parse::parse;
use super::super::val::Val;
use super::rows::Facts;
use super::*;
use crate::error::Code;
use serde::Deserialize;
use serde_json::Value as Json;

const CASES: &str = include_str!("../../../../tests/cel/cases.json");
const LEFT_OUT: &str = include_str!("../../../CONDITIONS.md");

#[derive(Deserialize)]
struct File {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    section: String,
    name: String,
    expr: String,
    #[serde(default)]
    types: Vec<(String, Json)>,
    #[serde(default)]
    bindings: BTreeMap<String, Json>,
    #[serde(default)]
    error: bool,
    value: Option<Json>,
}

struct Declared<'c>(&'c Case);

impl Scope for Declared<'_> {
    fn type_of(&self, name: &str) -> Option<Type> {
        let found = self.0.types.iter().find(|declared| declared.0 == name)?;
        match found.1.get("primitive")?.as_str()? {
            "INT64" => Some(Type::Int),
            "DOUBLE" => Some(Type::Number),
            "STRING" => Some(Type::Text),
            "BOOL" => Some(Type::Bool),
            _ => None,
        }
    }
    fn texts_of(&self, _: &str) -> Option<Vec<String>> {
        None
    }
    fn names(&self) -> Vec<String> {
        Vec::new()
    }
    fn segments(&self) -> Vec<String> {
        Vec::new()
    }
}

/// Numbers stand in texts where JSON has no word for them.
fn read(value: &Json) -> Option<Val<'static>> {
    let (kind, value) = value.as_object()?.iter().next()?;
    let number = |value: &Json| match value.as_str() {
        Some("Infinity") => Some(f64::INFINITY),
        Some("-Infinity") => Some(f64::NEG_INFINITY),
        Some("NaN") => Some(f64::NAN),
        _ => value.as_f64(),
    };
    Some(match kind.as_str() {
        "boolValue" => Val::Bool(value.as_bool()?),
        "int64Value" => Val::Int(value.as_str()?.parse().ok()?),
        "doubleValue" => Val::Number(number(value)?),
        "stringValue" => Val::Text(Cow::Owned(value.as_str()?.to_owned())),
        _ => return None,
    })
}

fn bound(value: Val<'_>) -> Value {
    match value {
        Val::Bool(value) => Value::Bool(value),
        Val::Int(value) => Value::Int(value),
        Val::Number(value) => Value::Number(value),
        Val::Text(text) => Value::Text(text.into_owned()),
        Val::Time(_) | Val::Duration(_) => panic!("no case binds one"),
    }
}

/// Whether the case passes, or why it does not.
fn judge(case: &Case) -> Result<(), String> {
    let mut facts = Facts::new();
    for (name, value) in &case.bindings {
        let value = value
            .get("value")
            .and_then(read)
            .ok_or("a binding of another type")?;
        facts.insert(name.clone(), bound(value));
    }
    let checked = parse(&case.expr).and_then(|mut root| {
        let scope = Declared(case);
        let source = &case.expr;
        let scope = &scope;
        Checker { scope, source }.type_of(&mut root).map(|_| root)
    });
    let root = match checked {
        Ok(root) => root,
        // What CEL finds out on the way, the check finds before.
        Err(problem) => {
            let early = matches!(
                problem.error.code,
                Code::WrongType | Code::BadTime | Code::OutOfRange
            );
            return if case.error && early {
                Ok(())
            } else {
                Err(problem.error.to_string())
            };
        }
    };
    let source = FactsSource(&facts);
    match (value(&root, &source), case.error) {
        (Err(_), true) => Ok(()),
        (Err(fault), false) => Err(fault.tell().to_string()),
        (Ok(found), true) => Err(format!("{found:?} is no error")),
        (Ok(found), false) => {
            let wanted = case.value.as_ref().and_then(read);
            let same = wanted.as_ref() == Some(&found);
            same.then_some(())
                .ok_or(format!("{found:?}, wanted {wanted:?}"))
        }
    }
}

/// The lines of the list of what is left out: a section, then its cases.
fn left_out() -> Vec<(String, String)> {
    let mut listed = Vec::new();
    for line in LEFT_OUT.lines() {
        let Some(line) = line.strip_prefix("- `") else {
            continue;
        };
        let Some((section, names)) = line.split_once("`: ") else {
            continue;
        };
        let names = names.split(", ").map(|name| name.trim_matches('`'));
        listed.extend(names.map(|name| (section.to_owned(), name.to_owned())));
    }
    listed
}

#[test]
fn every_case_passes_or_is_listed_as_left_out() {
    let file: File = serde_json::from_str(CASES).unwrap();
    let mut listed = left_out();
    let (mut passed, mut wrong) = (0, Vec::new());
    for case in &file.cases {
        let at = listed
            .iter()
            .position(|known| known.0 == case.section && known.1 == case.name);
        if let Some(at) = at {
            listed.swap_remove(at);
        }
        match (judge(case), at) {
            (Ok(()), None) => passed += 1,
            (Err(_), Some(_)) => {}
            (Ok(()), Some(_)) => wrong.push(format!(
                "listed, and passes: {} {}",
                case.section, case.name
            )),
            (Err(why), None) => wrong.push(format!(
                "{}\t{}\t{}\t{}",
                case.section,
                case.name,
                case.expr.escape_debug(),
                why
            )),
        }
    }
    let unknown = listed
        .iter()
        .map(|known| format!("listed, and unknown: {known:?}"));
    wrong.extend(unknown);
    println!("{passed} of {} cases pass", file.cases.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
