//! Templates tried before any row comes, and what conditions may speak of.

use super::row::Values;
use super::spec::ColumnType;
use super::template::{Template, keys, trials};
use super::{Origin, Plan};
use crate::condition::{Scope, Type};
use crate::document::{self, Diagnostic};
use crate::signal::Input;

/// Fills a template with values that its columns may have; the first thing that can never be read
/// is the finding.
pub(super) fn try_out(template: &Template, plan: &Plan) -> Option<Diagnostic> {
    let all = trials(&plan.slots);
    let applies = |values: &&Values<'_>| {
        template
            .when
            .as_ref()
            .is_none_or(|when| when.holds(*values).is_yes())
    };
    let rows: Vec<Values<'_>> = all
        .into_iter()
        .map(|values| Values { plan, values })
        .collect();
    let fitting: Vec<&Values<'_>> = rows.iter().filter(applies).collect();
    if fitting.is_empty() {
        // The condition asks for a text that nobody can guess: judge the shape alone.
        let finding = rows.first().and_then(|values| wrong(template, values))?;
        return value_at(template, &finding).is_none().then_some(finding);
    }
    fitting.into_iter().find_map(|values| {
        let finding = wrong(template, values)?;
        let slot = value_at(template, &finding).and_then(|slot| plan.slots.get(slot));
        // A free text may yet turn out right.
        (!slot.is_some_and(super::Slot::is_free_text)).then_some(finding)
    })
}

fn wrong(template: &Template, values: &Values<'_>) -> Option<Diagnostic> {
    document::decode::<Input>(&template.fill("row", &|slot| values.get(slot))).err()
}

/// The value that is to blame, unless it is the key before it.
fn value_at(template: &Template, finding: &Diagnostic) -> Option<usize> {
    if finding.message.starts_with("unknown key") {
        return None;
    }
    template.body.slot_at(&keys(finding.path.as_deref()))
}

impl Scope for Plan {
    fn type_of(&self, name: &str) -> Option<Type> {
        let slot = self.slots.get(*self.by_name.get(name)?)?;
        Some(match slot.of {
            ColumnType::Text => Type::Text,
            ColumnType::Int => Type::Int,
            ColumnType::Number => Type::Number,
            ColumnType::Bool => Type::Bool,
            ColumnType::Time => Type::Time,
        })
    }

    fn texts_of(&self, name: &str) -> Option<Vec<String>> {
        let slot = self.slots.get(*self.by_name.get(name)?)?;
        match &slot.origin {
            Origin::Column(column) => {
                let values = column.values.as_ref()?.values();
                values
                    .map(|value| value.as_text().map(str::to_owned))
                    .collect()
            }
            Origin::Row | Origin::Derived(..) => None,
        }
    }

    fn names(&self) -> Vec<String> {
        self.by_name.keys().cloned().collect()
    }

    fn segments(&self) -> Vec<String> {
        Vec::new()
    }
}
