// Real complaints through the mapping and the engine; the same code in Node and in the browser.

/**
 * @param {typeof import("voc-wasm")} voc
 * @param {{ program: string, mapping: string, table: { headers: string[], rows: string[][] } }} given
 */
export function runComplaints(voc, { program, mapping, table }) {
  const { inputs, refused, notes } = voc.Mapping.parse(mapping).map(table);
  const parsed = voc.Program.parse(program);
  const { engine } = parsed.run(inputs);
  const backwards = arrive(voc, parsed, [...inputs].reverse());
  const loop = engine.loop();
  return {
    refused: refused.length,
    notes,
    cases: loop.cases,
    false_resolutions: loop.false_resolutions,
    undisputed: loop.verdicts.undisputed,
    confirmed: loop.verdicts.confirmed ?? 0,
    digest: engine.digest,
    facts_digest: engine.factsDigest,
    same_facts_in_another_order: backwards.factsDigest === engine.factsDigest,
  };
}

/** An engine that the inputs reach one by one, in this order. A command before its case is refused. */
function arrive(voc, program, inputs) {
  const engine = new voc.Engine(program);
  for (const input of inputs) {
    try {
      engine.handle(input);
    } catch (error) {
      if (!(error instanceof voc.VocError) || input.signal) throw error;
    }
  }
  return engine;
}
