//! An iCalendar text as lines: unfolded, each with its name, its parameters and its value.

use crate::error::{Code, Error};

/// A content line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Where it begins in the text, from 1.
    pub(super) number: usize,
    /// Its name, in capitals.
    pub(super) name: String,
    /// Its parameters by name, in capitals.
    params: Vec<(String, String)>,
    pub(super) value: String,
}

impl Line {
    /// A parameter.
    pub(super) fn param(&self, name: &str) -> Option<&str> {
        let mut params = self.params.iter();
        let found = params.find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// What is wrong with it.
    pub(super) fn wrong(&self, message: &str) -> Error {
        wrong(self.number, message)
    }
}

pub(super) fn wrong(number: usize, message: &str) -> Error {
    Error::new(Code::Malformed, format!("line {number}: {message}"))
}

/// Reads a text as lines.
pub(super) fn lines(text: &str) -> Result<Vec<Line>, Error> {
    let mut unfolded: Vec<(usize, String)> = Vec::new();
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    for (index, line) in text.lines().enumerate() {
        let folded = line.strip_prefix([' ', '\t']);
        match (folded, unfolded.last_mut()) {
            (Some(rest), Some((_, last))) => last.push_str(rest),
            _ => unfolded.push((index + 1, line.to_owned())),
        }
    }
    let said = unfolded.iter().filter(|(_, line)| !line.trim().is_empty());
    said.map(|(number, line)| read(*number, line)).collect()
}

fn read(number: usize, line: &str) -> Result<Line, Error> {
    let mut parts = Vec::new();
    let (mut start, mut quoted, mut end) = (0, false, None);
    for (place, letter) in line.char_indices() {
        match letter {
            '"' => quoted = !quoted,
            ';' | ':' if !quoted => {
                parts.push(line.get(start..place).unwrap_or_default());
                start = place + 1;
                if letter == ':' {
                    end = Some(start);
                    break;
                }
            }
            _ => {}
        }
    }
    let value = end.and_then(|end| line.get(end..));
    let value = value.ok_or_else(|| wrong(number, "it has no `:`"))?;
    let mut parts = parts.into_iter();
    let name = parts.next().unwrap_or_default();
    if name.is_empty() {
        return Err(wrong(number, "it has no name"));
    }
    let params = parts.map(|part| {
        let (name, value) = part
            .split_once('=')
            .ok_or_else(|| wrong(number, &format!("`{part}` is no parameter")))?;
        Ok((
            name.to_ascii_uppercase(),
            value.trim_matches('"').to_owned(),
        ))
    });
    Ok(Line {
        number,
        name: name.to_ascii_uppercase(),
        params: params.collect::<Result<_, Error>>()?,
        value: value.to_owned(),
    })
}
