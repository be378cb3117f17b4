//! What happened already, as a new version of the program reads it.

use super::super::cells::{CellsMut, cells_mut, contributions, contributions_to};
use super::consent::{consent, consent_of};
use super::{FactPlans, Facts};
use crate::error::{Code, Error};
use crate::program::Program;
use crate::rule::{Change, CustomerState, Key, Place, Seen};
use crate::signal::{Signal, check_signal, check_values};
use crate::text::Text;
use crate::time::Time;

impl Facts {
    /// The signals from an instant on that a new version of the program reads otherwise than the one
    /// before it.
    ///
    /// # Errors
    /// A signal, or a statement, that came already and does not fit it.
    pub(in crate::engine) fn refits(
        &self,
        old: &Program,
        new: &Program,
        from: Time,
    ) -> Result<Vec<Refit>, Error> {
        let mut refits = Vec::new();
        let known = self.customers.in_order().into_iter();
        let known = known.map(|(customer, resting)| (Some(customer), resting.see()));
        for (customer, state) in known.chain([(None, Seen::Whole(&self.nobody))]) {
            for (key, retained) in state.from(from) {
                let refit = refit(old, new, key, &retained.signal.unpack())?;
                refits.extend(refit.map(|signal| (customer.cloned(), key.clone(), signal)));
            }
            for (key, attributes) in state.stated_from(from) {
                let mut typed = attributes.clone();
                let fits = check_values("attributes", &new.spec().customer, &mut typed);
                if fits.is_err() || typed != *attributes {
                    return Err(unfit(&key.1, fits.err()));
                }
            }
        }
        Ok(refits)
    }

    /// Judges anew what happened from an instant on, by the version of the program that is in force
    /// then.
    pub(in crate::engine) fn follow_program(
        &mut self,
        plans: &FactPlans,
        from: Time,
        refits: Vec<Refit>,
    ) -> Vec<(Option<Text>, Vec<Change>)> {
        let first = (from, "".into());
        let place = Place {
            key: &first,
            signal: None,
            reaches_on: true,
            horizon: from,
            now: None,
        };
        let customers = self.customers.in_order().into_iter();
        let customers: Vec<Text> = customers.map(|(key, _)| key.clone()).collect();
        let mut refits = refits.into_iter().peekable();
        let mut all = Vec::new();
        let mut follow = |facts: &mut Self, customer: Option<&Text>, state: &mut CustomerState| {
            let before = contributions_to(state, &place, |_| plans.before());
            cells_mut!(facts).retract(before);
            while let Some((_, key, signal)) =
                refits.next_if(|(whose, ..)| whose.as_ref() == customer)
            {
                state.refit(&key, &signal);
            }
            if consent_of(&plans.before().program) != consent(plans) {
                state.forget_consent();
            }
            let changes = state.follow_program(customer.map(Text::as_str), &plans.rules, from);
            cells_mut!(facts).count(contributions(plans, state, &place));
            all.push((customer.cloned(), changes));
        };
        for key in customers {
            let taken = self.customers.place(&key).and_then(|at| self.take(at));
            if let Some(mut taken) = taken {
                follow(self, Some(&key), &mut taken.state);
                self.lay(&plans.rules, taken);
            }
        }
        let mut nobody = std::mem::take(&mut self.nobody);
        follow(self, None, &mut nobody);
        self.nobody = nobody;
        all
    }
}

/// A signal as a new version reads it: whose, and where.
pub(in crate::engine) type Refit = (Option<Text>, Key, Box<Signal>);

/// A signal as a new version reads it, where it reads it otherwise.
fn refit(
    old: &Program,
    new: &Program,
    key: &Key,
    signal: &Signal,
) -> Result<Option<Box<Signal>>, Error> {
    let stages = |program: &Program| {
        let touch_point = signal.touch_point.as_deref();
        touch_point.map_or_else(Vec::new, |name| program.stages_of(name).to_vec())
    };
    // Which stage was said, and which was filled in, is not known any more.
    if stages(old) != stages(new) {
        let message = "its touch point stands at other stages".to_owned();
        return Err(unfit(&key.1, Some(Error::new(Code::NotAllowed, message))));
    }
    let mut fitted = Box::new(signal.clone());
    check_signal(new, &mut fitted).map_err(|error| unfit(&key.1, Some(error)))?;
    Ok((*fitted != *signal).then_some(fitted))
}

/// The refusal of a version that something that came already does not fit.
fn unfit(id: &str, error: Option<Error>) -> Error {
    let why = error.map_or_else(
        || "a value has another type".to_owned(),
        |error| error.to_string(),
    );
    let message = format!("`{id}` came already, lies in its time and does not fit it: {why}");
    Error::new(Code::NotAllowed, message)
        .at("program.at")
        .hint("let it be in force from a later instant")
}
