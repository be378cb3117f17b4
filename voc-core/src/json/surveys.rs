//! Who was asked, who answered, and whether the score can be trusted.

use super::{batch, text};
use crate::document::{Read, read_json};
use crate::error::{Code, Error};
use crate::insight::funnel::{
    FunnelQuery, Happening, HearQuery, Occasion, funnel, occasions as hear,
};
use crate::insight::trust::{
    AnswerOf, Evidence, Gaming, GamingQuery, MixQuery, UnitValue, gaming, respondent_mix,
    uses as used,
};
use crate::metric::{CONFIDENCE, Tally, scored};
use crate::named::Named;
use crate::program::{MetricKind, Program};
use crate::route::Person;
use serde::Deserialize;

/// What is asked: an object with one key.
#[derive(Debug, Clone, PartialEq, Deserialize, Read)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Ask {
    /// The funnel of each survey.
    Funnel(AskFunnel),
    /// Who answered, by role.
    RespondentMix(AskMix),
    /// What looks like gaming.
    Gaming(AskGaming),
}

#[derive(Debug, Clone, PartialEq, Deserialize, Read)]
#[serde(deny_unknown_fields)]
struct AskFunnel {
    occasions: Vec<Occasion>,
    #[serde(default)]
    query: FunnelQuery,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Read)]
#[serde(deny_unknown_fields)]
struct AskGaming {
    #[serde(default)]
    occasions: Vec<Occasion>,
    #[serde(default)]
    happenings: Vec<Happening>,
    #[serde(default)]
    values: Vec<UnitValue>,
    #[serde(default)]
    query: GamingQuery,
}

/// Answers, one beside the other in each list.
#[derive(Debug, Clone, PartialEq, Deserialize, Read)]
#[serde(deny_unknown_fields)]
struct AskMix {
    kind: MetricKind,
    #[serde(default)]
    scale: Option<[i64; 2]>,
    #[serde(default)]
    top_box: Option<u32>,
    answers: Vec<Option<f64>>,
    roles: Vec<Option<String>>,
    /// Periods or units; all are one group if not said.
    #[serde(default)]
    groups: Option<Vec<String>>,
    #[serde(default)]
    standard: Option<Named<f64>>,
    #[serde(default)]
    beside: Option<String>,
    #[serde(default = "usual")]
    confidence: f64,
}

fn usual() -> f64 {
    CONFIDENCE
}

/// What is read off who was asked and who answered. `ask` is an object with one of `funnel`,
/// `respondent_mix` and `gaming`.
///
/// # Errors
/// What cannot be asked, and what the answer itself refuses.
pub fn surveyed(ask: &str) -> Result<String, Error> {
    match read_json(ask)? {
        Ask::Funnel(asked) => text(&funnel(&asked.occasions, &asked.query)?),
        Ask::Gaming(asked) => {
            let evidence = Evidence {
                occasions: &asked.occasions,
                happenings: &asked.happenings,
                values: &asked.values,
            };
            text(&gaming(evidence, &asked.query)?)
        }
        Ask::RespondentMix(asked) => {
            let answers = answers(&asked)?;
            let query = MixQuery {
                kind: asked.kind,
                standard: asked.standard,
                beside: asked.beside,
                confidence: asked.confidence,
            };
            text(&respondent_mix(&answers, &query)?)
        }
    }
}

fn answers(asked: &AskMix) -> Result<Vec<AnswerOf>, Error> {
    let numbers = asked
        .answers
        .iter()
        .map(|answer| answer.unwrap_or(f64::NAN));
    let numbers: Vec<f64> = numbers.collect();
    let n = numbers.len();
    let lengths = [
        ("roles", Some(asked.roles.len())),
        ("groups", asked.groups.as_ref().map(Vec::len)),
    ];
    for (key, length) in lengths {
        if let Some(length) = length.filter(|length| *length != n) {
            let message = format!("{n} answers and {length} {key}");
            return Err(Error::new(Code::OutOfRange, message).at(key));
        }
    }
    let scores = scored(asked.kind, asked.scale, asked.top_box, &numbers)?;
    let groups = asked.groups.as_deref().unwrap_or_default();
    let answer = |(place, (score, role)): (usize, (f64, &Option<String>))| {
        let tally = match score {
            score if score > 0.0 => Tally::PLUS,
            score if score < 0.0 => Tally::MINUS,
            0.0 => Tally::NEUTRAL,
            _ => return None,
        };
        Some(AnswerOf {
            group: groups.get(place).cloned().unwrap_or_default(),
            role: role.clone(),
            tally,
        })
    };
    let given = scores.into_iter().zip(&asked.roles).enumerate();
    Ok(given.filter_map(answer).collect())
}

