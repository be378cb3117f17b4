// Compiled, never run: the JavaScript of the package is what its declarations say.

import type * as declared from "../../voc-wasm/pkg/index.js";
import * as node from "../../voc-wasm/pkg/node.js";
import * as web from "../../voc-wasm/pkg/web.js";

export const entries: (typeof declared)[] = [node, web];
