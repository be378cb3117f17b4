// The real data beside the project, and what Rust made of it.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "csv-parse/sync";

const root = fileURLToPath(new URL("../..", import.meta.url));
const data = join(process.env.VOC_SHARED ?? join(root, "..", "shared"), "data", "cfpb-complaints.csv");
const digests = join(root, "target", "cfpb-digest.json");

/** Why the complaints cannot be run, or false. */
export const skip =
  (!existsSync(data) && "SKIPPED: ../shared/data/cfpb-complaints.csv is not there") ||
  (!existsSync(digests) && "SKIPPED: target/cfpb-digest.json is not there; the Rust tests write it");

/** Program, mapping and rows of the complaints. */
export function complaints() {
  const [headers, ...rows] = parse(readFileSync(data, "utf8"));
  const text = (name) => readFileSync(join(root, "examples", "cfpb", name), "utf8");
  return { program: text("program.yaml"), mapping: text("map.yaml"), table: { headers, rows } };
}

/** What the run must come to: the plain counts of the file, and Rust's digests. */
export function expected() {
  const { digest, facts_digest } = JSON.parse(readFileSync(digests, "utf8"));
  return {
    refused: 0,
    notes: { "answered-without-verdict": 28, "neither-answered-nor-judged": 29, "sent-before-received": 6 },
    cases: 3186,
    false_resolutions: 595,
    undisputed: 2534,
    confirmed: 0,
    digest,
    facts_digest,
    same_facts_in_another_order: true,
  };
}
