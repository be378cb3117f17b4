// Compiled, never run: the published types describe the real objects.

import { init, version, VocError } from "voc-wasm";

await init();
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
