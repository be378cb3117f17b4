// The conformance vectors in Node, with the small build.

import { testVectors } from "../tools/node-vectors.js";

await testVectors("page");
