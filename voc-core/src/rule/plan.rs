//! A program's rules, compiled: conditions to tests over slots, rules to patterns in the order in
//! which they are read.

use super::bits::Bits;
use super::book::bits;
use super::holding::Holding;
use super::index::TestIndex;
use super::row::SignalRow;
use super::slot::Slot;
use super::versions::{Places, Versions, Warm, warm};
use crate::condition::{Cell, Compiled, Condition, Layout};
use crate::program::{CountWindow, Part, Pattern, Program, Rule, Since, Step, Subject};
use crate::time::{Span, Time};

/// The rules of a program, compiled and shared by all customers. Where a new version of the program
/// came in mid-stream, it is the plan of the newest, and holds those of the versions before.
#[derive(Debug, Clone)]
pub struct Plan {
    program: Program,
    layout: Layout,
    tests: Vec<Compiled>,
    /// By place; those of earlier versions keep theirs, and are never woken.
    rules: Vec<PlanRule>,
    /// The places of the rules of this version, in the order in which they are read.
    own: Vec<u16>,
    has: Bits,
    /// For each test, the rules that look at what satisfies it.
    wakes: Vec<Vec<u16>>,
    /// For each rule, those that wait on its alerts.
    waiting: Vec<Vec<u16>>,
    silences: Vec<u16>,
    /// Where each slot of the layout is read from.
    slots: Vec<Slot>,
    index: TestIndex,
    pub(super) lateness_max: i64,
    pub(super) versions: Versions,
}

/// A rule, by the places of what it refers to.
#[derive(Debug, Clone)]
pub(crate) struct PlanRule {
    pub(crate) id: String,
    /// Since when it is in force and means what it means; absent since the first version.
    pub(crate) since: Option<Time>,
    pub(crate) warm: Warm,
    pub(crate) looks: Look,
    /// The slot of `same`.
    pub(crate) same: Option<u16>,
    pub(crate) machine: Machine,
}

/// What a rule or a step looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    Any,
    Test(u16),
    Alert(u16),
}

/// A pattern, by the places of what it refers to.
#[derive(Debug, Clone)]
pub(crate) enum Machine {
    Each,
    Count {
        at_least: usize,
        window: CountWindow,
        distinct: Option<u16>,
    },
    Nth {
        k: i64,
        every: bool,
        seed: Option<u16>,
    },
    Sequence {
        steps: Vec<(Look, Option<Span>)>,
        unless: Option<u16>,
        within: Span,
    },
    Absent {
        of: Look,
        within: Span,
    },
    Change {
        field: u16,
        by: f64,
        since: Since,
    },
    Streak {
        k: usize,
        of: u16,
    },
    Silence(Span),
}

impl Plan {
    /// Compiles the rules of a program.
    pub fn of(program: &Program) -> Self {
        Self::at_places(program, &Places::default())
    }

    /// Compiles the rules that one signal decides: those without a pattern on signals, or on the alerts
    /// of others of them.
    pub(super) fn of_each(program: &Program) -> Self {
        let places = Places {
            only_each: true,
            ..Places::default()
        };
        Self::at_places(program, &places)
    }

