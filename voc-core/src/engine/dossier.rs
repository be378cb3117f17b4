//! What whoever follows up a case needs to know: what the customer did last, what was before, what is
//! promised, and what the touch point needs upstream.

use super::journeys::Touch;
use super::{Engine, SeenCase};
use crate::case::{Case, Policy, Promise, PromiseState, State, Verdict};
use crate::document::Read;
use crate::error::Error;
use crate::program::Program;
use crate::signal::Signal;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// What there is to know about a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Dossier {
    /// Its id.
    pub case: String,
    /// What the customer said and did last, as far as its type carries it; the last last.
    pub journey: Vec<Touch>,
    /// The customer's cases that were opened before it, the first first.
    pub earlier: Vec<CaseBrief>,
    /// What is promised to the customer and still open, on whichever case; the first due first.
    pub promises: Vec<OpenPromise>,
    /// The touch points that the one it is about needs, directly or not; the nearest first.
    pub upstream: Vec<Upstream>,
}

/// A case in brief.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CaseBrief {
    /// Its id.
    pub case: String,
    /// Its type.
    pub case_type: String,
    /// When it was opened.
    pub opened_at: Time,
    /// Where the work stands.
    pub state: State,
    /// The customer's own word.
    pub verdict: Verdict,
    /// How often the customer disputed what we had resolved or closed.
    pub disputed: u32,
    /// The cause that was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root_cause: Option<String>,
}

/// A promise that is still to be kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OpenPromise {
    /// The case.
    pub case: String,
    /// The promise; without its text for those who do not see the words of its case.
    pub promise: Promise,
}

/// A touch point upstream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Upstream {
    /// The touch point.
    pub touch_point: String,
    /// The unit that answers for its design.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// What it needs itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<String>,
}

impl Engine {
    /// What there is to know about a case. This is for the host: see [`Engine::dossier_for`].
    ///
    /// # Errors
    /// An unknown case.
    pub fn dossier(&self, case: &str) -> Result<Dossier, Error> {
        let case = self.known_case(case)?;
        Ok(self.dossier_of(case, self.cases_of(case).cloned()))
    }

    /// The same as a person sees it: of the customer's other cases, those that they see, and promises
    /// without their text where they do not see what was written.
    ///
    /// # Errors
    /// An unknown case; one that they do not see is told no otherwise.
    pub fn dossier_for(&self, person: &str, case: &str) -> Result<Dossier, Error> {
        let SeenCase { case, .. } = self.case_for(person, case)?;
        let others = self.cases_of(&case);
        let seen = others.filter_map(|other| Some(self.case_for(person, &other.id).ok()?.case));
        Ok(self.dossier_of(&case, seen))
    }

    /// All cases of a case's customer, or that one alone where nobody is known.
    fn cases_of<'e>(&'e self, case: &Case) -> impl Iterator<Item = &'e Case> + use<'e> {
        let cases = match &case.customer {
            Some(customer) => self.state.follow_up.of_customer(customer),
            None => self.case(&case.id).into_iter().collect(),
        };
        cases.into_iter()
    }

    fn dossier_of(&self, case: &Case, all: impl Iterator<Item = Case>) -> Dossier {
        let now = self.state.now.unwrap_or(case.opened_at);
        let customer = case.customer.as_deref();
        let touches = customer.map_or(&[] as &[Touch], |customer| self.state.journeys.of(customer));
        let policy = self.policy_of(case).ok();
        let carried = policy.map_or(0, |policy| policy.spec().carry.journey as usize);
        Dossier::from(self.program(), case, all, (touches, carried), now)
    }
}

impl Dossier {
    /// What there is to know about a case at an instant, of what a host has in tables of its own: the
    /// customer's cases, and their signals by the ids of the inputs that brought them, in any order. What is
    /// another customer's, or later, is left out, and so is what is seen of employees.
    ///
    /// # Errors
    /// A case of a type that the program does not have.
    pub fn of<'h>(
        program: &Program,
        case: &Case,
        cases: &[Case],
        signals: impl IntoIterator<Item = (&'h str, &'h Signal)>,
        at: Time,
    ) -> Result<Self, Error> {
        let policy = Policy::of(program, &case.case_type)?;
        let is_theirs =
            |customer: Option<&str>| customer.is_some() && customer == case.customer.as_deref();
        let own = signals.into_iter().filter(|(_, signal)| {
            let is_about_employee = program.is_about_employee(&signal.kind);
            is_theirs(signal.customer.as_deref()) && signal.at <= at && !is_about_employee
        });
        let mut touches: Vec<Touch> = own
            .map(|(id, signal)| Touch::of((signal.at, id), signal))
            .collect();
        touches.sort_by(|one, two| (one.at, &one.signal).cmp(&(two.at, &two.signal)));
        let others = cases.iter().filter(|other| {
            is_theirs(other.customer.as_deref()) && other.id != case.id && other.opened_at <= at
        });
        let all = others.chain([case]).cloned();
        let carried = policy.spec().carry.journey as usize;
        Ok(Self::from(program, case, all, (&touches, carried), at))
    }

    fn from(
        program: &Program,
        case: &Case,
        all: impl Iterator<Item = Case>,
        (touches, carried): (&[Touch], usize),
        now: Time,
    ) -> Self {
        let mut earlier = Vec::new();
        let mut promises = Vec::new();
        for other in all {
            if (other.opened_at, &other.id) < (case.opened_at, &case.id) {
                earlier.push(CaseBrief::of(&other));
            }
            let open = other.promises.into_iter();
            let open = open.filter(|promise| promise.state(now) == PromiseState::Open);
            promises.extend(open.map(|promise| OpenPromise {
                case: other.id.clone(),
                promise,
            }));
        }
        earlier.sort_by(|one, two| (one.opened_at, &one.case).cmp(&(two.opened_at, &two.case)));
        promises.sort_by(|one, two| {
            let key = |open: &OpenPromise| (open.promise.due, open.promise.id.clone());
            key(one).cmp(&key(two))
        });
        let surplus = touches.len().saturating_sub(carried);
        Self {
            case: case.id.clone(),
            journey: touches.iter().skip(surplus).cloned().collect(),
            earlier,
            promises,
            upstream: upstream(program, case.about.get().touch_point.as_deref()),
        }
    }
}

impl CaseBrief {
    fn of(case: &Case) -> Self {
        Self {
            case: case.id.clone(),
            case_type: String::from(&case.case_type),
            opened_at: case.opened_at,
            state: case.state,
            verdict: case.verdict,
            disputed: case.disputed,
            root_cause: case.root_cause.as_deref().map(String::from),
        }
    }
}

/// What a touch point needs, directly or not, each once; the nearest first.
fn upstream(program: &Program, touch_point: Option<&str>) -> Vec<Upstream> {
    let points = &program.spec().touch_points;
    let needs = |id: &str| {
        points
            .get(id)
            .map_or(&[] as &[String], |point| &point.needs)
    };
    let mut found: Vec<Upstream> = Vec::new();
    let mut next: Vec<&String> = touch_point.map(needs).unwrap_or_default().iter().collect();
    while !next.is_empty() {
        let mut further = Vec::new();
        for id in next {
            if found.iter().any(|known| known.touch_point == *id) {
                continue;
            }
            found.push(Upstream {
                touch_point: id.clone(),
                owner: points.get(id).and_then(|point| point.owner.clone()),
                needs: needs(id).to_vec(),
            });
            further.extend(needs(id));
        }
        next = further;
    }
    found
}
