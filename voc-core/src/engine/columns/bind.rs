//! A table's columns as rules read them, and the rows that need a closer look: those that
//! [`check_signal`](crate::signal::check_signal) or the frame may refuse.

use super::bits::{room, set, small};
use super::stored::Stored;
use crate::condition::Layout;
use crate::program::{FieldSpec, FieldType, Program, SURVEY};
use crate::rule::batch::ABSENT;
use crate::signal::{Frame, Own, Table, Target};
use std::borrow::Cow;

/// The columns that rules read, and what else a run needs of every row.
pub(super) struct Bound<'t> {
    pub(super) at: Cow<'t, [i64]>,
    pub(super) customer: Cow<'t, [u32]>,
    pub(super) customers: u32,
    /// By the names of conditions.
    pub(super) named: Vec<(String, Stored<'t>)>,
    /// A bit for each row that may be refused.
    pub(super) suspects: Vec<u64>,
}

/// Binds the columns; absent where rows come late or are corrected, which columns cannot tell.
pub(super) fn bind<'t>(
    program: &Program,
    layout: &Layout,
    frame: &Frame,
    table: &'t dyn Table,
) -> Option<Bound<'t>> {
    let mut binder = Binder {
        program,
        layout,
        frame,
        table,
        suspects: room(table.len()),
    };
    binder.bind()
}

pub(super) struct Binder<'b, 't> {
    pub(super) program: &'b Program,
    layout: &'b Layout,
    pub(super) frame: &'b Frame,
    pub(super) table: &'t dyn Table,
    suspects: Vec<u64>,
}

/// A code for each row, and the text of each code.
pub(super) type Coded<'t> = (Cow<'t, [u32]>, Vec<Cow<'t, str>>);

