// Who was asked, who answered, and whether the score can be trusted.

import { read } from "./call.js";
import { wasmForData } from "./start.js";

/** @type {typeof import("./index.d.ts").funnel} */
export function funnel(occasions, query = {}) {
  return ask({ funnel: { occasions, query } });
}

/** @type {typeof import("./index.d.ts").respondentMix} */
export function respondentMix(columns, metric, { standard, beside, confidence, ...of } = {}) {
  const { answers, roles, groups } = columns;
  const listed = Array.from(answers, (answer) => (Number.isNaN(answer) ? null : answer));
  return ask({
    respondent_mix: { kind: metric, ...of, answers: listed, roles, groups, standard, beside, confidence },
  });
}

/** @type {typeof import("./index.d.ts").gaming} */
export function gaming(occasions, { happenings = [], values = [], ...query } = {}) {
  return ask({ gaming: { occasions, happenings, values, query } });
}

/** @param {object} asked */
function ask(asked) {
  return read(() => wasmForData().surveyed(JSON.stringify(asked)));
}