    /// Compiles the rules of a program to the places that they have.
    pub(super) fn at_places(program: &Program, places: &Places<'_>) -> Self {
        let kinds = program.spec().kinds.keys();
        let lateness_max = kinds
            .map(|kind| program.lateness_of(kind))
            .fold(program.lateness(), i64::max);
        let mut draft = Draft {
            layout: Layout::new(),
            conditions: Vec::new(),
            own: places.of(program),
        };
        let mut rules = places.taken.to_vec();
        let own: Vec<u16> = draft.own.iter().map(|(_, place)| *place).collect();
        for rule in program.rules_in_order() {
            let Some(place) = draft.own_place(&rule.id) else {
                continue;
            };
            let mut planned = draft.rule(rule);
            let Some(known) = rules.get_mut(usize::from(place)) else {
                planned.since = places.since;
                planned.warm = warm(&planned, &rules, program, places.since);
                rules.push(planned);
                continue;
            };
            (planned.since, planned.warm) = (known.since, known.warm);
            *known = planned;
        }
        let conditions = draft.conditions;
        let segment = |name: &str| program.segment_condition(name);
        let mut layout = draft.layout;
        let tests: Vec<Compiled> = conditions
            .iter()
            .map(|condition| condition.compiled(&mut layout, &segment))
            .collect();
        let index = TestIndex::of(&conditions, &tests, &layout);
        let mut plan = Self {
            program: program.clone(),
            layout,
            tests,
            wakes: vec![Vec::new(); conditions.len()],
            waiting: vec![Vec::new(); rules.len()],
            silences: Vec::new(),
            slots: Vec::new(),
            index,
            rules: Vec::new(),
            has: bits(&own),
            own,
            lateness_max,
            versions: Versions::default(),
        };
        for place in plan.own.clone() {
            if let Some(rule) = rules.get(usize::from(place)) {
                plan.wire(rule, place);
            }
        }
        plan.rules = rules;
        plan.slots = plan
            .layout
            .names()
            .iter()
            .map(|name| Slot::of(name))
            .collect();
        plan
    }

    fn wire(&mut self, rule: &PlanRule, place: u16) {
        let mut looks = vec![rule.looks];
        match &rule.machine {
            Machine::Sequence { steps, unless, .. } => {
                looks.extend(steps.iter().map(|(look, _)| *look));
                looks.extend(unless.map(Look::Test));
            }
            Machine::Absent { of, .. } => looks.push(*of),
            Machine::Silence(_) => self.silences.push(place),
            _ => {}
        }
        for look in looks {
            let list = match look {
                Look::Any => None,
                Look::Test(test) => self.wakes.get_mut(usize::from(test)),
                Look::Alert(rule) => self.waiting.get_mut(usize::from(rule)),
            };
            if let Some(list) = list.filter(|list| !list.contains(&place)) {
                list.push(place);
            }
        }
    }

    /// The program that it was compiled from.
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// The ids of its rules, in the order in which they are read.
    pub fn rule_ids(&self) -> impl Iterator<Item = &str> {
        let own = self.own.iter().filter_map(|place| self.rule(*place));
        own.map(|rule| rule.id.as_str())
    }

    /// The place of a rule of this version.
    pub(crate) fn place_of(&self, id: &str) -> Option<u16> {
        let mut own = self.own.iter().copied();
        own.find(|place| self.rule(*place).is_some_and(|rule| rule.id == id))
    }

    /// Whether this version has the rule at a place.
    pub(super) fn has(&self, place: u16) -> bool {
        self.has.has(place)
    }

    /// The names that conditions and patterns read.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Whether a verbatim touches the topic of a slot's name; absent where there is no verbatim.
    pub(crate) fn topic(&self, topic: &str, verbatim: Option<&str>) -> Cell<'static> {
        let touches = self.program.touches(topic, verbatim);
        touches.map_or(Cell::Absent, Cell::Bool)
    }

    /// The longest lateness of any kind of signal, in microseconds.
    pub(crate) fn lateness_max(&self) -> i64 {
        self.lateness_max
    }

    pub(crate) fn tests(&self) -> &[Compiled] {
        &self.tests
    }

    pub(crate) fn rules(&self) -> &[PlanRule] {
        &self.rules
    }

    pub(crate) fn rule(&self, place: u16) -> Option<&PlanRule> {
        self.rules.get(usize::from(place))
    }

    pub(crate) fn wakes(&self, test: usize) -> &[u16] {
        self.wakes.get(test).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn waiting(&self, rule: u16) -> &[u16] {
        self.waiting
            .get(usize::from(rule))
            .map_or(&[], Vec::as_slice)
    }

    pub(crate) fn silences(&self) -> &[u16] {
        &self.silences
    }

    /// Where a slot of the layout is read from.
    pub(super) fn slot(&self, slot: u16) -> Option<&Slot> {
        self.slots.get(usize::from(slot))
    }

    /// The tests that hold at a signal, in order.
    pub(super) fn tests_of(&self, row: &SignalRow<'_>) -> Holding {
        self.index.holding(row)
    }
}

