//! YAML 1.2 (core schema) into a tree, through the events of `saphyr-parser`.

use super::diagnostic::Diagnostic;
use super::node::{Content, DEPTH_MAX, Key, Node, Position};
use crate::error::Code;
use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError, Span};

pub(super) fn read(text: &str) -> Result<Node, Diagnostic> {
    let mut reader = Reader {
        events: Parser::new_from_str(text),
        text,
    };
    loop {
        match reader.next()? {
            (Event::StreamStart | Event::DocumentStart(_), _) => {}
            (Event::StreamEnd, _) => {
                return Err(
                    Diagnostic::error(Code::Malformed, "the file is empty").at(Position::new(1, 1))
                );
            }
            (event, span) => {
                let root = reader.node(event, span, 0)?;
                return reader.finish(root);
            }
        }
    }
}

struct Reader<'t, I> {
    events: I,
    text: &'t str,
}

impl<'t, I: Iterator<Item = Result<(Event<'t>, Span), ScanError>>> Reader<'t, I> {
    fn next(&mut self) -> Result<(Event<'t>, Span), Diagnostic> {
        match self.events.next() {
            Some(Ok(event)) => Ok(event),
            Some(Err(error)) => Err(self.scan_error(&error)),
            None => Err(Diagnostic::error(
                Code::Malformed,
                "the file ends too early",
            )),
        }
    }

    fn finish(&mut self, root: Node) -> Result<Node, Diagnostic> {
        loop {
            match self.next()? {
                (Event::DocumentEnd, _) => {}
                (Event::StreamEnd, _) => return Ok(root),
                (_, span) => {
                    return Err(Diagnostic::error(
                        Code::Malformed,
                        "the file holds more than one document",
                    )
                    .at(place(span.start)));
                }
            }
        }
    }

    fn node(&mut self, event: Event<'t>, span: Span, depth: usize) -> Result<Node, Diagnostic> {
        let position = place(span.start);
        if depth > DEPTH_MAX {
            return Err(Diagnostic::error(
                Code::Limit,
                format!("the file nests deeper than {DEPTH_MAX} levels"),
            )
            .at(position));
        }
        let content = match event {
            Event::Scalar(text, ScalarStyle::Plain, _, tag) if tag.is_none() => plain(&text),
            Event::Scalar(text, style, ..) => {
                let quoted = matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted);
                Content::Text(text.into_owned(), u32::from(quoted))
            }
            Event::SequenceStart(..) => {
                let mut items = Vec::new();
                loop {
                    match self.next()? {
                        (Event::SequenceEnd, _) => break Content::Seq(items),
                        (event, span) => items.push(self.node(event, span, depth + 1)?),
                    }
                }
            }
            Event::MappingStart(..) => self.mapping(depth)?,
            Event::Alias(_) => {
                return Err(Diagnostic::error(
                    Code::Malformed,
                    "anchors and aliases are not read here",
                )
                .at(position)
                .hint("write the value out"));
            }
            _ => {
                return Err(Diagnostic::error(Code::Malformed, "a value was expected").at(position));
            }
        };
        Ok(Node { position, content })
    }

    fn mapping(&mut self, depth: usize) -> Result<Content, Diagnostic> {
        let mut entries: Vec<(Key, Node)> = Vec::new();
        loop {
            let (event, span) = self.next()?;
            let position = place(span.start);
            let text = match event {
                Event::MappingEnd => return Content::map(entries),
                Event::Scalar(text, ..) => text.into_owned(),
                _ => {
                    return Err(
                        Diagnostic::error(Code::Malformed, "a key must be text").at(position)
                    );
                }
            };
            let (event, span) = self.next()?;
            let node = self.node(event, span, depth + 1)?;
            entries.push((Key { text, position }, node));
        }
    }

    fn scan_error(&self, error: &ScanError) -> Diagnostic {
        let at = place(*error.marker());
        let line = self.text.lines().nth(at.line.saturating_sub(1) as usize);
        let found = Diagnostic::error(Code::Malformed, error.info().to_owned()).at(at);
        // A condition holds `:`, `!`, `&&`, `{` or quotes that YAML takes for its own.
        let condition = ["&&", "||", "==", "<=", ">=", "!="];
        if line.is_some_and(|line| condition.iter().any(|sign| line.contains(sign))) {
            found.hint("quote the condition: when: 'kind == \"response\"'")
        } else {
            found
        }
    }
}

fn place(mark: Marker) -> Position {
    Position::new(mark.line(), mark.col() + 1)
}

/// A plain scalar by the core schema of YAML 1.2: `yes` and `no` are text.
fn plain(text: &str) -> Content {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Content::Null,
        "true" | "True" | "TRUE" => return Content::Bool(true),
        "false" | "False" | "FALSE" => return Content::Bool(false),
        _ => {}
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let starts_numeric =
        unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.') && unsigned != ".";
    if starts_numeric {
        if let Ok(int) = text.parse() {
            return Content::Int(int);
        }
        let digits_only = unsigned
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '-' | '+'));
        if digits_only && let Ok(float) = text.parse() {
            return Content::Float(float);
        }
    }
    Content::Text(text.to_owned(), 0)
}
