//! What a vector expects, key by key.

use super::host::{Host, list};
use super::{Names, Vector, VectorRun};
use serde_json::{Value, json};
use voc_core::json as facade;
use voc_core::rule::Matcher;

/// Runs a vector, each log straight and with a restart after every input.
///
/// # Errors
/// The first thing that is not as expected.
pub fn check(vector: &Vector) -> Result<(), String> {
    let program = vector.program();
    if let Some(expected) = vector.expect().get("diagnostics") {
        return match Host::new(&program) {
            Ok(_) => Err("the program was read, and should not be".to_owned()),
            Err(found) => Names::default().matches("diagnostics", expected, &found),
        };
    }
    for run in vector.runs() {
        for restarts in [false, true] {
            let host = Host::new(&program).map_err(|found| format!("the program: {found}"))?;
            check_run(host, &run, restarts).map_err(|error| {
                let how = if restarts {
                    "restarted after every input"
                } else {
                    "straight"
                };
                format!("run `{}`, {how}: {error}", run.name)
            })?;
        }
    }
    Ok(())
}

fn check_run(mut host: Host, run: &VectorRun, restarts: bool) -> Result<(), String> {
    for input in &run.inputs {
        host.give(input)?;
        if restarts {
            host.restart()?;
        }
    }
    let nothing = json!([]);
    let refused = run.expect.get("refused").unwrap_or(&nothing);
    let mut check = Check {
        names: Names::default(),
        host: &host,
    };
    check.names.matches(
        "refused",
        refused,
        &Value::Array(host.outcome.refused.clone()),
    )?;
    if let Some(expected) = run.expect.get("events") {
        let types = run.expect.get("types").and_then(Value::as_array);
        let kept = |event: &&Value| types.is_none_or(|types| types.contains(&event["type"]));
        let events: Vec<Value> = host.outcome.events.iter().filter(kept).cloned().collect();
        check.events(expected, events)?;
    }
    for (key, expected) in &run.expect {
        check.key(key, expected)?;
    }
    if let Some(journeys) = run.expect.get("journeys") {
        each(journeys, |one| check.journey(&run.inputs, one))?;
    }
    if let Some(histories) = run.expect.get("histories") {
        each(histories, |one| check.histories(&run.inputs, one))?;
    }
    Ok(())
}

struct Check<'h> {
    names: Names,
    host: &'h Host,
}

