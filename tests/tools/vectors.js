// Runs a conformance vector as tests/README.md says; the same code in Node and in the browser.

/** The inputs that the build for pages refuses. */
const FOR_DATA = ["program", "merge", "delivered", "read", "acted", "improvement", "coaching", "reviewed"];

/** The kinds of metric that the build for pages reads. */
const FOR_PAGES = ["nps", "csat", "rate"];

/**
 * Why a vector is left out of a build; absent where it is not.
 *
 * @param {any} vector
 * @param {import("voc-wasm").Build} build
 * @returns {string | undefined}
 */
export function leftOut(vector, build) {
  if (build === "data") return undefined;
  const runs = vector.runs ?? [{ inputs: vector.inputs ?? [] }];
  const inputs = runs.flatMap((run) => run.inputs);
  const needs = FOR_DATA.find((key) => inputs.some((input) => input[key]));
  if (typeof vector.program === "string") return "YAML is read by the build for data";
  if (vector.expect?.explanations?.some(({ is }) => is?.routed?.passed_over)) {
    return "who was passed over is explained by the build for data";
  }
  if (vector.expect?.why_not) return "why a rule did not fire is told by the build for data";
  if (vector.expect?.journeys) return "journeys are in the build for data";
  if (vector.expect?.histories) return "histories are in the build for data";
  if (vector.expect?.answers) return "what staff ask for is in the build for data";
  if (vector.expect?.diagnostics && vector.program?.uses) return "uses are checked by the build for data";
  if (vector.program?.goals || vector.program?.reports) return "goals and reports are checked by the build for data";
  if (vector.expect?.loop?.reach) return "how far the loop reaches is told by the build for data";
  if (needs) return `inputs \`${needs}\` are in the build for data`;
  if (vector.program?.calendars && JSON.stringify(vector.program.calendars).includes('"ical"')) {
    return "iCalendar texts are read by the build for data";
  }
  const cases = Object.values(vector.program?.cases ?? {});
  if (cases.some((one) => one.promises || one.transfers)) {
    return "warnings of promises and transfers are in the build for data";
  }
  const metrics = Object.values(vector.program?.metrics ?? {});
  const rolls = vector.expect?.metrics?.some((/** @type {any} */ asked) => asked.rolling || asked.average_of || asked.interval);
  if (rolls || metrics.some((one) => !FOR_PAGES.includes(one.kind) || one.survey || one.weight)) {
    return "this metric is read by the build for data";
  }
  if (vector.expect?.diagnostics?.some((/** @type {any} */ found) => found.hint?.includes("`nps` fits"))) {
    return "which metric fits a scale is told by the build for data";
  }
  if (vector.program?.privacy?.min_n || vector.expect?.metrics?.some((/** @type {any} */ asked) => asked.min_n)) {
    return "small groups are withheld by the build for data";
  }
  const doubts = vector.expect?.types?.includes("roster_doubted");
  return doubts ? "doubts about rosters are told by the build for data" : undefined;
}

/**
 * Throws where the engine does not do what the vector says.
 *
 * @param {typeof import("voc-wasm")} voc
 * @param {any} vector
 * @param {boolean} interrupted the engine is restored from its snapshot after every input; only the build
 *   for data can
 */
export function runVector(voc, vector, interrupted) {
  const runs = vector.runs ?? [{ inputs: vector.inputs ?? [] }];
  for (const run of runs) {
    const expect = { ...vector.expect, ...run.expect };
    let program;
    try {
      program = voc.Program.parse(vector.program);
    } catch (error) {
      if (!expect.diagnostics) throw error;
      match(expect.diagnostics, error.diagnostics, new Map(), "diagnostics");
      continue;
    }
    if (expect.diagnostics) throw new Error("the program was read, and should not have been");
    const { engine, ...came } = outcome(voc, program, run.inputs, interrupted);
    hold(voc, expect, { engine, ...came });
    for (const asked of expect.histories ?? []) histories(program, engine, run.inputs, asked);
    for (const asked of expect.journeys ?? []) journey(program, run.inputs, asked);
  }
}

