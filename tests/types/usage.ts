// Compiled, never run: the published types describe the real objects.

import { init, version, VocError } from "voc-wasm";

await init({ build: "data" });
// @ts-expect-error: there is no such build
await init({ build: "small" });
const text: string = version();

try {
  version();
} catch (error) {
  if (error instanceof VocError) {
    const code: string = error.code;
    // @ts-expect-error: an error's fields are read-only
    error.code = code + text;
  }
}