impl Check<'_> {
    fn events(&mut self, expected: &Value, found: Vec<Value>) -> Result<(), String> {
        let brief = |event: &Value| match &event["type"] {
            Value::String(kind) if kind == "case_changed" => {
                format!("{} {}", event["at"], event["event"]["change"])
            }
            kind => format!("{} {kind} {}", event["at"], event["alert"]["signal"]),
        };
        let list: Vec<String> = found.iter().map(brief).collect();
        self.names
            .matches("events", expected, &Value::Array(found))
            .map_err(|error| format!("{error}\nthe events were:\n{}", list.join("\n")))
    }

    fn key(&mut self, key: &str, expected: &Value) -> Result<(), String> {
        let engine = &self.host.engine;
        let actual = match key {
            "types" | "events" | "refused" | "journeys" | "histories" => return Ok(()),
            "cases" => return self.cases(expected),
            "clocks" => return each(expected, |clock| self.clock(clock)),
            "metrics" => return each(expected, |metric| self.metric(metric)),
            "explanations" => return each(expected, |one| self.explanation(one)),
            "why_not" => return each(expected, |one| self.why_not(one)),
            "matching" => return each(expected, |one| self.matching(one)),
            "may_invite" => return each(expected, |question| self.may_invite(question)),
            "last_mile" => return each(expected, |one| self.last_mile(one)),
            "answers" => return each(expected, |one| self.answer(one)),
            "coaching" => return each(expected, |one| self.coaching(one)),
            "improvements" => value(&facade::improvements(engine))?,
            "loop" => value(&facade::loop_health(engine, None))?,
            "case_count" => json!(engine.cases().count()),
            "counts" => value(&facade::counts(engine))?,
            "next_due" => json!(engine.next_due()),
            "digest" => json!(engine.digest()),
            "facts_digest" => json!(engine.facts_digest()),
            _ => return Err(format!("nobody knows what `{key}` is compared with")),
        };
        self.names.matches(key, expected, &actual)
    }

    fn cases(&mut self, expected: &Value) -> Result<(), String> {
        for (signal, expected) in expected.as_object().into_iter().flatten() {
            let case = self.case_of(signal)?;
            self.names
                .matches(&format!("cases.{signal}"), expected, &case)?;
        }
        Ok(())
    }

    fn case_of(&self, signal: &str) -> Result<Value, String> {
        let cases = facade::cases(&self.host.engine).map_err(|error| error.to_string())?;
        let of_signal = |case: &Value| {
            case["alerts"]
                .as_array()
                .into_iter()
                .flatten()
                .any(|alert| alert["signal"] == *signal)
        };
        let mut found: Vec<Value> = list(&cases)?.into_iter().filter(of_signal).collect();
        match (found.pop(), found.len()) {
            (Some(case), 0) => Ok(case),
            (None, _) => Err(format!("no case came of signal `{signal}`")),
            (_, others) => Err(format!("{} cases came of signal `{signal}`", others + 1)),
        }
    }

    fn clock(&mut self, expected: &Value) -> Result<(), String> {
        let (of, at) = (text(&expected["of"]), text(&expected["at"]));
        let target = text(&expected["target"]);
        let case = self.case_of(of)?;
        let clocks = facade::clocks(&self.host.engine, text(&case["id"]), Some(at));
        let clocks = list(&clocks.map_err(|error| error.to_string())?)?;
        let clock = clocks
            .into_iter()
            .find(|clock| clock["target"] == target)
            .unwrap_or_default();
        let alone = facade::verdict_at(&self.host.engine, text(&case["id"]), target, Some(at));
        let alone: Value = serde_json::from_str(&alone.map_err(|error| error.to_string())?)
            .map_err(|error| error.to_string())?;
        let alone_of = format!("verdict {target} of {of} at {at}");
        self.names.matches(&alone_of, &alone, &clock)?;
        self.names.matches(
            &format!("clock {target} of {of} at {at}"),
            &expected["is"],
            &clock,
        )
    }

    fn metric(&mut self, expected: &Value) -> Result<(), String> {
        let mut query = serde_json::Map::new();
        for key in [
            "by",
            "every",
            "rolling",
            "average_of",
            "interval",
            "version_at",
            "min_n",
        ] {
            if let Some(value) = expected.get(key) {
                query.insert(key.to_owned(), value.clone());
            }
        }
        let name = text(&expected["metric"]);
        let rows = facade::metric(&self.host.engine, name, &Value::Object(query).to_string());
        let rows = value(&rows)?;
        self.names
            .matches(&format!("metric {name}"), &expected["rows"], &rows)
    }

    fn explanation(&mut self, expected: &Value) -> Result<(), String> {
        let (rule, signal) = (text(&expected["rule"]), text(&expected["signal"]));
        let mut raised = self.host.outcome.events.iter().rev();
        let alert = raised.find_map(|event| {
            let alert = &event["alert"];
            let found = event["type"] == "alert_raised"
                && alert["rule"] == *rule
                && text(&alert["signal"]) == signal;
            found.then_some(alert)
        });
        let alert = alert.ok_or_else(|| format!("no alert of `{rule}` at `{signal}`"))?;
        let path = format!("explanation of {rule} at {signal}");
        if let Some(words) = expected.get("words") {
            let told = self.host.words(alert)?;
            self.names.matches(&path, words, &json!(told))?;
        }
        let found = facade::explain(&self.host.engine, text(&alert["id"]));
        self.names.matches(&path, &expected["is"], &asked(found)?)
    }

    fn why_not(&mut self, expected: &Value) -> Result<(), String> {
        let (rule, customer) = (text(&expected["rule"]), text(&expected["customer"]));
        let at = expected["at"].as_str();
        let found = facade::why_not(&self.host.engine, rule, customer, at);
        self.names.matches(
            &format!("why not {rule} for {customer} at {at:?}"),
            &expected["is"],
            &asked(found)?,
        )
    }
}

/// An answer, or the error in its place.
fn asked(found: Result<String, voc_core::Error>) -> Result<Value, String> {
    match found {
        Ok(text) => value(&Ok(text)),
        Err(error) => Ok(json!({"error": error})),
    }
}

