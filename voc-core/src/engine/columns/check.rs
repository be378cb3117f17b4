//! What [`check_signal`](crate::signal::check_signal) refuses, by columns: each check is found there
//! again for one signal.

use super::bind::{Binder, Coded};
use super::stored::Stored;
use crate::program::{INVITATION, SURVEY};
use crate::signal::Own;
use std::borrow::Cow;

impl<'t> Binder<'_, 't> {
    /// Marks the rows whose text is not as it should be.
    pub(super) fn unknown(&mut self, (codes, texts): &Coded<'t>, is_known: &dyn Fn(&str) -> bool) {
        let bad: Vec<bool> = texts.iter().map(|text| !is_known(text)).collect();
        if bad.contains(&true) {
            for (row, code) in codes.iter().enumerate() {
                if bad.get(*code as usize).copied().unwrap_or_default() {
                    self.suspect(row);
                }
            }
        }
    }

    pub(super) fn kinds(&mut self, kind: &Coded<'t>) {
        let kinds = &self.program.spec().kinds;
        if !kinds.is_empty() {
            self.unknown(kind, &|name| kinds.contains_key(name));
        }
    }

    /// Whether the program declares which texts a part may have.
    pub(super) fn is_declared(&self, own: Own) -> bool {
        let spec = self.program.spec();
        match own {
            Own::TouchPoint => !spec.touch_points.is_empty(),
            Own::Channel => !spec.channels.is_empty(),
            Own::Unit => !spec.units.is_empty(),
            Own::RespondentRole => !spec.respondent_roles.is_empty(),
            Own::Stage => spec.journeys.values().any(|it| !it.stages.is_empty()),
            _ => false,
        }
    }

    pub(super) fn declared(&mut self, own: Own, coded: &Coded<'t>) {
        if !self.is_declared(own) {
            return;
        }
        let spec = self.program.spec();
        let is_known = |name: &str| match own {
            Own::TouchPoint => spec.touch_points.contains_key(name),
            Own::Channel => spec.channels.contains_key(name),
            Own::Unit => spec.units.contains_key(name),
            Own::RespondentRole => spec.respondent_roles.iter().any(|role| role == name),
            Own::Stage => {
                let mut stages = spec.journeys.values().flat_map(|journey| &journey.stages);
                stages.any(|stage| stage.id == name)
            }
            _ => true,
        };
        self.unknown(coded, &is_known);
    }

    /// For each kind, whether it carries no such field; absent where all may.
    pub(super) fn barred(&self, field: &str, kinds: &[Cow<'t, str>]) -> Option<Vec<bool>> {
        let is_barred = |kind: &Cow<'t, str>| {
            let spec = self.program.spec().kinds.get(kind.as_ref());
            let fields = spec.and_then(|kind| kind.fields.as_ref());
            fields.is_some_and(|fields| !fields.iter().any(|known| known == field))
        };
        let barred: Vec<bool> = kinds.iter().map(is_barred).collect();
        barred.contains(&true).then_some(barred)
    }

    pub(super) fn bar(&mut self, stored: &Stored<'t>, kinds: &[u32], barred: &[bool]) {
        for (row, kind) in kinds.iter().enumerate() {
            if barred.get(*kind as usize).copied().unwrap_or_default() && stored.has(row) {
                self.suspect(row);
            }
        }
    }

    /// An answer off the scale of its metric is no answer.
    pub(super) fn scale(&mut self, field: &str, stored: &Stored<'t>) {
        let Stored::Int { values, valid } = stored else {
            return;
        };
        let metrics = self.program.spec().metrics.values();
        for [low, high] in metrics.filter_map(|metric| metric.scale_of(field)) {
            self.int_range(values, valid.as_deref(), low, high);
        }
    }

    /// An invitation is to a survey that is declared.
    pub(super) fn surveys(&mut self, field: &str, stored: &Stored<'t>, kind: &Coded<'t>) {
        let surveys = &self.program.spec().surveys;
        let invitation = kind.1.iter().position(|name| name == INVITATION);
        let (Stored::Text { codes, texts }, Some(invitation), SURVEY, false) =
            (stored, invitation, field, surveys.is_empty())
        else {
            return;
        };
        for (row, (code, kind)) in codes.iter().zip(kind.0.iter()).enumerate() {
            let text = texts.get(*code as usize);
            if *kind as usize == invitation
                && text.is_some_and(|text| !surveys.contains_key(text.as_ref()))
            {
                self.suspect(row);
            }
        }
    }
}
