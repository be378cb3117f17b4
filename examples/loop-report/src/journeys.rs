//! The instances of the program's journeys, and what their pictures show.

use crate::summary::JourneyShown;
use voc_core::insight::accountability::Weighing;
use voc_core::journey::{Book, Journey};
use voc_core::picture::{Deviations, Heard, JourneyMap, PathMap, Scorecard};
use voc_core::{Engine, Error, Input, Program, Time};

/// Steps that fewer instances take are only counted on a map of paths.
pub(crate) const AT_LEAST: f64 = 0.02;

/// What was heard of each journey, by its id.
#[derive(Default)]
pub(crate) struct Journeys(Vec<Book>);

impl Journeys {
    pub(crate) fn of(program: &Program) -> Result<Self, Error> {
        let ids = program.spec().journeys.keys();
        let books = ids.map(|id| Ok(Book::new(Journey::of(program, id)?)));
        Ok(Self(books.collect::<Result<_, Error>>()?))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes an input that the engine has taken.
    pub(crate) fn take(&mut self, input: &Input) -> Result<(), Error> {
        self.0.iter_mut().try_for_each(|book| book.take(input))
    }

    pub(crate) fn pass(&mut self, until: Time) {
        self.0.iter_mut().for_each(|book| book.pass(until));
    }

    /// What the pictures show, as the engine stands.
    pub(crate) fn shown(
        &self,
        engine: &Engine,
        language: &str,
    ) -> Result<Vec<JourneyShown>, Error> {
        let heard = Heard::of_engine(engine);
        let shown = self.0.iter().map(|book| {
            let (id, actual) = (book.journey().id(), book.actual());
            let map = JourneyMap::of(engine, id, &heard, Some(&actual), &Weighing::default())?;
            Ok(JourneyShown {
                id: id.to_owned(),
                label: map.title.text(language).to_owned(),
                map,
                scorecard: Scorecard::of(engine, id, &heard)?,
                paths: PathMap::of_actual(&actual, AT_LEAST)?,
                deviations: Deviations::of(&actual)?,
            })
        });
        shown.collect()
    }
}
