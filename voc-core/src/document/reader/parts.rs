//! What stands within a node: fields, items, variants.

use super::{Reader, Step};
use crate::document::node::{Content, Key, Node, Position};
use crate::error::Code;

/// The fields of a structure, asked for one after another in the order in which they are known.
pub(crate) struct Fields<'n> {
    entries: &'n [(Key, Node)],
    known: std::slice::Iter<'static, &'static str>,
    depth: usize,
    place: Position,
    whole: Option<&'n Node>,
}

impl<'n> Fields<'n> {
    /// The next of the known fields.
    #[inline(never)]
    pub(crate) fn next(&mut self, reader: &mut Reader<'n>) -> Option<&'n Node> {
        let name = *self.known.next()?;
        let node = entry(self.entries, name);
        let place = node.map_or(self.place, |node| node.position);
        reader.enter(self.depth, Step::Key(name), place);
        node
    }

    /// The whole structure, for a part whose fields stand among the others.
    pub(crate) fn whole(&self, reader: &mut Reader<'n>) -> Option<&'n Node> {
        reader.path.truncate(self.depth);
        reader.here = self.place;
        self.whole
    }
}

/// The value of a key.
fn entry<'n>(entries: &'n [(Key, Node)], name: &str) -> Option<&'n Node> {
    let found = entries.iter().find(|(key, _)| key.text == name);
    found.map(|(_, node)| node)
}

/// Which variant of an enumeration is meant, and what stands behind its name.
pub(crate) struct Chosen<'n> {
    pub(crate) index: usize,
    pub(crate) content: Option<&'n Node>,
    name: &'n str,
}

impl Chosen<'_> {
    /// What stands for a variant that cannot be told.
    const NONE: Self = Self {
        index: usize::MAX,
        content: None,
        name: "",
    };
}

