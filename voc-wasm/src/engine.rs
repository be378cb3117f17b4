//! The engine, one input at a time.

use crate::program::Program;
use crate::thrown;
use voc_core::json;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// A program at work.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Engine(pub(crate) voc_core::Engine);

#[wasm_bindgen]
impl Engine {
    /// An engine that has seen nothing.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(program: &Program) -> Engine {
        Self(voc_core::Engine::new(program.0.clone()))
    }

    /// An engine that has seen nothing and will see a part of the customers.
    #[cfg(feature = "data")]
    #[must_use]
    pub fn for_part(program: &Program) -> Engine {
        Self(voc_core::Engine::for_part(program.0.clone()))
    }

    /// The engine of a snapshot, taken under the same program.
    #[cfg(feature = "data")]
    pub fn restore(program: &Program, snapshot: &[u8]) -> Result<Engine, JsValue> {
        let engine = voc_core::Engine::restore(program.0.clone(), snapshot);
        engine.map(Self).map_err(thrown)
    }

    /// Takes one input; gives the events that it brought about.
    pub fn handle(&mut self, input: &str) -> Result<String, JsValue> {
        json::handle(&mut self.0, input).map_err(thrown)
    }

    /// When the next timer is due.
    #[must_use]
    pub fn next_due(&self) -> Option<String> {
        self.0.next_due().map(|due| due.to_string())
    }

    /// The whole state.
    #[cfg(feature = "data")]
    pub fn snapshot(&self) -> Result<Vec<u8>, JsValue> {
        self.0.snapshot().map_err(thrown)
    }

    /// 64 hex digits of everything.
    #[must_use]
    pub fn digest(&self) -> String {
        self.0.digest()
    }

    /// 64 hex digits of alerts and tallies.
    #[must_use]
    pub fn facts_digest(&self) -> String {
        self.0.facts_digest()
    }

    /// The program that it runs, where it is another than the one of this digest.
    pub fn newer_program(&self, than: &str) -> Result<Option<String>, JsValue> {
        json::newer_program(&self.0, than).map_err(thrown)
    }

    /// The facts of a part of the customers.
    #[cfg(feature = "data")]
    pub fn part(&self) -> Result<String, JsValue> {
        json::part(&self.0).map_err(thrown)
    }

    /// What became of the inputs.
    pub fn counts(&self) -> Result<String, JsValue> {
        json::counts(&self.0).map_err(thrown)
    }

    /// All cases.
    pub fn cases(&self) -> Result<String, JsValue> {
        json::cases(&self.0).map_err(thrown)
    }

    /// One case, or `null`.
    pub fn case(&self, id: &str) -> Result<String, JsValue> {
        json::case(&self.0, id).map_err(thrown)
    }

    /// The cases that a person sees.
    #[cfg(feature = "data")]
    pub fn cases_for(&self, person: &str) -> Result<String, JsValue> {
        json::cases_for(&self.0, person).map_err(thrown)
    }

    /// One case as a person sees it.
    #[cfg(feature = "data")]
    pub fn case_for(&self, person: &str, id: &str) -> Result<String, JsValue> {
        json::case_for(&self.0, person, id).map_err(thrown)
    }

    /// The rows of a metric that a person sees.
    #[cfg(feature = "data")]
    pub fn metric_for(&self, person: &str, id: &str, query: &str) -> Result<String, JsValue> {
        json::metric_for(&self.0, person, id, query).map_err(thrown)
    }

    /// What became of the notices, by a list of names.
    #[cfg(feature = "data")]
    pub fn last_mile(&self, by: &str) -> Result<String, JsValue> {
        json::last_mile(&self.0, by).map_err(thrown)
    }

    /// Whether the loop works, by group, as a person sees it.
    #[cfg(feature = "data")]
    pub fn loop_by_for(&self, person: &str, by: &str) -> Result<String, JsValue> {
        json::loop_by_for(&self.0, person, by).map_err(thrown)
    }

    /// What open cases would lose by a new version of the program.
    #[cfg(feature = "data")]
    pub fn preview(&self, program: &Program) -> Result<String, JsValue> {
        json::preview(&self.0, &program.0).map_err(thrown)
    }

    /// The same by a new roster.
    #[cfg(feature = "data")]
    pub fn preview_roster(&self, roster: &str) -> Result<String, JsValue> {
        json::preview_roster(&self.0, roster).map_err(thrown)
    }

    /// How often people were praised.
    #[cfg(feature = "data")]
    pub fn recognition(&self, by: &str) -> Result<String, JsValue> {
        json::recognition(&self.0, by).map_err(thrown)
    }

    /// What there is to know about a case, for a person or whole.
    #[cfg(feature = "data")]
    pub fn dossier(&self, case: &str, person: Option<String>) -> Result<String, JsValue> {
        json::dossier(&self.0, case, person.as_deref()).map_err(thrown)
    }

    /// What the map of a journey shows.
    #[cfg(feature = "data")]
    pub fn journey_map(&self, journey: &str, weighing: &str) -> Result<String, JsValue> {
        json::journey_map(&self.0, journey, None, None, weighing).map_err(thrown)
    }

    /// The same, with how its moments of truth rank by its instances.
    #[cfg(feature = "data")]
    pub fn journey_map_of(
        &self,
        journey: &str,
        weighing: &str,
        actual: &crate::actual::Journey,
    ) -> Result<String, JsValue> {
        let actual = Some(&actual.0.actual);
        json::journey_map(&self.0, journey, None, actual, weighing).map_err(thrown)
    }

    /// What the scorecard of a journey shows.
    #[cfg(feature = "data")]
    pub fn scorecard(&self, journey: &str) -> Result<String, JsValue> {
        json::scorecard(&self.0, journey, None).map_err(thrown)
    }

    /// A report, voices or goals; what is asked is JSON.
    #[cfg(feature = "data")]
    pub fn report(&self, ask: &str) -> Result<String, JsValue> {
        json::report(&self.0, None, ask).map_err(thrown)
    }

    /// The time that cases lost in waiting.
    #[cfg(feature = "data")]
    pub fn time_lost(&self, by: &str) -> Result<String, JsValue> {
        json::time_lost(&self.0, by).map_err(thrown)
    }

    /// All improvements.
    #[cfg(feature = "data")]
    pub fn improvements(&self) -> Result<String, JsValue> {
        json::improvements(&self.0).map_err(thrown)
    }

    /// One improvement, or `null`.
    #[cfg(feature = "data")]
    pub fn improvement(&self, id: &str) -> Result<String, JsValue> {
        json::improvement(&self.0, id).map_err(thrown)
    }

    /// What may be done about an improvement now, and why not the rest.
    #[cfg(feature = "data")]
    pub fn improvement_allowed(&self, id: &str) -> Result<String, JsValue> {
        json::improvement_allowed(&self.0, id).map_err(thrown)
    }

    /// What came of an improvement.
    #[cfg(feature = "data")]
    pub fn effect(&self, id: &str) -> Result<String, JsValue> {
        json::effect(&self.0, id).map_err(thrown)
    }

    /// Cases by their causes.
    #[cfg(feature = "data")]
    pub fn causes(&self, by: &str) -> Result<String, JsValue> {
        json::causes(&self.0, by).map_err(thrown)
    }

    /// The coaching of an employee.
    #[cfg(feature = "data")]
    pub fn coaching(&self, employee: &str) -> Result<String, JsValue> {
        json::coaching(&self.0, employee).map_err(thrown)
    }

    /// The coaching of an employee as a person sees it.
    #[cfg(feature = "data")]
    pub fn coaching_for(&self, person: &str, employee: &str) -> Result<String, JsValue> {
        json::coaching_for(&self.0, person, employee).map_err(thrown)
    }

    /// What a person may do to a case now, and why not the rest.
    pub fn allowed(&self, case: &str, person: &str) -> Result<String, JsValue> {
        json::allowed(&self.0, case, person).map_err(thrown)
    }

    /// Where the clock of a target of a case stands, as of an instant or now.
    pub fn verdict_at(
        &self,
        case: &str,
        target: &str,
        at: Option<String>,
    ) -> Result<String, JsValue> {
        json::verdict_at(&self.0, case, target, at.as_deref()).map_err(thrown)
    }

    /// The clocks of a case, as of an instant or now.
    pub fn clocks(&self, case: &str, at: Option<String>) -> Result<String, JsValue> {
        json::clocks(&self.0, case, at.as_deref()).map_err(thrown)
    }

    /// The promises of a case, as of an instant or now.
    pub fn promises(&self, case: &str, at: Option<String>) -> Result<String, JsValue> {
        json::promises(&self.0, case, at.as_deref()).map_err(thrown)
    }

    /// Whether an invitation may be sent, and why not.
    pub fn may_invite(&self, invitation: &str) -> Result<String, JsValue> {
        json::may_invite(&self.0, invitation).map_err(thrown)
    }

    /// The rows of a metric.
    pub fn metric(&self, id: &str, query: &str) -> Result<String, JsValue> {
        json::metric(&self.0, id, query).map_err(thrown)
    }

    /// Why an alert was raised, and what came of it.
    pub fn explain(&self, alert: &str) -> Result<String, JsValue> {
        json::explain(&self.0, alert).map_err(thrown)
    }

    /// Why a rule did not fire for a customer.
    #[cfg(feature = "data")]
    pub fn why_not(
        &self,
        rule: &str,
        customer: &str,
        at: Option<String>,
    ) -> Result<String, JsValue> {
        json::why_not(&self.0, rule, customer, at.as_deref()).map_err(thrown)
    }

    /// Whether the loop works: over all cases, or by group.
    pub fn loop_health(&self, by: Option<String>) -> Result<String, JsValue> {
        json::loop_health(&self.0, by.as_deref()).map_err(thrown)
    }
}
