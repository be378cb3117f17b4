//! Routes.

use super::super::Compiled;
use super::super::scope::ProgramScope;
use super::super::spec::{FieldType, ProgramSpec, RouteSpec};
use super::Checker;
use crate::condition::Condition;
use crate::document::Diagnostic;
use crate::error::Code;

const SAY_WHERE: &str = "say where to go then, as in `else: owner`, or declare a `fallback`";

impl Checker<'_> {
    pub(super) fn routes(&mut self, compiled: &mut Compiled) {
        for (place, route) in self.spec.routes.iter().enumerate() {
            let index = place.to_string();
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
                        "`{target}` is neither unit, owner, accountable, the declared account, a unit, nor a text field or attribute that holds one"
                    );
                    self.error(&["routes", &index, key], Code::Unknown, message);
                }
            }
            if is_unit_or_holds_one(self.spec, &route.to) {
                self.ends_somewhere(place, route, compiled);
            }
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
        self.account();
        self.fallback();
        self.never_taken(compiled);
        let catch_all = self
            .spec
            .routes
            .iter()
            .position(|route| self.takes_all(route));
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

    /// Whether nothing ever gets past a route.
    fn takes_all(&self, route: &RouteSpec) -> bool {
        route.when.is_none() && !route.may_give_way(self.spec)
    }

    /// Who has an account is said by a text.
    fn account(&mut self) {
        let spec = self.spec;
        let Some(account) = &spec.account else { return };
        if account.person.is_none() && account.unit.is_none() {
            let message = "say which attribute holds the `person` or the `unit`";
            self.error(&["account"], Code::Missing, message);
        }
        if spec.units.contains_key("account") || spec.fields.contains_key("account") {
            let message = "a unit or a field is called `account`: a route to it could mean either";
            self.error(&["account"], Code::Ambiguous, message);
        }
        for (key, field) in [("person", &account.person), ("unit", &account.unit)] {
            if let Some(field) = field
                && !is_text(spec, field)
            {
                let message = format!("`{field}` is no text field or attribute");
                self.error(&["account", key], Code::Unknown, message);
            }
        }
    }

    fn fallback(&mut self) {
        let spec = self.spec;
        let Some(fallback) = &spec.fallback else {
            return;
        };
        if !spec.units.contains_key(&fallback.to) {
            let found = Diagnostic::error(Code::Unknown, format!("unknown unit `{}`", fallback.to));
            let known = spec.units.keys().map(String::as_str);
            self.add(&["fallback", "to"], found.nearest(&fallback.to, known));
        }
        if let Some(role) = &fallback.role
            && !spec.roles.contains_key(role)
        {
            let message = format!("unknown role `{role}`");
            self.error(&["fallback", "role"], Code::Unknown, message);
        }
    }

    /// Warns of a target that a signal need not name, without an `else`, where nothing else catches it.
    fn ends_somewhere(&mut self, index: usize, route: &RouteSpec, compiled: &Compiled) {
        let (spec, to) = (self.spec, route.to.as_str());
        if spec.units.contains_key(to) || spec.fallback.is_some() {
            return;
        }
        let later = spec.routes.iter().skip(index + 1);
        if route.may_give_way(spec) && later.clone().any(|later| later.when.is_none()) {
            return;
        }
        let index = &index.to_string();
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
        if spec.is_account(to) {
            let found = "ends nowhere where nobody known has the customer's account";
            let found = Diagnostic::warning(Code::Missing, found);
            return self.add(&path, found.hint(SAY_WHERE));
        }
        if spec.is_accountable(to) {
            let mut stages = spec.journeys.values().flat_map(|journey| &journey.stages);
            if let Some(stage) = stages.find(|stage| stage.accountable.is_empty()) {
                let stage = &stage.id;
                let found =
                    format!("ends nowhere for stage `{stage}`: nobody is accountable for it");
                let found = Diagnostic::warning(Code::Missing, found);
                self.add(&path, found.hint(SAY_WHERE));
            } else if spec.journeys.is_empty() {
                let found = "ends nowhere: there is no stage that anybody could be accountable for";
                self.warn(&path, Code::Missing, found);
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
            self.add(&path, found.hint(SAY_WHERE));
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
                .zip(&self.spec.routes)
                .position(|(before, route)| {
                    !route.may_give_way(self.spec)
                        && before.is_some_and(|before| condition.implies(before))
                });
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
    ["unit", "owner"].contains(&target)
        || spec.units.contains_key(target)
        || spec.gives_way(target)
        || is_text(spec, target)
}

/// Whether a field, or a customer's attribute, holds texts.
fn is_text(spec: &ProgramSpec, target: &str) -> bool {
    let field = match target.strip_prefix("customer.") {
        Some(attribute) => spec.customer.get(attribute),
        None => spec.fields.get(target),
    };
    field.is_some_and(|field| field.of == FieldType::Text)
}
