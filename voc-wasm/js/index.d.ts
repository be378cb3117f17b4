/** Where the wasm file comes from, when it is not beside this package. */
export type WasmSource = URL | string | Request | Response | Promise<Response> | BufferSource | WebAssembly.Module;

/** Loads the engine; once, a second call is free. */
export function init(source?: WasmSource): Promise<void>;

/** The version of the engine. */
export function version(): string;

/** What an error says. */
export interface ErrorFields {
  code: string;
  message: string;
  path?: string | null;
  hint?: string | null;
  diagnostics?: string[];
}

/** Thrown by everything in this package. */
export class VocError extends Error {
  constructor(fields: ErrorFields);
  readonly code: string;
  readonly path: string | null;
  readonly hint: string | null;
  readonly diagnostics: string[];
}
