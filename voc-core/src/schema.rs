//! JSON Schemas of the formats, made from the types (feature `schema`).

use crate::case::Case;
use crate::document::{Diagnostic, ProgramError};
use crate::engine::{Counts, Event, Refused};
use crate::error::Error;
use crate::insight::{LastMileRow, LoopHealth, LoopRow};
use crate::mapping::MappingSpec;
use crate::metric::{Estimate, MetricQuery, MetricRow};
use crate::program::ProgramSpec;
use crate::rule::MayInvite;
use crate::signal::{Input, Invitation, Signal};
use schemars::{JsonSchema, SchemaGenerator, generate::SchemaSettings};
use serde_json::Value;

/// Every published schema, by the name of its file: `program`, `mapping`, `signal`, `input`, `event`,
/// and `results` with everything else that comes out.
pub fn all() -> Vec<(&'static str, Value)> {
    vec![
        ("program", of::<ProgramSpec>("A program file")),
        ("mapping", of::<MappingSpec>("A mapping file")),
        ("signal", of::<Signal>("A signal")),
        ("input", of::<Input>("An input of the engine")),
        ("event", of::<Event>("An event of the engine")),
        ("results", of::<Results>("What the engine answers")),
    ]
}

/// The answers of the engine, gathered so that one schema holds them.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct Results {
    case: Case,
    cause_row: crate::insight::CauseRow,
    activity_row: crate::journey::ActivityRow,
    between: crate::journey::Between,
    concern_row: crate::journey::ConcernRow,
    event_row: crate::journey::EventRow<'static>,
    experience_row: crate::journey::ExperienceRow,
    first_signs: crate::journey::FirstSigns,
    hand_over_row: crate::journey::HandOverRow,
    need_row: crate::journey::NeedRow,
    repeat_row: crate::journey::RepeatRow,
    retention_row: crate::journey::RetentionRow,
    stop_row: crate::journey::StopRow,
    duration_row: crate::journey::DurationRow,
    durations: crate::journey::Durations,
    left_out: crate::journey::LeftOut,
    conformance: crate::journey::Conformance,
    fitness_row: crate::journey::FitnessRow,
    instance_row: crate::journey::InstanceRow,
    placement: crate::journey::Placement,
    unassigned_row: crate::journey::UnassignedRow,
    transition_row: crate::journey::TransitionRow,
    variant_row: crate::journey::VariantRow,
    coaching_page: crate::coaching::CoachingPage,
    alert_row: crate::engine::AlertRow,
    allowed: crate::case::Allowed,
    case_event: crate::case::CaseEvent,
    clock: crate::case::Clock,
    clock_state: crate::case::ClockState,
    promise_standing: crate::case::PromiseStanding,
    open_case: crate::case::OpenCase,
    counts: Counts,
    diagnostic: Diagnostic,
    behaviour: crate::insight::behaviour::Behaviour,
    comparison: crate::metric::Comparison,
    consistency: crate::insight::consistency::Consistency,
    event_rate: crate::metric::EventRate,
    found_first: crate::insight::behaviour::FoundFirst,
    next: crate::insight::next::Next,
    order_trend: crate::metric::OrderTrend,
    outcome_by_band: crate::insight::outcome::OutcomeByBand,
    rate_ratio: crate::metric::RateRatio,
    recovered: crate::insight::recovered::Recovered,
    several: crate::metric::Several,
    stages_behaviour: crate::insight::behaviour::StagesBehaviour,
    stratified: crate::metric::Stratified,
    survivals: crate::metric::survival::Survivals,
    behaviour_query: crate::insight::behaviour::BehaviourQuery,
    consistency_query: crate::insight::consistency::ConsistencyQuery,
    found_query: crate::insight::behaviour::FoundQuery,
    next_query: crate::insight::next::NextQuery,
    outcome_query: crate::insight::outcome::OutcomeQuery,
    recovered_query: crate::insight::recovered::RecoveredQuery,
    stages_query: crate::insight::behaviour::StagesQuery,
    drivers: crate::insight::drivers::Drivers,
    quadrant_row: crate::insight::drivers::QuadrantRow,
    trend: crate::metric::Trend,
    weighted: crate::metric::Weighted,
    group_row: crate::metric::table::GroupRow,
    effect: crate::improvement::effect::Effect,
    error: Error,
    estimate: Estimate,
    explanation: crate::engine::Explanation,
    improvement: crate::improvement::Improvement,
    invitation: Invitation,
    loop_health: LoopHealth,
    mapped: crate::json::Mapped,
    may_invite: MayInvite,
    last_mile_row: LastMileRow,
    loop_row: LoopRow,
    metric_query: MetricQuery,
    metric_row: MetricRow,
    notice_row: crate::engine::NoticeRow,
    program_error: ProgramError,
    refused: Refused,
    reorganisation: crate::engine::Reorganisation,
    recognition_row: crate::engine::RecognitionRow,
    dossier: crate::engine::Dossier,
    funnel_row: crate::insight::funnel::FunnelRow,
    heard_occasions: crate::insight::funnel::HeardOccasions,
    gaming: crate::insight::trust::Gaming,
    unit_value: crate::insight::trust::UnitValue,
    mix: crate::insight::trust::Mix,
    use_row: crate::insight::trust::UseRow,
    time_lost_row: crate::insight::TimeLostRow,
    voices_query: crate::insight::VoicesQuery,
    voices: crate::insight::Voices,
    unit_report: crate::insight::UnitReport,
    review_row: crate::insight::ReviewRow,
    goals: crate::insight::accountability::Goals,
    stage_scores: crate::insight::accountability::StageScores,
    moment_rank: crate::insight::accountability::MomentRank,
    canvas: crate::picture::Canvas,
    journey_map: crate::picture::JourneyMap,
    path_map: crate::picture::PathMap,
    deviations: crate::picture::Deviations,
    scorecard: crate::picture::Scorecard,
    seen_case: crate::engine::SeenCase,
    why_not: crate::rule::WhyNot,
}

fn of<T: JsonSchema>(title: &str) -> Value {
    let generator = SchemaGenerator::new(SchemaSettings::draft2020_12());
    let mut schema = generator.into_root_schema_for::<T>().to_value();
    if let Some(object) = schema.as_object_mut() {
        object.insert("title".to_owned(), Value::from(title));
    }
    schema
}
