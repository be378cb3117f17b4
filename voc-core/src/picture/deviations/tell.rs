//! What the picture says in words.

use super::{DeviationStage, DeviationStep, Deviations, MomentMet, Unplanned, share_text};
use crate::picture::canvas::Canvas;
use crate::picture::words::{count, counted, fixed, sentence};

/// How to read it.
pub(super) const NOTE: &str = "Counts are of instances, and shares of those that should have come to the touch point. One instance can deviate in several ways. What is unplanned stands after the touch point that it follows.";

/// How much there is, and how well it fits.
pub(super) fn size(deviations: &Deviations) -> String {
    let instances = counted(deviations.instances, "instance", "instances");
    match deviations.fitness {
        Some(fitness) => format!("{instances}, fitness {}", fixed(fitness, 2)),
        None => instances,
    }
}

/// Everything that is drawn, in words.
pub(super) fn words(deviations: &Deviations, canvas: &Canvas) -> String {
    let mut words = String::new();
    let size = size(deviations);
    sentence(&mut words, format_args!("Plan against actual: {size}."));
    let all = deviations.instances;
    for one in deviations.after(None) {
        let one = unplanned(one, all, canvas);
        sentence(
            &mut words,
            format_args!("Before all planned touch points: {one}."),
        );
    }
    for (place, stage) in deviations.stages.iter().enumerate() {
        let label = canvas.text(&stage.label);
        let more = stage_note(stage, all).map_or_else(String::new, |note| format!(": {note}"));
        sentence(
            &mut words,
            format_args!("Stage {}, {label}{more}.", place + 1),
        );
        for one in &stage.steps {
            sentence(&mut words, format_args!("{}.", step(one, all, canvas)));
            for one in deviations.after(Some(&one.id)) {
                let one = unplanned(one, all, canvas);
                sentence(&mut words, format_args!("After it, unplanned: {one}."));
            }
        }
    }
    for one in &deviations.moments {
        let (label, told) = (canvas.text(&one.label), moment(one, all));
        sentence(&mut words, format_args!("Moment of truth {label}: {told}."));
    }
    words
}

/// How a moment of truth went.
pub(super) fn moment(moment: &MomentMet, all: u64) -> String {
    let of = moment.instances.unwrap_or(all);
    let told = |what: &str, part: u64| {
        let (n, whole, share) = (count(part), count(of), share_text(part, of));
        format!("{what} in {n} of {whole} ({share})")
    };
    let missing = if moment.is_absence {
        told("it was so", moment.missing)
    } else {
        told("did not come", moment.missing)
    };
    match moment.late {
        Some(late) => format!("{missing} · {}", told("late", late)),
        None => missing,
    }
}

/// What a stage as a whole did not keep; absent where nothing is known.
pub(super) fn stage_note(stage: &DeviationStage, all: u64) -> Option<String> {
    let counts = [
        ("late", stage.late),
        ("too many contacts", stage.too_many_contacts),
        ("outcome missed", stage.outcome_missed),
    ];
    let known = counts.into_iter().filter_map(|(name, part)| {
        let part = part?;
        Some(format!(
            "{name} {} ({})",
            count(part),
            share_text(part, all)
        ))
    });
    let known: Vec<String> = known.collect();
    (!known.is_empty()).then(|| known.join(" · "))
}

/// A touch point with its counts.
pub(super) fn step(step: &DeviationStep, all: u64, canvas: &Canvas) -> String {
    let of = step.of(all);
    let mut parts = vec![format!("{} ({})", step.name(canvas), count(of))];
    for (_, name, part) in step.kinds() {
        let name = name.to_lowercase();
        parts.extend(part.map(|part| format!("{name} {} ({})", count(part), share_text(part, of))));
    }
    parts.join(", ")
}

/// What is not planned, with its count.
pub(super) fn unplanned(one: &Unplanned, all: u64, canvas: &Canvas) -> String {
    let (label, part) = (canvas.text(&one.label), one.instances);
    format!("{label} {} ({})", count(part), share_text(part, all))
}
