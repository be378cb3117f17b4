// The engines: each makes a run over signals from rules; what a run returns is rule, row, rule, row, …

import fs from "node:fs";

// Not every package exports its own package.json to `require`.
function version(name) {
  const file = new URL(`node_modules/${name}/package.json`, import.meta.url);
  return JSON.parse(fs.readFileSync(file, "utf8")).version;
}

/// Plain closures, as somebody would write them.
export const closures = {
  name: "plain closures",
  version: () => `Node ${process.versions.node}`,
  part: () => 1,
  note: "over objects",
  async prepare(rules) {
    const literal = (value) => JSON.stringify(value);
    const test = ([column, operator, value]) => `s.${column} ${operator.replace("==", "===")} ${literal(value)}`;
    const holds = rules.map((tests) => new Function("s", `return ${tests.map(test).join(" && ")}`));
    return (signals) => {
      const alerts = [];
      for (let row = 0; row < signals.length; row++) {
        for (let rule = 0; rule < holds.length; rule++) {
          if (holds[rule](signals[row])) alerts.push(rule, row);
        }
      }
      return alerts;
    };
  },
};

/// JSON Logic, compiled to functions.
export const jsonLogic = {
  name: "json-logic-engine",
  version: () => version("json-logic-engine"),
  part: () => 10,
  note: "compiled",
  async prepare(rules) {
    const { LogicEngine } = await import("json-logic-engine");
    const engine = new LogicEngine();
    const test = ([column, operator, value]) => ({ [operator]: [{ var: column }, value] });
    const holds = rules.map((tests) => engine.build({ and: tests.map(test) }));
    return (signals) => {
      const alerts = [];
      for (let row = 0; row < signals.length; row++) {
        for (let rule = 0; rule < holds.length; rule++) {
          if (holds[rule](signals[row]) === true) alerts.push(rule, row);
        }
      }
      return alerts;
    };
  },
};

const OPERATORS = { "==": "equal", "<=": "lessThanInclusive", ">": "greaterThan" };

/// One engine that holds all rules; each signal is a run of it.
export const jsonRules = {
  name: "json-rules-engine",
  version: () => version("json-rules-engine"),
  // A thousandth of the signals at a hundred rules: it takes milliseconds a signal.
  part: (rules) => (rules > 10 ? 1000 : 100),
  note: "facts are objects",
  async prepare(rules) {
    const { Engine } = await import("json-rules-engine");
    const engine = new Engine([], { allowUndefinedFacts: true });
    rules.forEach((tests, rule) => {
      const all = tests.map(([fact, operator, value]) => ({ fact, operator: OPERATORS[operator], value }));
      engine.addRule({ conditions: { all }, event: { type: "alert", params: { rule } } });
    });
    return async (signals) => {
      const alerts = [];
      for (let row = 0; row < signals.length; row++) {
        const { events } = await engine.run(signals[row]);
        for (const { params } of events) alerts.push(params.rule, row);
      }
      return alerts;
    };
  },
};
