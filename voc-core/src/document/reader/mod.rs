//! Trees into typed values. Nothing here is compiled anew for each type but one call a field.

mod leaves;
mod parts;

#[cfg(test)]
mod tests;

use super::diagnostic::Diagnostic;
use super::node::{Content, Key, Node, Position};
use crate::error::{Code, Error, nearest_hint};

/// A type that is read off a tree. `#[derive(Read)]` writes the impl from the `#[serde(…)]` attributes.
///
/// Reading always gives a value. What does not fit is told to the reader, which keeps the first such
/// finding; whatever was read is then thrown away. So no caller has to look at every part.
pub(crate) trait Read: Sized {
    /// Reads a node; with none the value is missing, unless it may be absent.
    fn read<'n>(reader: &mut Reader<'n>, node: Option<&'n Node>) -> Self;

    /// Reads the key of a map.
    fn read_key(reader: &mut Reader<'_>, key: &str) -> Self {
        reader.mismatch("a key that is text", &Content::Text(key.to_owned(), 0));
        Self::read(reader, None)
    }
}

/// Reads a node where there is one; else the default.
pub(crate) fn read_or_default<'n, T: Read + Default>(
    reader: &mut Reader<'n>,
    node: Option<&'n Node>,
) -> T {
    match node {
        None => T::default(),
        node => T::read(reader, node),
    }
}

/// Where the reading has come to, and the first thing that did not fit.
pub(crate) struct Reader<'n> {
    path: Vec<Step<'n>>,
    /// The place of what is being read.
    here: Position,
    finding: Option<Box<Diagnostic>>,
}

#[derive(Clone, Copy)]
enum Step<'n> {
    Key(&'n str),
    Item(usize),
}

impl<'n> Reader<'n> {
    pub(super) fn at(root: &Node) -> Self {
        Self {
            path: Vec::new(),
            here: root.position,
            finding: None,
        }
    }

    /// The first thing that did not fit.
    pub(super) fn finding(self) -> Option<Box<Diagnostic>> {
        self.finding
    }

    /// How deep the reading has come, to say later that something is wrong here; see [`Reader::refuse`].
    pub(crate) fn depth(&self) -> usize {
        self.path.len()
    }

    /// Goes to an entry of the map that is being read at a depth.
    fn enter_key(&mut self, depth: usize, key: &'n Key) {
        self.enter(depth, Step::Key(&key.text), key.position);
    }

    fn enter(&mut self, depth: usize, step: Step<'n>, place: Position) {
        self.path.truncate(depth);
        self.path.push(step);
        self.here = place;
    }

    /// Keeps what did not fit, unless something before it did not.
    #[inline(never)]
    fn find(&mut self, code: Code, message: String, hint: Option<String>) {
        if self.finding.is_some() {
            return;
        }
        let mut path = String::new();
        for step in &self.path {
            if !path.is_empty() {
                path.push('.');
            }
            match step {
                Step::Key(key) => path.push_str(key),
                Step::Item(index) => path.push_str(&index.to_string()),
            }
        }
        let finding = Diagnostic {
            path: Some(path),
            hint,
            ..Diagnostic::error(code, message)
        };
        self.finding = Some(Box::new(finding.at(self.here)));
    }

    /// Says that the value read at a depth, from a node, is refused. The error may name a part of it.
    #[inline(never)]
    pub(crate) fn refuse(&mut self, depth: usize, node: Option<&Node>, error: Error) {
        self.path.truncate(depth);
        if let Some(node) = node {
            self.here = node.position;
        }
        let inner = error.path;
        self.find(error.code, error.message, error.hint);
        if let (Some(finding), Some(inner)) = (&mut self.finding, inner)
            && let Some(path) = &mut finding.path
        {
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(&inner);
        }
    }

    /// Text that is parsed; absent where it is refused.
    #[inline(never)]
    pub(crate) fn parsed<T>(
        &mut self,
        node: Option<&'n Node>,
        parse: fn(&str) -> Result<T, Error>,
    ) -> Option<T> {
        let depth = self.depth();
        let Some(Content::Text(text, _)) = node.map(|node| &node.content) else {
            self.text(node);
            return None;
        };
        match parse(text) {
            Ok(value) => Some(value),
            Err(error) => {
                self.refuse(depth, node, error);
                None
            }
        }
    }

    /// Says that something else was expected.
    #[inline(never)]
    pub(crate) fn mismatch(&mut self, expected: &str, found: &Content) {
        let message = ["expected ", expected, ", found ", &plain(found)].concat();
        self.find(Code::WrongType, message, None);
    }

    fn out_of_range(&mut self, expected: &str, found: &Content) {
        let message = ["expected ", expected, ", found ", &plain(found)].concat();
        self.find(Code::OutOfRange, message, None);
    }

    fn unknown(&mut self, message: String, name: &str, known: &[&str]) {
        let hint = nearest_hint(name, known.iter().copied());
        self.find(Code::Unknown, message, hint);
    }

    /// Says that what was to be read last is not there.
    #[inline(never)]
    pub(crate) fn missing(&mut self) {
        let message = match self.path.pop() {
            Some(Step::Key(key)) => ["the key `", key, "` is missing"].concat(),
            _ => "a value is missing".to_owned(),
        };
        self.find(Code::Missing, message, None);
    }

    /// The content of a node; what is not there is missing.
    fn content_of(&mut self, node: Option<&'n Node>) -> Option<&'n Content> {
        if let Some(node) = node {
            self.here = node.position;
            return Some(&node.content);
        }
        self.missing();
        None
    }
}

/// A value in the words of the file.
fn plain(content: &Content) -> String {
    match content {
        Content::Null => "nothing".to_owned(),
        Content::Bool(value) => value.to_string(),
        Content::Int(value) => value.to_string(),
        Content::Float(value) => value.to_string(),
        Content::Text(text, _) => ["the text `", text, "`"].concat(),
        Content::Seq(_) => "a list".to_owned(),
        Content::Map(_) => "keys with values".to_owned(),
    }
}