impl<'t> Binder<'_, 't> {
    fn bind(&mut self) -> Option<Bound<'t>> {
        let frame = self.frame;
        let targets: Vec<(usize, &Target)> = frame.targets().collect();
        let twice = |(index, (_, target)): (usize, &(usize, &Target))| {
            targets
                .iter()
                .skip(index + 1)
                .any(|(_, other)| other == target)
        };
        if targets.iter().enumerate().any(twice) {
            return None;
        }
        let find = |wanted: &Target| {
            let found = targets.iter().find(|(_, target)| *target == wanted);
            found.map(|(column, _)| *column)
        };
        let at = self.instants(find(&Target::At)?);
        if let Some(column) = find(&Target::Received)
            && !self.is_punctual(column, &at)
        {
            return None;
        }
        if let Some(column) = find(&Target::Revision)
            && !self.is_first(column)
        {
            return None;
        }
        let mut bound = Bound {
            at,
            customer: Cow::Owned(Vec::new()),
            customers: 0,
            named: Vec::new(),
            suspects: Vec::new(),
        };
        let kind = self.kind_of(find(&Target::Own(Own::Kind))?)?;
        self.kinds(&kind);
        for (column, target) in &targets {
            let stored = match target {
                Target::Own(Own::Customer) => {
                    let (codes, texts) = self.texts(*column, None);
                    bound.customers = small(texts.len());
                    bound.customer = codes;
                    continue;
                }
                Target::Own(Own::Kind) | Target::At | Target::Received | Target::Revision => {
                    continue;
                }
                Target::Own(own) => {
                    let name = own.name();
                    if !self.reads(name) && !self.is_declared(*own) && !self.fills_stage(*own) {
                        self.free(*column);
                        continue;
                    }
                    let coded = self.own(*column, *own);
                    self.declared(*own, &coded);
                    (name.to_owned(), stored(coded))
                }
                Target::Field(name, _) => {
                    let spec = self.program.spec().fields.get(name)?;
                    let barred = self.barred(name, &kind.1);
                    if !self.reads(name) && barred.is_none() && is_free(spec) && name != SURVEY {
                        self.free(*column);
                        continue;
                    }
                    let stored = self.field(*column, spec);
                    if let Some(barred) = barred {
                        self.bar(&stored, &kind.0, &barred);
                    }
                    self.scale(name, &stored);
                    self.surveys(name, &stored, &kind);
                    (name.clone(), stored)
                }
                Target::Attribute(name, _) => {
                    let spec = self.program.spec().customer.get(name)?;
                    let full = format!("customer.{name}");
                    if !self.reads(&full) && is_free(spec) {
                        self.free(*column);
                        continue;
                    }
                    (full, self.field(*column, spec))
                }
                Target::Id => {
                    self.free(*column);
                    continue;
                }
            };
            bound.named.push(stored);
        }
        if find(&Target::Own(Own::Customer)).is_none() {
            bound.customer = Cow::Owned(vec![ABSENT; self.table.len()]);
        }
        bound.named.push(("kind".to_owned(), stored(kind)));
        self.fill_stage(&mut bound.named);
        bound.named.retain(|(name, _)| self.reads(name));
        bound.suspects = std::mem::take(&mut self.suspects);
        Some(bound)
    }

    /// The kinds; absent where any is about employees, which joins no pattern, as columns cannot tell.
    fn kind_of(&mut self, column: usize) -> Option<Coded<'t>> {
        let kind = self.own(column, Own::Kind);
        let mut names = kind.1.iter();
        let about_employees = names.any(|kind| self.program.is_about_employee(kind));
        (!about_employees).then_some(kind)
    }

    /// Whether rules read a name. A topic reads the verbatim.
    fn reads(&self, name: &str) -> bool {
        let topics = || {
            let mut names = self.layout.names().iter();
            names.any(|name| Layout::topic_of(name).is_some())
        };
        self.layout.find(name).is_some() || name == "verbatim" && topics()
    }

    pub(super) fn suspect(&mut self, row: usize) {
        set(&mut self.suspects, row);
    }

    fn fills_stage(&self, own: Own) -> bool {
        own == Own::TouchPoint && self.reads("stage")
    }

    /// The stage of a touch point that has just one, where none is said.
    fn fill_stage(&self, named: &mut Vec<(String, Stored<'t>)>) {
        let find = |name: &str| named.iter().position(|(known, _)| known == name);
        let touch_points = find("touch_point").and_then(|place| named.get(place));
        let Some((_, Stored::Text { codes, texts })) = touch_points.filter(|_| self.reads("stage"))
        else {
            return;
        };
        let (mut stages, mut known): (Vec<u32>, Vec<Cow<'t, str>>) =
            match find("stage").and_then(|place| named.get(place)) {
                Some((_, Stored::Text { codes, texts })) => (codes.to_vec(), texts.clone()),
                _ => (vec![ABSENT; self.table.len()], Vec::new()),
            };
        let only = texts.iter().map(|name| match self.program.stages_of(name) {
            [only] => {
                let place = known.iter().position(|stage| stage == only);
                small(place.unwrap_or_else(|| {
                    known.push(Cow::Owned(only.clone()));
                    known.len() - 1
                }))
            }
            _ => ABSENT,
        });
        let only: Vec<u32> = only.collect();
        for (stage, code) in stages.iter_mut().zip(codes.iter()) {
            if *stage == ABSENT {
                *stage = only.get(*code as usize).copied().unwrap_or(ABSENT);
            }
        }
        let filled = stored((Cow::Owned(stages), known));
        match find("stage").and_then(|place| named.get_mut(place)) {
            Some((_, stage)) => *stage = filled,
            None => named.push(("stage".to_owned(), filled)),
        }
    }
}

pub(super) fn stored((codes, texts): Coded<'_>) -> Stored<'_> {
    Stored::Text { codes, texts }
}

/// Whether a field takes any text.
fn is_free(spec: &FieldSpec) -> bool {
    spec.of == FieldType::Text && spec.one_of.is_none()
}
