//! A mapping file into a plan: every name known, every condition and template tried.

use super::cell::TimeForm;
use super::check;
use super::spec::{ColumnSpec, ColumnType, DeriveSpec, MAPPING_VERSION, MappingSpec, TimeSpec};
use super::template::{Template, Tree};
use super::{Choice, Column, Origin, Plan, Slot};
use crate::condition::Condition;
use crate::document::{self, Content, Diagnostic, Node, Position, ProgramError};
use crate::error::{Code, Error};
use crate::named::Named;
use crate::zone::Zone;

pub(super) fn compile(text: &str) -> Result<Plan, ProgramError> {
    let root = document::read(text)?;
    let spec: MappingSpec = document::decode(&root)?;
    let mut compiler = Compiler {
        root: &root,
        diagnostics: Vec::new(),
    };
    let plan = compiler.plan(&spec);
    if compiler.diagnostics.is_empty() {
        Ok(plan)
    } else {
        Err(ProgramError {
            diagnostics: Diagnostic::in_order(compiler.diagnostics),
        })
    }
}

struct Compiler<'r> {
    root: &'r Node,
    diagnostics: Vec<Diagnostic>,
}

impl Compiler<'_> {
    fn plan(&mut self, spec: &MappingSpec) -> Plan {
        if spec.voc_map != MAPPING_VERSION {
            let message = format!(
                "mapping format {} is not read by this release, {MAPPING_VERSION} is",
                spec.voc_map
            );
            self.report(&["voc_map"], Error::new(Code::Version, message));
        }
        let mut plan = Plan {
            source: spec.source.clone().unwrap_or_default(),
            id: None,
            slots: vec![Slot {
                name: "row".to_owned(),
                of: ColumnType::Text,
                origin: Origin::Row,
            }],
            by_name: Named::from([("row", 0)]),
            notes: Vec::new(),
            templates: Vec::new(),
        };
        self.columns(spec, &mut plan);
        self.derived(spec, &mut plan);
        self.id(spec, &mut plan);
        self.notes(spec, &mut plan);
        self.templates(spec, &mut plan);
        plan
    }

    fn columns(&mut self, spec: &MappingSpec, plan: &mut Plan) {
        for (name, column) in &spec.columns {
            let path = ["columns", name.as_str()];
            let time = self.time_form(&path, column, &spec.time);
            self.values(&path, column);
            let origin = Origin::Column(Box::new(Column {
                header: column.from.clone(),
                position: Some(self.root.nearest(&["columns", name, "from"])),
                absent: spec.absent.iter().chain(&column.absent).cloned().collect(),
                values: column.values.clone(),
                time,
            }));
            self.declare(
                &path,
                Slot {
                    name: name.clone(),
                    of: column.of,
                    origin,
                },
                plan,
            );
        }
    }

    fn time_form(&mut self, path: &[&str], column: &ColumnSpec, default: &TimeSpec) -> TimeForm {
        let format = column
            .time
            .format
            .clone()
            .or_else(|| default.format.clone());
        let zone = column
            .time
            .time_zone
            .as_ref()
            .or(default.time_zone.as_ref());
        if column.of != ColumnType::Time {
            if column.time.format.is_some() || column.time.time_zone.is_some() {
                let error = Error::new(
                    Code::NotAllowed,
                    "only a column of type time has a format and a zone",
                );
                self.report(path, error.hint("add `type: time`"));
            }
            return TimeForm::default();
        }
        let at = |key| match key {
            "format" if column.time.format.is_some() => [path, &[key]].concat(),
            "time_zone" if column.time.time_zone.is_some() => [path, &[key]].concat(),
            _ => vec!["time", key],
        };
        if let Some(Err(error)) = format.as_deref().map(TimeForm::check_format) {
            self.report(&at("format"), error);
        }
        let parsed = zone.map(|zone| Zone::named(zone));
        if let (Some(None), Some(zone)) = (&parsed, zone) {
            let error = Error::new(Code::Unknown, format!("`{zone}` is no time zone"));
            self.report(
                &at("time_zone"),
                error.hint("use an IANA name such as Europe/London"),
            );
        }
        let names_zone = |format: &String| {
            ["%z", "%:z", "%#z", "%s", "%+"]
                .iter()
                .any(|item| format.contains(item))
        };
        if zone.is_none() && format.as_ref().is_some_and(|format| !names_zone(format)) {
            let error = Error::new(Code::Missing, "these times name no zone");
            self.report(
                &at("format"),
                error.hint("say `time_zone` beside the format"),
            );
        }
        TimeForm {
            format,
            zone: parsed.flatten(),
        }
    }

    fn values(&mut self, path: &[&str], column: &ColumnSpec) {
        for (text, value) in column.values.iter().flatten() {
            let fits = match column.of {
                ColumnType::Text => value.type_name() == "text",
                ColumnType::Int => value.type_name() == "int",
                ColumnType::Number => value.as_f64().is_some(),
                ColumnType::Bool => value.type_name() == "bool",
                ColumnType::Time => false,
            };
            if !fits {
                let message = format!("{} is no value of this column's type", value.type_name());
                let error = Error::new(Code::WrongType, message).hint("say its `type`");
                self.report(&[path, &["values", text]].concat(), error);
            }
        }
    }

    fn derived(&mut self, spec: &MappingSpec, plan: &mut Plan) {
        for (name, derive) in &spec.derive {
            let path = ["derive", name.as_str()];
            let (choice, from) = match derive {
                DeriveSpec::Latest(from) => (Choice::Latest, from.as_slice()),
                DeriveSpec::Earliest(from) => (Choice::Earliest, from.as_slice()),
                DeriveSpec::First(from) => (Choice::First, from.as_slice()),
                DeriveSpec::After { time, by } => {
                    if by.fixed().is_none() {
                        let message =
                            "it is a length of time in weeks, days, hours, minutes or seconds";
                        self.report(&path, Error::new(Code::OutOfRange, message));
                    }
                    (Choice::After(by.at_most()), std::slice::from_ref(time))
                }
            };
            let may_be_derived = matches!(choice, Choice::After(_));
            let mut slots = Vec::new();
            for column in from {
                match plan.by_name.get(column) {
                    Some(slot) if may_be_derived || spec.columns.contains_key(column) => {
                        slots.push(*slot);
                    }
                    _ => {
                        let error = Error::new(Code::Unknown, format!("unknown column `{column}`"));
                        self.report(
                            &path,
                            error.nearest(column, spec.columns.keys().map(String::as_str)),
                        );
                    }
                }
            }
            let types: Vec<ColumnType> = slots
                .iter()
                .filter_map(|slot| plan.slots.get(*slot))
                .map(|slot| slot.of)
                .collect();
            let of = types.first().copied().unwrap_or_default();
            if choice != Choice::First && types.iter().any(|of| *of != ColumnType::Time) {
                self.report(
                    &path,
                    Error::new(
                        Code::WrongType,
                        "only times have a latest, an earliest and an after",
                    ),
                );
            } else if types.iter().any(|other| *other != of) {
                self.report(
                    &path,
                    Error::new(Code::WrongType, "these columns have different types"),
                );
            } else if from.is_empty() {
                self.report(&path, Error::new(Code::Missing, "it is made of no column"));
            }
            let origin = Origin::Derived(choice, slots);
            self.declare(
                &path,
                Slot {
                    name: name.clone(),
                    of,
                    origin,
                },
                plan,
            );
        }
    }

    fn declare(&mut self, path: &[&str], slot: Slot, plan: &mut Plan) {
        let mut letters = slot.name.chars();
        let is_name = letters
            .next()
            .is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
            && letters.all(|c| c.is_ascii_alphanumeric() || c == '_');
        if !is_name {
            let message = format!("`{}` cannot be used in conditions", slot.name);
            let hint = "use letters, digits and _, and begin with a letter";
            self.report(path, Error::new(Code::Malformed, message).hint(hint));
        }
        if plan
            .by_name
            .insert(slot.name.clone(), plan.slots.len())
            .is_some()
        {
            let message = format!("the name `{}` is taken", slot.name);
            self.report(path, Error::new(Code::Ambiguous, message));
        }
        plan.slots.push(slot);
    }

    fn id(&mut self, spec: &MappingSpec, plan: &mut Plan) {
        match (&spec.id, &spec.source) {
            (Some(id), _) => {
                let name = id.strip_prefix('$').unwrap_or(id);
                match plan.by_name.get(name) {
                    Some(slot) if *slot > 0 && id.starts_with('$') => plan.id = Some(*slot),
                    _ => {
                        let error = Error::new(Code::Unknown, format!("`{id}` names no value"));
                        let known = spec.columns.keys().map(String::as_str);
                        self.report(&["id"], error.nearest(name, known));
                    }
                }
            }
            (None, Some(source)) if !source.is_empty() => {}
            (None, _) => {
                let error = Error::new(Code::Missing, "rows have no ids");
                self.report(
                    &[],
                    error.hint("name the `source`, or the `id` such as `$ticket`"),
                );
            }
        }
    }

    fn notes(&mut self, spec: &MappingSpec, plan: &mut Plan) {
        for (name, condition) in &spec.notes {
            if let Some(condition) = self.condition(&["notes", name], condition, plan) {
                plan.notes.push((name.clone(), condition));
            }
        }
    }

    fn condition(&mut self, path: &[&str], source: &str, plan: &Plan) -> Option<Condition> {
        match Condition::compile(source, plan) {
            Ok(condition) => Some(condition),
            Err(problem) => {
                let start = self
                    .root
                    .find(path)
                    .map_or(self.root.position, Node::text_start);
                let offset = u32::try_from(problem.offset).unwrap_or(u32::MAX);
                let position = Position {
                    column: start.column.saturating_add(offset),
                    ..start
                };
                let path = path.join(".");
                self.diagnostics
                    .push(Diagnostic::of(problem.error.at(path)).at(position));
                None
            }
        }
    }

    fn templates(&mut self, spec: &MappingSpec, plan: &mut Plan) {
        if spec.inputs.is_empty() {
            self.report(&["inputs"], Error::new(Code::Missing, "rows bring nothing"));
        }
        let digits = spec.inputs.len().to_string().len();
        for (index, template) in spec.inputs.iter().enumerate() {
            let place = index.to_string();
            let path = ["inputs", place.as_str()];
            let when = template
                .when
                .as_ref()
                .and_then(|when| self.condition(&["inputs", &place, "if"], when, plan));
            if template.bodies() != 1 {
                let error = Error::new(Code::Ambiguous, "a template brings one thing");
                let hint = "one of signal, retract, customer, roster, command, tick";
                self.report(&path, error.hint(hint));
                continue;
            }
            // Ids sort in the order of the templates, so that a row's commands follow its signal.
            let suffix = match index {
                _ if template.has_id() => None,
                0 => Some(String::new()),
                _ => Some(format!("/{:0digits$}", index + 1)),
            };
            if let Some(body) = self.body(&path, plan) {
                let template = Template { when, suffix, body };
                if let Some(finding) = check::try_out(&template, plan) {
                    let inner = finding.path.as_deref().filter(|inner| !inner.is_empty());
                    let whole = path
                        .iter()
                        .copied()
                        .chain(inner)
                        .collect::<Vec<_>>()
                        .join(".");
                    self.diagnostics.push(Diagnostic {
                        path: Some(whole),
                        ..finding
                    });
                }
                plan.templates.push(template);
            }
        }
    }

    /// The tree of a template, or nothing where one of its names is unknown.
    fn body(&mut self, path: &[&str], plan: &Plan) -> Option<Tree> {
        let node = self.root.find(path)?;
        let Content::Map(entries) = &node.content else {
            return None;
        };
        let entries = entries
            .iter()
            .filter(|(key, _)| key.text != "if")
            .cloned()
            .collect();
        let node = Node {
            position: node.position,
            content: Content::Map(entries),
        };
        let mut unknown = Vec::new();
        let tree = Tree::new(&node, &mut |name, position| {
            plan.by_name.get(name).copied().unwrap_or_else(|| {
                let finding = Diagnostic::error(Code::Unknown, format!("unknown value `${name}`"))
                    .nearest(name, plan.by_name.keys().map(String::as_str))
                    .at(position);
                unknown.push(Diagnostic {
                    path: Some(path.join(".")),
                    ..finding
                });
                0
            })
        });
        let is_known = unknown.is_empty();
        self.diagnostics.append(&mut unknown);
        is_known.then_some(tree)
    }

    fn report(&mut self, path: &[&str], error: Error) {
        let position = self.root.nearest(path);
        let error = if path.is_empty() {
            error
        } else {
            error.at(path.join("."))
        };
        self.diagnostics.push(Diagnostic::of(error).at(position));
    }
}