struct Draft<'p> {
    layout: Layout,
    conditions: Vec<&'p Condition>,
    /// The rules and their places.
    own: Vec<(&'p str, u16)>,
}

impl<'p> Draft<'p> {
    /// The place of a rule, where it is among those that are compiled.
    fn own_place(&self, rule: &str) -> Option<u16> {
        let known = self.own.iter().find(|(id, _)| *id == rule);
        known.map(|(_, place)| *place)
    }

    /// The place of a rule that another waits on; the check has found those that there are not.
    fn place(&self, rule: &str) -> u16 {
        self.own_place(rule).unwrap_or(u16::MAX)
    }

    fn rule(&mut self, rule: &'p Rule) -> PlanRule {
        PlanRule {
            id: rule.id.clone(),
            since: None,
            warm: Warm::Always,
            looks: self.look(&rule.subject),
            same: rule.same().map(|part| self.part(part)),
            machine: self.machine(&rule.pattern),
        }
    }

    fn machine(&mut self, pattern: &'p Pattern) -> Machine {
        match pattern {
            Pattern::Each => Machine::Each,
            Pattern::Count(count) => Machine::Count {
                at_least: count.at_least as usize,
                window: count.window,
                distinct: count.distinct.as_ref().map(|part| self.part(part)),
            },
            Pattern::Nth(nth) | Pattern::Every(nth) => Machine::Nth {
                k: i64::from(nth.k),
                every: matches!(pattern, Pattern::Every(_)),
                seed: nth
                    .seed
                    .as_ref()
                    .map(|name| self.layout.slot(&format!("customer.{name}"))),
            },
            Pattern::Sequence(sequence) => Machine::Sequence {
                steps: sequence.steps.iter().map(|step| self.step(step)).collect(),
                unless: sequence
                    .unless
                    .as_ref()
                    .map(|condition| self.test(condition)),
                within: sequence.within,
            },
            Pattern::Absent(absent) => Machine::Absent {
                of: self.look(&absent.of),
                within: absent.within,
            },
            Pattern::Change(change) => Machine::Change {
                field: self.layout.slot(&change.field),
                by: change.by,
                since: change.since,
            },
            Pattern::Streak(streak) => Machine::Streak {
                k: streak.k as usize,
                of: self.test(&streak.of),
            },
            Pattern::Silence(span) => Machine::Silence(*span),
        }
    }

    fn step(&mut self, step: &'p Step) -> (Look, Option<Span>) {
        (self.look(&step.subject), step.gap)
    }

    fn look(&mut self, subject: &'p Subject) -> Look {
        match subject {
            Subject::Any => Look::Any,
            Subject::Signal(condition) => Look::Test(self.test(condition)),
            Subject::Alert(rule) => Look::Alert(self.place(rule)),
        }
    }

    /// The place of a condition among the tests; the same text is the same test.
    fn test(&mut self, condition: &'p Condition) -> u16 {
        let known = self
            .conditions
            .iter()
            .position(|known| known.source() == condition.source());
        let place = known.unwrap_or_else(|| {
            self.conditions.push(condition);
            self.conditions.len() - 1
        });
        u16::try_from(place).unwrap_or(u16::MAX)
    }

    fn part(&mut self, part: &Part) -> u16 {
        let name = match part {
            Part::Kind => "kind",
            Part::Respondent => "respondent",
            Part::RespondentRole => "respondent_role",
            Part::TouchPoint => "touch_point",
            Part::Stage => "stage",
            Part::Channel => "channel",
            Part::Unit => "unit",
            Part::Employee => "employee",
            Part::Field(name) => name,
            // Refused by the check: a pattern is of one customer, and neither has a rule or a survey.
            Part::Customer | Part::Rule | Part::Survey => "",
        };
        self.layout.slot(name)
    }
}
