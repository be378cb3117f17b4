// The one shape of error.

export class VocError extends Error {
  /** @param {import("./index.d.ts").VocErrorFields} fields */
  constructor(fields) {
    super(fields.message);
    this.name = "VocError";
    this.code = fields.code;
    this.path = fields.path ?? null;
    this.hint = fields.hint ?? null;
    this.diagnostics = fields.diagnostics ?? [];
  }
}
