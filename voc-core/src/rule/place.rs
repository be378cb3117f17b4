//! One place in a customer's history, a signal or a deadline, read by all rules in their order.

use super::bits::Bits;
use super::pattern;
use super::plan::{Look, Machine, Plan, PlanRule};
use super::track::{Handle, Track};

/// What patterns read off the signals themselves.
pub(crate) trait World {
    /// The value in a slot as a key: equal values have equal keys. Absent where there is none.
    fn key(&mut self, of: Handle, slot: u16) -> Option<u64>;
    /// The number in a slot.
    fn number(&self, of: Handle, slot: u16) -> Option<f64>;
    /// Whether a test holds at a signal.
    fn holds(&self, of: Handle, test: u16) -> bool;
    /// Brings signals into the order of the history.
    fn sort(&self, signals: &mut Vec<Handle>);
}

/// Something that a rule looks at: a signal, or another rule's alert.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Item<'i> {
    pub(crate) at: i64,
    pub(crate) bearing: Handle,
    /// All signals behind an alert; absent for a signal.
    pub(crate) signals: Option<&'i [Handle]>,
    /// For an alert, what its own `same` was read from.
    pub(crate) same: Option<u16>,
    pub(crate) is_alert: bool,
}

/// A rule has fired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fired {
    pub(crate) rule: u16,
    pub(crate) at: i64,
    pub(crate) bearing: Handle,
    /// The signals behind it, in order, each once.
    pub(crate) signals: Vec<Handle>,
    /// The slot, at the bearing signal, of the value of `same`.
    pub(crate) same: Option<u16>,
    /// The number reached, for `nth` and `every`.
    pub(crate) number: Option<i64>,
    /// For a sequence the steps before the last, for a change what its value was held against: what was
    /// remembered (an instant, a value) and the bearing signal.
    pub(crate) before: Vec<(i64, Handle)>,
}

impl Fired {
    pub(crate) fn at(rule: u16, spec: &PlanRule, item: &Item<'_>) -> Self {
        Self {
            rule,
            at: item.at,
            bearing: item.bearing,
            signals: item
                .signals
                .map_or_else(|| vec![item.bearing], <[Handle]>::to_vec),
            same: spec.same,
            number: None,
            before: Vec::new(),
        }
    }
}

/// A signal in its place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Signal<'s> {
    pub(crate) at: i64,
    pub(crate) handle: Handle,
    /// The tests that hold at it.
    pub(crate) tests: &'s Bits,
    /// Late: only rules without a pattern see it.
    pub(crate) late: bool,
}

/// Reads places. It holds nothing from one to the next but the room that it works in.
pub(crate) struct Reader<'p> {
    pub(crate) plan: &'p Plan,
    awake: Bits,
    /// Rules that somebody else reads.
    left_out: Bits,
}

impl<'p> Reader<'p> {
    pub(crate) fn new(plan: &'p Plan) -> Self {
        Self::without(plan, Bits::default())
    }

    /// Reads all rules but some, which no other waits for.
    pub(crate) fn without(plan: &'p Plan, left_out: Bits) -> Self {
        Self {
            plan,
            awake: Bits::default(),
            left_out,
        }
    }

    /// Reads one signal; what fires is added to `fired`.
    pub(crate) fn signal(
        &mut self,
        track: &mut Track,
        world: &mut dyn World,
        signal: Signal<'_>,
        fired: &mut Vec<Fired>,
    ) {
        for test in signal.tests.iter() {
            for rule in self.plan.wakes(usize::from(test)) {
                if !self.left_out.has(*rule) {
                    self.awake.set(*rule);
                }
            }
        }
        if !signal.late {
            for rule in self.plan.silences() {
                self.awake.set(*rule);
            }
        }
        self.place(track, world, signal.at, Some(signal), fired);
    }

    /// Reads the deadlines up to an instant, each at its own; the last of them.
    pub(crate) fn deadlines(
        &mut self,
        track: &mut Track,
        world: &mut dyn World,
        until: i64,
        fired: &mut Vec<Fired>,
    ) -> Option<i64> {
        let mut last = None;
        while let Some(at) = self.plan.next_deadline(track).filter(|at| *at <= until) {
            for entry in track.entries() {
                if entry.at == at && self.plan.fires(entry) {
                    self.awake.set(entry.rule);
                }
            }
            self.place(track, world, at, None, fired);
            last = Some(at);
        }
        last
    }

    fn place(
        &mut self,
        track: &mut Track,
        world: &mut dyn World,
        at: i64,
        signal: Option<Signal<'_>>,
        fired: &mut Vec<Fired>,
    ) {
        let start = fired.len();
        let late = signal.is_some_and(|signal| signal.late);
        while let Some(place) = self.awake.pop() {
            let Some(rule) = self.plan.rule(place) else {
                continue;
            };
            if late && !matches!(rule.machine, Machine::Each) {
                continue;
            }
            let before = fired.len();
            let mut read = pattern::Step {
                plan: self.plan,
                rule,
                place,
                track,
                world,
                signal,
                fired,
            };
            match signal {
                Some(signal) => {
                    let item = Item {
                        at,
                        bearing: signal.handle,
                        signals: None,
                        same: None,
                        is_alert: false,
                    };
                    read.item(&item, None);
                }
                None => read.due(at),
            }
            // What other rules fired at this place stands after the signal.
            for index in start..before {
                let alert = read
                    .fired
                    .get(index)
                    .filter(|alert| alert.rule != place)
                    .cloned();
                if let Some(alert) = alert {
                    let item = Item {
                        at,
                        bearing: alert.bearing,
                        signals: Some(&alert.signals),
                        same: alert.same,
                        is_alert: true,
                    };
                    read.item(&item, Some(alert.rule));
                }
            }
            if fired.len() > before {
                for waiting in self.plan.waiting(place) {
                    self.awake.set(*waiting);
                }
            }
        }
    }
}

/// Whether a look takes an item: the signal, or the alert of a rule.
pub(crate) fn takes(look: Look, signal: Option<Signal<'_>>, alert: Option<u16>) -> bool {
    match (look, alert) {
        (Look::Any, None) => true,
        (Look::Test(test), None) => signal.is_some_and(|signal| signal.tests.has(test)),
        (Look::Alert(rule), Some(alert)) => rule == alert,
        _ => false,
    }
}