impl Check<'_> {
    fn matching(&mut self, expected: &Value) -> Result<(), String> {
        let signal = &expected["signal"];
        let input = json!({"id": "asked", "signal": signal}).to_string();
        let matcher = Matcher::of(self.host.engine.program());
        let answer = asked(facade::matching(&matcher, &input))?;
        self.names
            .matches(&format!("matching {signal}"), &expected["is"], &answer)
    }

    fn last_mile(&mut self, expected: &Value) -> Result<(), String> {
        let by = expected["by"].to_string();
        let rows = asked(facade::last_mile(&self.host.engine, &by))?;
        self.names
            .matches(&format!("last_mile {by}"), &expected["rows"], &rows)
    }

    fn answer(&mut self, expected: &Value) -> Result<(), String> {
        let engine = &self.host.engine;
        let ask = &expected["ask"];
        let (kind, about) = ask
            .as_object()
            .and_then(|ask| ask.iter().next())
            .ok_or("nothing is asked")?;
        let by = text(&about["by"]);
        let answer = match kind.as_str() {
            "recognition" => facade::recognition(engine, by),
            "time_lost" => facade::time_lost(engine, by),
            "effect" => facade::effect(engine, text(&about["improvement"])),
            "preview_roster" => facade::preview_roster(engine, &about.to_string()),
            "dossier" => {
                let case = self.case_of(text(&about["of"]))?;
                facade::dossier(engine, text(&case["id"]), about["person"].as_str())
            }
            "journey_map" => {
                let mut weighing = about.clone();
                let journey = weighing.as_object_mut().and_then(|it| it.remove("journey"));
                let journey = journey.unwrap_or_default();
                facade::journey_map(engine, text(&journey), None, None, &weighing.to_string())
            }
            "scorecard" => facade::scorecard(engine, text(&about["journey"]), None),
            "picture" => {
                let (of, canvas) = (about["of"].to_string(), about["canvas"].to_string());
                let svg = facade::picture(text(&about["kind"]), &of, &canvas);
                svg.and_then(|svg| facade::text(&svg))
            }
            "funnel" | "respondent_mix" | "gaming" => facade::surveyed(&ask.to_string()),
            "occasions" => {
                let (inputs, query) = (about["inputs"].to_string(), about["query"].to_string());
                facade::occasions(engine.program(), &inputs, &query)
            }
            "uses" => {
                let people = about.get("people").map(Value::to_string);
                let gaming = about["gaming"].to_string();
                facade::uses(engine.program(), &gaming, people.as_deref())
            }
            _ => facade::report(engine, None, &ask.to_string()),
        };
        let answer = asked(answer)?;
        self.names
            .matches(&format!("answer to {ask}"), &expected["is"], &answer)
    }

    /// The instances of a journey, which the inputs say without an engine.
    fn journey(&mut self, inputs: &[Value], expected: &Value) -> Result<(), String> {
        let program = self.host.engine.program();
        let inputs = Value::from(inputs).to_string();
        let (id, until) = (text(&expected["journey"]), expected["until"].as_str());
        let found = facade::journey(program, id, &inputs, until);
        let actual = found.map_err(|error| error.to_string())?.actual;
        let told = actual
            .conformance(None)
            .map_err(|error| error.to_string())?;
        let instances: Vec<_> = actual.instances().collect();
        let log = match expected["score"].as_str() {
            Some(score) => actual.scored(score).map_err(|error| error.to_string())?,
            None => actual.log(),
        };
        let told = json!({
            "instances": instances,
            "unassigned": actual.unassigned(),
            "deviations": told.deviations,
            "moments": told.moments,
            "fitness": told.fitness,
            "rows": log.rows().collect::<Vec<_>>(),
        });
        self.names
            .matches(&format!("journeys.{id}"), &expected["is"], &told)
    }

    /// What the inputs say from the beginning, and the cases of the engine beside them.
    fn histories(&mut self, inputs: &[Value], expected: &Value) -> Result<(), String> {
        let engine = &self.host.engine;
        let inputs = Value::from(inputs).to_string();
        let found = facade::histories(engine.program(), &inputs, expected["until"].as_str());
        let found = found.map_err(|error| error.to_string())?;
        let ask = expected["ask"].to_string();
        let answer = facade::histories_answer(&found, Some(&mut engine.cases()), &ask);
        self.names.matches(
            &format!("histories {ask}"),
            &expected["is"],
            &asked(answer)?,
        )
    }

    fn coaching(&mut self, expected: &Value) -> Result<(), String> {
        let employee = text(&expected["employee"]);
        let found = asked(facade::coaching(&self.host.engine, employee))?;
        self.names
            .matches(&format!("coaching of {employee}"), &expected["is"], &found)
    }

    fn may_invite(&mut self, expected: &Value) -> Result<(), String> {
        let asked = expected["ask"].to_string();
        let answer = value(&facade::may_invite(&self.host.engine, &asked))?;
        self.names
            .matches(&format!("may_invite {asked}"), &expected["is"], &answer)
    }
}

fn each(
    expected: &Value,
    mut check: impl FnMut(&Value) -> Result<(), String>,
) -> Result<(), String> {
    expected
        .as_array()
        .into_iter()
        .flatten()
        .try_for_each(&mut check)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn value(text: &Result<String, voc_core::Error>) -> Result<Value, String> {
    let text = text.as_ref().map_err(ToString::to_string)?;
    serde_json::from_str(text).map_err(|error| error.to_string())
}
