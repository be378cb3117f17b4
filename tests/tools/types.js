// Prints TypeScript types for a folder of `*.schema.json`, all in one module.

import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { compile } from "json-schema-to-typescript";

const BANNER = "// Made by `cargo xtask schema` from schemas/*.schema.json; do not edit.";
const SUFFIX = ".schema.json";

const folder = process.argv[2];
const formats = { title: "Formats", type: "object", properties: {}, $defs: {} };
for (const file of readdirSync(folder).sort()) {
  if (file.endsWith(SUFFIX)) {
    add(basename(file, SUFFIX), JSON.parse(readFileSync(join(folder, file), "utf8")));
  }
}
formats.required = Object.keys(formats.properties);
const types = await compile(formats, "Formats", {
  additionalProperties: false,
  bannerComment: BANNER,
  declareExternallyReferenced: true,
  enableConstEnums: false,
  format: true,
  strictIndexSignatures: true,
});
process.stdout.write(types);

/** Makes a schema one definition among the others; they share their parts by name. */
function add(name, { $schema, $id, $defs = {}, ...schema }) {
  const title = schema.title ?? name;
  for (const [key, part] of Object.entries({ ...$defs, [title]: schema })) {
    define(key, part);
  }
  formats.properties[name] = { $ref: `#/$defs/${title}` };
}

function define(key, part) {
  const before = formats.$defs[key];
  if (before !== undefined && !isDeepStrictEqual(before, part)) {
    throw new Error(`two schemas define ${key} differently`);
  }
  formats.$defs[key] = part;
}
