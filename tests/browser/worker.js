import * as voc from "/voc-wasm/web.js";
import { check } from "/app/check.js";

check(voc).then(postMessage, (error) => postMessage({ error: String(error.stack) }));