impl<'n> Reader<'n> {
    /// Opens a structure. Where it is closed, keys that are not known are wrong.
    #[inline(never)]
    pub(crate) fn fields(
        &mut self,
        node: Option<&'n Node>,
        known: &'static [&'static str],
        closed: bool,
    ) -> Fields<'n> {
        let entries = self.entries(node);
        let depth = self.depth();
        let place = self.here;
        if closed {
            for (key, _) in entries {
                if !known.contains(&key.text.as_str()) {
                    self.enter_key(depth, key);
                    let message = ["unknown key `", &key.text, "`"].concat();
                    self.unknown(message, &key.text, known);
                    break;
                }
            }
        }
        Fields {
            entries,
            known: known.iter(),
            depth,
            place,
            whole: node,
        }
    }

    /// The entries of a map.
    #[inline(never)]
    pub(crate) fn entries(&mut self, node: Option<&'n Node>) -> &'n [(Key, Node)] {
        match self.content_of(node) {
            Some(Content::Map(entries)) => return entries,
            Some(other) => self.mismatch("keys with values", other),
            None => {}
        }
        &[]
    }

    /// The items of a list.
    #[inline(never)]
    pub(crate) fn items(&mut self, node: Option<&'n Node>) -> &'n [Node] {
        match self.content_of(node) {
            Some(Content::Seq(items)) => return items,
            Some(other) => self.mismatch("a list", other),
            None => {}
        }
        &[]
    }

    /// The items of a list of a length.
    #[inline(never)]
    pub(crate) fn items_of(&mut self, node: Option<&'n Node>, length: usize) -> Items<'n> {
        let depth = self.depth();
        let items = self.items(node);
        let place = self.here;
        if items.len() != length && node.is_some() {
            let (length, found) = (length.to_string(), items.len().to_string());
            let message = ["expected a list of ", &length, ", found ", &found, " items"].concat();
            self.find(Code::WrongType, message, None);
        }
        Items {
            nodes: items,
            depth,
            place,
            index: 0,
        }
    }

    /// Goes to an item of the list that is being read at a depth.
    pub(crate) fn item(&mut self, depth: usize, index: usize, node: &Node) {
        self.enter(depth, Step::Item(index), node.position);
    }

    /// Goes to the key, and then to the value, of an entry of the map that is being read at a depth.
    pub(crate) fn key(&mut self, depth: usize, entry: &'n (Key, Node)) {
        self.enter_key(depth, &entry.0);
    }

    /// Text.
    #[inline(never)]
    pub(crate) fn text(&mut self, node: Option<&'n Node>) -> &'n str {
        match self.content_of(node) {
            Some(Content::Text(text, _)) => return text,
            Some(other) => self.mismatch("text", other),
            None => {}
        }
        ""
    }

    /// The place of a name among those known, for an enumeration of names alone.
    #[inline(never)]
    pub(crate) fn name(&mut self, node: Option<&'n Node>, known: &[&str]) -> usize {
        let chosen = self.variant(node, known);
        self.alone(&chosen);
        chosen.index
    }

    /// The place of a key among the names known.
    #[inline(never)]
    pub(crate) fn key_name(&mut self, name: &str, known: &[&str]) -> usize {
        if let Some(index) = known.iter().position(|one| *one == name) {
            return index;
        }
        self.unknown(["`", name, "` is not known here"].concat(), name, known);
        usize::MAX
    }

    /// The variant that a node names: by text alone, or by one key with its value.
    #[inline(never)]
    pub(crate) fn variant(&mut self, node: Option<&'n Node>, known: &[&str]) -> Chosen<'n> {
        let (name, content) = match self.content_of(node) {
            None => return Chosen::NONE,
            Some(Content::Text(name, _)) => (name, None),
            Some(Content::Map(entries)) => {
                let [(key, node)] = entries.as_slice() else {
                    let message = "expected one key with its value".to_owned();
                    self.find(Code::Malformed, message, None);
                    return Chosen::NONE;
                };
                self.enter(self.depth(), Step::Key(&key.text), node.position);
                (&key.text, Some(node))
            }
            Some(other) => {
                self.mismatch("a name", other);
                return Chosen::NONE;
            }
        };
        Chosen {
            index: self.key_name(name, known),
            content,
            name,
        }
    }

    /// The variant that a field of a structure names; the other fields are its parts.
    #[inline(never)]
    pub(crate) fn tagged(
        &mut self,
        node: Option<&'n Node>,
        tag: &'static str,
        known: &[&str],
    ) -> Chosen<'n> {
        let entries = self.entries(node);
        let (depth, place) = (self.depth(), self.here);
        let named = entry(entries, tag);
        self.enter(depth, Step::Key(tag), named.map_or(place, |it| it.position));
        let name = self.text(named);
        let index = if named.is_some() {
            self.key_name(name, known)
        } else {
            usize::MAX
        };
        self.path.truncate(depth);
        self.here = place;
        Chosen {
            index,
            content: node,
            name,
        }
    }

    /// Says so where something stands behind a name that stands alone.
    #[inline(never)]
    pub(crate) fn alone(&mut self, chosen: &Chosen<'n>) {
        if let Some(node) = chosen.content {
            self.mismatch("a name alone", &node.content);
        }
    }

    /// What stands behind a name that needs something.
    #[inline(never)]
    pub(crate) fn content(&mut self, chosen: &Chosen<'n>) -> Option<&'n Node> {
        if chosen.content.is_none() {
            let message = ["`", chosen.name, "` needs a value"].concat();
            self.find(Code::Malformed, message, None);
        }
        chosen.content
    }
}

/// The items of a list whose length is known.
pub(crate) struct Items<'n> {
    nodes: &'n [Node],
    depth: usize,
    place: Position,
    index: usize,
}

impl<'n> Items<'n> {
    /// The next item.
    #[inline(never)]
    pub(crate) fn next(&mut self, reader: &mut Reader<'n>) -> Option<&'n Node> {
        let node = self.nodes.get(self.index);
        let place = node.map_or(self.place, |node| node.position);
        reader.enter(self.depth, Step::Item(self.index), place);
        self.index += 1;
        node
    }
}