/// The occasions that inputs tell of, given as [`run`](super::run) takes them; `query` is JSON.
///
/// # Errors
/// A text that is no list of inputs; what cannot be asked.
pub fn occasions(program: &Program, inputs: &str, query: &str) -> Result<String, Error> {
    let query: HearQuery = read_json(query)?;
    let (good, bad) = batch::read(inputs)?;
    let mut heard = hear(program, &good, &query)?;
    heard.refused += bad.len() as u64;
    text(&heard)
}

/// What each metric of a program is used for, beside what looks like gaming: a JSON list of what `gaming`
/// gave. `people`, where they are given, is a JSON object as in a roster: it says who it is whom a use touches.
///
/// # Errors
/// Texts that are no such list, or object.
pub fn uses(program: &Program, gaming: &str, people: Option<&str>) -> Result<String, Error> {
    let gaming: Vec<Gaming> = read_json(gaming)?;
    let people: Option<Named<Person>> = people.map(read_json).transpose()?;
    text(&used(program, &gaming, people.as_ref()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_asked_for_by_name() {
        let found = surveyed(
            r#"{"funnel":{"occasions":[{"survey":"s","invited":"2026-03-02T10:00:00Z","completed":true}]}}"#,
        );
        let found = found.unwrap();
        assert!(
            found.starts_with(r#"[{"survey":"s","group":{},"steps":[{"step":"invited","n":1},"#),
            "{found}"
        );
        let ask =
            r#"{"respondent_mix":{"kind":"nps","answers":[10,null,3],"roles":["a","a",null]}}"#;
        let found = surveyed(ask).unwrap();
        assert!(
            found.contains(r#""group":"","score":{"value":0.0,"n":2"#),
            "{found}"
        );
        let gaming = surveyed(r#"{"gaming":{"occasions":[],"query":{"alpha":0.1}}}"#).unwrap();
        assert_eq!(
            gaming,
            r#"{"rows":[],"tests":0,"alpha":0.1,"without_unit":0}"#
        );
        let program = Program::parse("voc: 1\nname: Shop\n").unwrap();
        assert_eq!(uses(&program, &format!("[{gaming}]"), None).unwrap(), "[]");
        let heard = occasions(&program, r#"[{"id":1}]"#, "{}").unwrap();
        assert!(heard.ends_with(r#""refused":1}"#), "{heard}");
    }

    #[test]
    fn mistakes_are_named() {
        let path = |ask: &str| surveyed(ask).unwrap_err().path.unwrap();
        let mix =
            |more: &str| format!(r#"{{"respondent_mix":{{"kind":"nps","answers":[10],{more}}}}}"#);
        assert_eq!(path(&mix(r#""roles":[]"#)), "roles");
        assert_eq!(path(&mix(r#""roles":["a"],"groups":["x","y"]"#)), "groups");
        let found = path(r#"{"funnel":{"occasions":[{"survey":"s","invited":"yesterday"}]}}"#);
        assert_eq!(found, "funnel.occasions.0.invited");
        assert!(surveyed(r#"{"chimney":{}}"#).is_err());
        let ask = r#"{"gaming":{"values":[{"unit":"a","value":1,"low":0,"high":2}]}}"#;
        let error = surveyed(ask).unwrap_err();
        assert_eq!(error.path.as_deref(), Some("gaming.values.0"));
        assert!(error.message.contains("target"), "{error}");
        let program = Program::parse("voc: 1\nname: Shop\n").unwrap();
        let error = uses(&program, "[]", Some(r#"{"ann":{"role":"manager"}}"#)).unwrap_err();
        assert_eq!(error.path.as_deref(), Some("ann"));
        assert!(error.message.contains("units"), "{error}");
    }
}