function outcome(voc, program, inputs, interrupted) {
  let engine = new voc.Engine(program);
  const events = [];
  const refused = [];
  for (const input of inputs) {
    try {
      events.push(...engine.handle(input));
    } catch (error) {
      if (!(error instanceof voc.VocError)) throw error;
      const { code, message, path, hint, diagnostics } = error;
      refused.push({ id: input.id, code, message, path, hint, diagnostics });
    }
    if (interrupted) engine = voc.Engine.restore(program, engine.snapshot());
  }
  return { engine, events, refused };
}

function hold(voc, expect, { engine, events, refused }) {
  const names = new Map();
  if (expect.events) {
    const kept = events.filter((event) => !expect.types || expect.types.includes(event.type));
    match(expect.events, kept, names, "events");
  }
  match(expect.refused ?? [], refused, names, "refused");
  for (const [signal, wanted] of Object.entries(expect.cases ?? {})) {
    match(wanted, caseOf(engine, signal), names, `cases.${signal}`);
  }
  if ("case_count" in expect) match(expect.case_count, engine.cases().length, names, "case_count");
  for (const { of, target, at, is } of expect.clocks ?? []) {
    const clocks = engine.clocks(caseOf(engine, of).id, at);
    match([is], clocks.filter((clock) => clock.target === target), names, `clocks.${target}`);
    const alone = engine.verdictAt(caseOf(engine, of).id, target, at);
    match([alone], clocks.filter((clock) => clock.target === target), names, `verdictAt.${target}`);
  }
  for (const { metric, rows, ...query } of expect.metrics ?? []) {
    match(rows, engine.metric(metric, query), names, `metrics.${metric}`);
  }
  for (const { rule, signal, words, is } of expect.explanations ?? []) {
    const of = ({ type, alert }) => type === "alert_raised" && alert.rule === rule && alert.signal === signal;
    const { alert } = events.findLast(of);
    if (words) match(words, engine.program.explain(alert), names, `explanations.${rule}`);
    match(is, answer(() => engine.explain(alert.id)), names, `explanations.${rule}`);
  }
  for (const { is, ...question } of expect.why_not ?? []) {
    match(is, answer(() => engine.whyNot(question)), names, `why_not.${question.rule}`);
  }
  for (const { signal, is } of expect.matching ?? []) {
    match(is, answer(() => engine.program.matching(signal)), names, `matching ${JSON.stringify(signal)}`);
  }
  for (const { ask, is } of expect.may_invite ?? []) {
    const { customer, survey, at, ...about } = ask;
    match(is, engine.mayInvite(customer, survey, at, about), names, `may_invite.${at}`);
  }
  for (const { by, rows } of expect.last_mile ?? []) {
    match(rows, engine.lastMile(...by), names, `last_mile.${by}`);
  }
  for (const { ask, is } of expect.answers ?? []) {
    match(is, answer(() => staff(voc, engine, ask)), names, `answers ${JSON.stringify(ask)}`);
  }
  for (const { employee, is } of expect.coaching ?? []) {
    match(is, answer(() => engine.coaching(employee)), names, `coaching of ${employee}`);
  }
  if (expect.improvements) match(expect.improvements, engine.improvements(), names, "improvements");
  if (expect.loop) match(expect.loop, engine.loop(), names, "loop");
  if (expect.counts) match(expect.counts, engine.counts, names, "counts");
  if ("next_due" in expect) match(expect.next_due, engine.nextDue(), names, "next_due");
  if ("digest" in expect) match(expect.digest, engine.digest, names, "digest");
  if ("facts_digest" in expect) match(expect.facts_digest, engine.factsDigest, names, "facts_digest");
}

/** A picture as SVG. */
function drawn(voc, { kind, of, canvas: { width, id_prefix: idPrefix, language } }) {
  const name = kind.replace(/_(.)/, (_, letter) => letter.toUpperCase());
  return voc[name](of, { width, idPrefix, language });
}

/** Holds the instances of a journey, which the inputs say without an engine. */
function journey(program, inputs, { journey: id, until, score, is }) {
  const found = program.journey(id, inputs, { until });
  const { deviations, moments, fitness } = found.conformance();
  const rows = (score ? found.scored(score) : found.log()).rows();
  const told = { instances: found.instances(), unassigned: found.unassigned(), deviations, moments, fitness, rows };
  match(is, told, new Map(), `journeys.${id}`);
}

