// The conformance vectors in Node, with the fast build.

import { testVectors } from "../tools/node-vectors.js";

await testVectors("data");
