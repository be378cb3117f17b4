//! Routes.

use super::super::Compiled;
use super::super::scope::ProgramScope;
use super::super::spec::{FieldType, ProgramSpec, RouteSpec};
use super::Checker;
use crate::condition::Condition;
use crate::document::Diagnostic;
use crate::error::Code;

impl Checker<'_> {
    pub(super) fn routes(&mut self, compiled: &mut Compiled) {
        for (index, route) in self.spec.routes.iter().enumerate() {
            let index = index.to_string();
            let condition = match &route.when {
                Some(source) => self.condition(&["routes", &index, "if"], source, true),
                None => None,
            };
            compiled.routes.push(condition);
            let targets = [
                ("to", Some(&route.to)),
                ("else", route.otherwise.as_ref()),
                ("copy", route.copy.as_ref()),
            ];
            for (key, target) in targets {
                if let Some(target) = target
                    && !is_unit_or_holds_one(self.spec, target)
                {
                    let message = format!(
                        "`{target}` is neither unit, owner, a unit, nor a text field or attribute that holds one"
                    );
                    self.error(&["routes", &index, key], Code::Unknown, message);
                }
            }
            self.ends_somewhere(&index, route, compiled);
            if let Some(role) = &route.role
                && !self.spec.roles.contains_key(role)
            {
                self.error(
                    &["routes", &index, "role"],
                    Code::Unknown,
                    format!("unknown role `{role}`"),
                );
            }
        }
        self.never_taken(compiled);
        let catch_all = self
            .spec
            .routes
            .iter()
            .position(|route| route.when.is_none());
        if let Some(last) = catch_all
            && last + 1 < self.spec.routes.len()
        {
            let path = ["routes", &(last + 1).to_string()];
            self.warn(
                &path,
                Code::Ambiguous,
                "never taken: the route before it always is",
            );
        }
    }

    /// Warns of a target that a signal need not name, without an `else`.
    fn ends_somewhere(&mut self, index: &str, route: &RouteSpec, compiled: &Compiled) {
        let (spec, to) = (self.spec, route.to.as_str());
        if spec.units.contains_key(to) {
            return;
        }
        let path = ["routes", index, "to"];
        if route.otherwise.as_deref() == Some(to) {
            let path = ["routes", index, "else"];
            let message = format!("ends nowhere: where `{to}` is not known, so is not this");
            return self.warn(&path, Code::Missing, message);
        }
        if route.otherwise.is_some() {
            return;
        }
        if to == "owner" {
            let unowned = spec
                .touch_points
                .iter()
                .find(|(_, point)| point.owner.is_none());
            if let Some((point, _)) = unowned {
                let message = format!("ends nowhere for touch point `{point}`, which has no owner");
                self.warn(&path, Code::Missing, message);
            }
            return;
        }
        let scope = ProgramScope {
            spec,
            segments: true,
        };
        let has = Condition::compile(&format!("has({to})"), &scope);
        let when = compiled.routes.last().and_then(Option::as_ref);
        let named = has.is_ok_and(|has| when.is_some_and(|when| when.implies(&has)));
        if !named {
            let found = Diagnostic::warning(
                Code::Missing,
                format!("ends nowhere where a signal has no `{to}`"),
            );
            self.add(
                &path,
                found.hint("say where to go then, as in `else: owner`"),
            );
        }
    }

    /// Warns of a route behind one that holds wherever it does.
    fn never_taken(&mut self, compiled: &Compiled) {
        let conditions: Vec<_> = compiled.routes.iter().map(Option::as_ref).collect();
        for (index, condition) in conditions.iter().enumerate() {
            let Some(condition) = condition else { continue };
            let before = conditions
                .iter()
                .take(index)
                .position(|before| before.is_some_and(|before| condition.implies(before)));
            if let Some(before) = before {
                let message = format!(
                    "never taken: where its condition holds, so does that of route {}",
                    before + 1
                );
                self.warn(&["routes", &index.to_string()], Code::Ambiguous, message);
            }
        }
    }
}

fn is_unit_or_holds_one(spec: &ProgramSpec, target: &str) -> bool {
    let field = match target.strip_prefix("customer.") {
        Some(attribute) => spec.customer.get(attribute),
        None => spec.fields.get(target),
    };
    ["unit", "owner"].contains(&target)
        || spec.units.contains_key(target)
        || field.is_some_and(|field| field.of == FieldType::Text)
}
