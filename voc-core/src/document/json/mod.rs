//! JSON into a tree. `serde_json` says whether a text is JSON, and where it is not; the tree is then read
//! off in one pass, with the place of each value.

mod cursor;

use super::diagnostic::Diagnostic;
use super::node::{Content, DEPTH_MAX, Key, Node, Position};
use crate::error::{Code, Error};
use cursor::Cursor;
use serde::de::IgnoredAny;

pub(super) fn read(text: &str) -> Result<Node, Diagnostic> {
    serde_json::from_str::<IgnoredAny>(text).map_err(|error| {
        malformed(plain_message(&error)).at(Position::new(error.line(), error.column()))
    })?;
    node(&mut Cursor::new(text), 0)
}

/// The values of a list, unread.
///
/// # Errors
/// A text that is not JSON. One that is no list has no values.
pub(crate) fn items(text: &str) -> Result<Vec<&str>, Error> {
    serde_json::from_str::<IgnoredAny>(text)
        .map_err(|error| Error::new(Code::Malformed, error.to_string()))?;
    let mut cursor = Cursor::new(text);
    let mut items = Vec::new();
    cursor.space();
    if cursor.take(b'[') {
        while cursor.next_of(b']') {
            items.push(cursor.skip());
        }
    }
    Ok(items)
}

fn malformed(message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Code::Malformed, message)
}

/// The message of `serde_json` without its own place.
fn plain_message(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or(&text).to_owned()
}

fn node(cursor: &mut Cursor<'_>, depth: usize) -> Result<Node, Diagnostic> {
    cursor.space();
    let position = cursor.place();
    if depth > DEPTH_MAX {
        let message = format!("the file nests deeper than {DEPTH_MAX} levels");
        return Err(Diagnostic::error(Code::Limit, message).at(position));
    }
    let content = if cursor.take(b'{') {
        let mut entries = Vec::new();
        while cursor.next_of(b'}') {
            let text = text(cursor)?;
            cursor.space();
            cursor.take(b':');
            let node = node(cursor, depth + 1)?;
            let position = node.position;
            entries.push((Key { text, position }, node));
        }
        Content::map(entries)?
    } else if cursor.take(b'[') {
        let mut items = Vec::new();
        while cursor.next_of(b']') {
            items.push(node(cursor, depth + 1)?);
        }
        Content::Seq(items)
    } else if cursor.peek() == Some(b'"') {
        Content::Text(text(cursor)?, 1)
    } else {
        scalar(cursor.word()).ok_or_else(|| malformed("number out of range").at(position))?
    };
    Ok(Node { position, content })
}

fn text(cursor: &mut Cursor<'_>) -> Result<String, Diagnostic> {
    let place = cursor.place();
    let text = cursor.text();
    text.ok_or_else(|| malformed("lone surrogate in hex escape").at(place))
}

/// What `serde_json` took for a word or a number; the standard library rounds a number as exactly.
fn scalar(word: &str) -> Option<Content> {
    Some(match word {
        "null" => Content::Null,
        "true" => Content::Bool(true),
        "false" => Content::Bool(false),
        number => {
            let whole = number.parse().map(Content::Int).ok();
            let fraction = || {
                number
                    .parse()
                    .ok()
                    .filter(|fraction: &f64| fraction.is_finite())
            };
            whole.or_else(|| fraction().map(Content::Float))?
        }
    })
}

#[cfg(test)]
mod tests {
    use super::super::node::{Content, Node};
    use super::{items, read};
    use proptest::prelude::*;
    use serde_json::Value;

    /// What a tree says, as `serde_json` has it.
    fn value(node: &Node) -> Value {
        match &node.content {
            Content::Null => Value::Null,
            Content::Bool(value) => (*value).into(),
            Content::Int(value) => (*value).into(),
            Content::Float(value) => (*value).into(),
            Content::Text(text, _) => text.as_str().into(),
            Content::Seq(items) => items.iter().map(value).collect(),
            Content::Map(entries) => {
                let entries = entries.iter();
                entries
                    .map(|(key, node)| (key.text.clone(), value(node)))
                    .collect()
            }
        }
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            (-1e300..1e300).prop_map(Value::from),
            any::<String>().prop_map(Value::from),
            "[\\\\\"/\u{8}\u{c}\n\r\t\u{0}é😀 ]{0,8}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 40, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map(any::<String>(), inner, 0..4)
                    .prop_map(|entries| entries.into_iter().collect()),
            ]
        })
    }

    proptest! {
        #[test]
        fn a_tree_says_what_serde_json_reads(wanted in any_value(), pretty in any::<bool>()) {
            let write = if pretty { serde_json::to_string_pretty } else { serde_json::to_string };
            let text = write(&wanted).unwrap();
            prop_assert_eq!(value(&read(&text).unwrap()), wanted);
        }

        #[test]
        fn a_text_is_taken_or_refused_as_serde_json_does(text in "[\\[\\]{}:,\"\\\\a-fu0-9.eE+ \n-]{0,24}|\"(\\\\u[dD][89a-fA-F0-9]{3}|\\\\[\"nu/]|a){0,4}\"") {
            let theirs = serde_json::from_str::<Value>(&text);
            let ours = read(&text);
            let twice = ours.as_ref().is_err_and(|error| error.message.contains("stands here twice"));
            prop_assert!(twice || ours.is_ok() == theirs.is_ok(), "{} {:?}", text, theirs);
            if let (Ok(ours), Ok(theirs)) = (ours, theirs) && !theirs.is_u64() {
                prop_assert_eq!(value(&ours).to_string(), theirs.to_string());
            }
        }

        #[test]
        fn a_list_is_cut_into_its_values(wanted in prop::collection::vec(any_value(), 0..5)) {
            let text = serde_json::to_string_pretty(&wanted).unwrap();
            let found = items(&text).unwrap();
            let found = found.iter().map(|item| serde_json::from_str(item).unwrap());
            prop_assert_eq!(found.collect::<Vec<Value>>(), wanted);
        }
    }

    #[test]
    fn places_count_lines_and_characters() {
        let tree = read("{\"é\": [1,\n  {\"b\": \"x\"}], \"c\"\t: null}").unwrap();
        let place = |path: &[&str]| {
            let position = tree.find(path).unwrap().position;
            (position.line, position.column)
        };
        assert_eq!(place(&[]), (1, 1));
        assert_eq!(place(&["é"]), (1, 7));
        assert_eq!(place(&["é", "1", "b"]), (2, 9));
        assert_eq!(place(&["c"]), (2, 22));
    }

    #[test]
    fn escapes_are_read_and_lone_surrogates_are_refused() {
        let text = r#""\u00e9\ud83d\ude00\/\b\f\n\r\t\"\\""#;
        assert!(matches!(read(text).unwrap().content,
            Content::Text(text, 1) if text == "é😀/\u{8}\u{c}\n\r\t\"\\"));
        for lone in [
            r#""\ud83d""#,
            r#""\ude00""#,
            r#""\ud83d\u0041""#,
            r#"{"\udc00": 1}"#,
        ] {
            assert!(read(lone).is_err(), "{lone}");
        }
    }
}
