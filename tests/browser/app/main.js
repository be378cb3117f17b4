import * as voc from "voc-wasm";
import { check } from "./check.js";

check(voc).then(
  (outcome) => (window.outcome = outcome),
  (error) => (window.outcome = { error: String(error.stack) }),
);