/** Holds what the inputs say from the beginning, and the cases of the engine beside them. */
function histories(program, engine, inputs, { ask, until, is }) {
  const found = program.histories(inputs, { until });
  const [[kind, asked]] = Object.entries(ask);
  const told = answer(() => (kind === "recovered" ? found.recovered(engine, asked) : found[kind](asked)));
  match(is, told, new Map(), `histories ${JSON.stringify(ask)}`);
}

/** Who was asked, and whether the score can be trusted. */
function surveyed(voc, program, { funnel, respondent_mix: mix, gaming, occasions, uses }) {
  if (funnel) return voc.funnel(funnel.occasions, funnel.query);
  if (gaming) {
    const { occasions: asked = [], query, ...evidence } = gaming;
    return voc.gaming(asked, { ...evidence, ...query });
  }
  if (occasions) return program.occasions(occasions.inputs, occasions.query);
  if (uses) return program.uses(uses.gaming, uses.people);
  if (!mix) return undefined;
  const { kind, answers, roles, groups, ...rest } = mix;
  return voc.respondentMix({ answers, roles, groups }, kind, rest);
}

/** What only those who run the follow-up ask for. */
function staff(voc, engine, ask) {
  const found = surveyed(voc, engine.program, ask);
  if (found) return found;
  const { recognition, time_lost, effect, dossier, preview_roster, journey_map, scorecard, picture } = ask;
  const { voices, unit_report, reviews, goals, stage_scores, stage_card, moment_ranks, unit_values } = ask;
  if (voices) return engine.voices(voices);
  if (unit_report) {
    const { report, unit, period, person } = unit_report;
    return engine.unitReport(report, unit, period, person);
  }
  if (reviews) return engine.reviews();
  if (goals) return engine.goals();
  if (stage_scores) return engine.stageScores(stage_scores.journey, stage_scores.stage);
  if (stage_card) return engine.stageCard(stage_card.journey, stage_card.stage);
  if (moment_ranks) return engine.momentRanks(moment_ranks);
  if (unit_values) return engine.unitValues(unit_values.metric, unit_values.every);
  if (journey_map) {
    const { journey, ...weighing } = journey_map;
    return engine.journeyMap(journey, undefined, weighing);
  }
  if (scorecard) return engine.scorecard(scorecard.journey);
  if (picture) return drawn(voc, picture);
  if (recognition) return engine.recognition(recognition.by);
  if (effect) return engine.effect(effect.improvement);
  if (time_lost) return engine.timeLost(time_lost.by);
  if (dossier) return engine.dossier(caseOf(engine, dossier.of).id, dossier.person);
  return { cases: engine.previewRoster(preview_roster) };
}

/** An answer, or the error in its place. */
function answer(ask) {
  try {
    return ask();
  } catch ({ code, message, path, hint }) {
    return { error: { code, message, path, hint } };
  }
}

function caseOf(engine, signal) {
  const found = engine.cases().filter((one) => one.alerts.some((alert) => alert.signal === signal));
  if (found.length !== 1) throw new Error(`${found.length} cases of ${signal}`);
  return found[0];
}

/** Throws with the place where `actual` is not what is expected. */
export function match(expected, actual, names, path) {
  const fail = () => {
    throw new Error(`${path}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(actual)}`);
  };
  if (expected === null) {
    if (actual !== null && actual !== undefined) fail();
  } else if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) fail();
    expected.forEach((value, index) => match(value, actual[index], names, `${path}[${index}]`));
  } else if (typeof expected === "object") {
    if (typeof actual !== "object" || actual === null || Array.isArray(actual)) fail();
    for (const [key, value] of Object.entries(expected)) match(value, actual[key], names, `${path}.${key}`);
  } else if (typeof expected === "string" && expected.startsWith("$")) {
    if (typeof actual !== "string") fail();
    if (!names.has(expected) && ![...names.values()].includes(actual)) names.set(expected, actual);
    if (names.get(expected) !== actual) fail();
  } else if (typeof expected === "number" && typeof actual === "number") {
    if (!(Math.abs(expected - actual) <= 1e-9 * Math.max(1, Math.abs(expected)))) fail();
  } else if (expected !== actual) {
    fail();
  }
}
