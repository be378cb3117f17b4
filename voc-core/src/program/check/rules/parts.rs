//! The names that signals are grouped and counted by.

use super::super::super::rule::Part;
use super::super::super::scope::SIGNAL_NAMES;
use super::super::super::spec::FieldType;
use super::super::Checker;
use crate::document::Diagnostic;
use crate::error::Code;

impl Checker<'_> {
    /// The part or field that `same` or `distinct` names.
    pub(super) fn same(&mut self, path: &[&str], key: &str, name: Option<&String>) -> Option<Part> {
        self.part(&[path, &[key]].concat(), name?)
    }

    /// The part or field of this name.
    pub(super) fn part(&mut self, path: &[&str], name: &str) -> Option<Part> {
        if let Some(part) = Part::of_signal(name) {
            return Some(part);
        }
        let spec = self.spec;
        let message = match name {
            "verbatim" => "nobody says the same words twice: group by a field",
            "customer" => "a pattern is over the signals of one customer as it is",
            _ if name.starts_with("customer.") => {
                "an attribute is the customer's, not the signal's: group by a field"
            }
            _ => match spec.fields.get(name) {
                Some(field) if field.of == FieldType::Number => {
                    "numbers with decimals are not grouped by: take an int or text"
                }
                Some(_) => return Some(Part::Field(name.to_owned())),
                None => {
                    let known = SIGNAL_NAMES
                        .into_iter()
                        .filter(|name| *name != "verbatim")
                        .chain(spec.fields.keys().map(String::as_str));
                    let found = Diagnostic::error(Code::Unknown, format!("unknown field `{name}`"));
                    self.add(path, found.nearest(name, known));
                    return None;
                }
            },
        };
        self.error(path, Code::WrongType, format!("`{name}`: {message}"));
        None
    }
}
