//! The names of a log's instances: as they were read, or made when somebody asks for one.

use super::log::Event;
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// Makes the name of an instance from its number.
type Make = dyn Fn(u32) -> String + Send + Sync;

/// The names of instances.
#[derive(Clone)]
pub(super) enum Names {
    Read(Vec<String>),
    /// By instance, what its name is made from.
    Made(Vec<u32>, Arc<Make>),
}

impl Names {
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Read(names) => names.len(),
            Self::Made(numbers, _) => numbers.len(),
        }
    }

    fn name(&self, place: usize) -> Cow<'_, str> {
        match self {
            Self::Read(names) => names.get(place).map_or("", String::as_str).into(),
            Self::Made(numbers, make) => {
                let number = numbers.get(place).copied();
                number.map(|number| make(number)).unwrap_or_default().into()
            }
        }
    }

    /// Those at these places.
    pub(super) fn part(&self, places: &[usize]) -> Self {
        match self {
            Self::Read(names) => {
                let names = places.iter().filter_map(|place| names.get(*place));
                Self::Read(names.cloned().collect())
            }
            Self::Made(numbers, make) => {
                let numbers = places.iter().filter_map(|place| numbers.get(*place));
                Self::Made(numbers.copied().collect(), Arc::clone(make))
            }
        }
    }

    fn all(&self) -> impl Iterator<Item = Cow<'_, str>> {
        (0..self.len()).map(|place| self.name(place))
    }
}

impl Default for Names {
    fn default() -> Self {
        Self::Read(Vec::new())
    }
}

impl PartialEq for Names {
    fn eq(&self, other: &Self) -> bool {
        self.all().eq(other.all())
    }
}

impl Eq for Names {}

impl fmt::Debug for Names {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_list().entries(self.all()).finish()
    }
}

/// One instance of a journey.
#[derive(Clone, Copy)]
pub struct Instance<'l> {
    pub(super) names: &'l Names,
    pub(super) place: usize,
    /// What happened, in order; never empty.
    pub events: &'l [Event],
}

impl<'l> Instance<'l> {
    /// Its name: the value of the journey's key, an incident's number; of a program's journey, its id.
    pub fn name(&self) -> Cow<'l, str> {
        self.names.name(self.place)
    }
}

impl PartialEq for Instance<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name() && self.events == other.events
    }
}

impl Eq for Instance<'_> {}

impl fmt::Debug for Instance<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut told = out.debug_struct("Instance");
        told.field("name", &self.name());
        told.field("events", &self.events).finish()
    }
}
