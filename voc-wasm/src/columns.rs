//! Columns of JavaScript's typed arrays, and what came of a run over them.

use crate::actual::Journey;
use crate::engine::Engine;
use crate::histories::Histories;
use crate::journey::EventLog;
use crate::program::Program;
use crate::thrown;
use voc_core::engine::columns::FrameRun;
use voc_core::json::{self, Columns as Built};
use voc_core::picture::Heard;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// The columns of a table, one added after another.
#[wasm_bindgen]
#[derive(Debug, Default)]
pub struct Columns(Built);

#[wasm_bindgen]
impl Columns {
    /// None yet, and room for so many bytes. It is made at once, since a browser collects its garbage
    /// each time that memory grows.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(bytes: usize) -> Columns {
        let mut room: Vec<u8> = Vec::new();
        // Where there is not so much, what needs it says so.
        let _ = std::hint::black_box(&mut room).try_reserve_exact(bytes);
        drop(std::hint::black_box(room));
        Self::default()
    }

    /// Texts: a code for each row, and so many texts, each ended by U+0000, in UTF-8.
    pub fn texts(
        &mut self,
        name: String,
        codes: Vec<u32>,
        texts: Vec<u8>,
        number: usize,
    ) -> Result<(), JsValue> {
        self.0.texts(name, codes, texts, number).map_err(thrown)
    }

    /// Doubles.
    pub fn numbers(
        &mut self,
        name: String,
        values: Vec<f64>,
        valid: Option<Vec<u8>>,
    ) -> Result<(), JsValue> {
        self.0.numbers(name, values, valid).map_err(thrown)
    }

    /// Whole numbers.
    pub fn ints(
        &mut self,
        name: String,
        values: Vec<i64>,
        valid: Option<Vec<u8>>,
    ) -> Result<(), JsValue> {
        self.0.ints(name, values, valid).map_err(thrown)
    }

    /// Instants, in microseconds since 1970.
    pub fn times(
        &mut self,
        name: String,
        values: Vec<i64>,
        valid: Option<Vec<u8>>,
    ) -> Result<(), JsValue> {
        self.0.times(name, values, valid).map_err(thrown)
    }

    /// Yes or no, as bits.
    pub fn bools(
        &mut self,
        name: String,
        rows: usize,
        bits: Vec<u8>,
        valid: Option<Vec<u8>>,
    ) -> Result<(), JsValue> {
        self.0.bools(name, rows, &bits, valid).map_err(thrown)
    }

    /// Runs a program over them. `beside` is JSON: `inputs`, `until`, `columns`, `time_zone`.
    pub fn run(self, program: &Program, beside: &str) -> Result<TableRun, JsValue> {
        let run = self.0.run(&program.0, beside);
        run.map(|(run, ignored)| TableRun { run, ignored })
            .map_err(thrown)
    }

    /// The instances of a journey that they show. `beside` is as in `run`.
    pub fn journey(
        self,
        program: &Program,
        journey: &str,
        beside: &str,
    ) -> Result<Journey, JsValue> {
        let run = self.0.journey(&program.0, journey, beside);
        run.map(|(run, ignored)| Journey(run, ignored))
            .map_err(thrown)
    }

    /// What every customer said and did, as they show. `beside` is as in `run`.
    pub fn histories(self, program: &Program, beside: &str) -> Result<Histories, JsValue> {
        let found = self.0.histories(&program.0, beside);
        found
            .map(|(found, ignored)| Histories(found, ignored))
            .map_err(thrown)
    }

    /// Reads an event log out of them. `of` says as JSON which column is what.
    pub fn event_log(self, of: &str) -> Result<EventLog, JsValue> {
        self.0.event_log(of).map(EventLog).map_err(thrown)
    }
}

/// What came of a table.
#[wasm_bindgen]
pub struct TableRun {
    run: FrameRun,
    ignored: Vec<String>,
}

#[wasm_bindgen]
impl TableRun {
    /// The columns that the program does not declare.
    pub fn ignored(&self) -> Result<String, JsValue> {
        json::text(&self.ignored).map_err(thrown)
    }

    /// The standing alerts.
    pub fn alerts(&self) -> Result<String, JsValue> {
        json::text(&self.run.alerts()).map_err(thrown)
    }

    /// What the host should tell somebody.
    pub fn notices(&self) -> Result<String, JsValue> {
        json::text(&self.run.notices()).map_err(thrown)
    }

    /// All cases.
    pub fn cases(&self) -> Result<String, JsValue> {
        json::text(&self.run.cases().collect::<Vec<_>>()).map_err(thrown)
    }

    /// What was refused.
    pub fn refused(&self) -> Result<String, JsValue> {
        json::text(&self.run.refused()).map_err(thrown)
    }

    /// What became of rows and inputs.
    pub fn counts(&self) -> Result<String, JsValue> {
        json::text(&self.run.counts()).map_err(thrown)
    }

    /// Everything that happened.
    pub fn events(&self) -> Result<String, JsValue> {
        json::text(self.run.events()).map_err(thrown)
    }

    /// What the map of a journey shows.
    pub fn journey_map(&self, journey: &str, weighing: &str) -> Result<String, JsValue> {
        let heard = Heard::of_frame(&self.run);
        json::journey_map(self.run.engine(), journey, Some(&heard), None, weighing).map_err(thrown)
    }

    /// The same, with how its moments of truth rank by its instances.
    pub fn journey_map_of(
        &self,
        journey: &str,
        weighing: &str,
        actual: &Journey,
    ) -> Result<String, JsValue> {
        let (heard, actual) = (Heard::of_frame(&self.run), Some(&actual.0.actual));
        json::journey_map(self.run.engine(), journey, Some(&heard), actual, weighing)
            .map_err(thrown)
    }

    /// What the scorecard of a journey shows.
    pub fn scorecard(&self, journey: &str) -> Result<String, JsValue> {
        let heard = Heard::of_frame(&self.run);
        json::scorecard(self.run.engine(), journey, Some(&heard)).map_err(thrown)
    }

    /// A report, voices or goals; what is asked is JSON.
    pub fn report(&self, ask: &str) -> Result<String, JsValue> {
        json::report(self.run.engine(), Some(&self.run.record()), ask).map_err(thrown)
    }

    /// The engine after the last input.
    #[must_use]
    pub fn engine(&self) -> Engine {
        Engine(self.run.engine().clone())
    }
}
