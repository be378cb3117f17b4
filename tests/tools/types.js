// Prints TypeScript types for a folder of `*.schema.json`, all in one module.

import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { compile } from "json-schema-to-typescript";

const BANNER = "// Made by `cargo xtask schema` from schemas/*.schema.json; do not edit.";
const SUFFIX = ".schema.json";

/** Names that mean something else in JavaScript. */
const RENAMED = { Error: "ErrorFields" };

const folder = process.argv[2];
const definitions = {};
const formats = {};
for (const file of readdirSync(folder).sort()) {
  if (file.endsWith(SUFFIX)) {
    addFormat(basename(file, SUFFIX), JSON.parse(readFileSync(join(folder, file), "utf8")));
  }
}
const all = {
  title: "Formats",
  description: "Every format, by the name of its schema.",
  type: "object",
  properties: formats,
  required: Object.keys(formats),
  $defs: definitions,
};
const options = { additionalProperties: false, bannerComment: BANNER, enableConstEnums: false };
process.stdout.write(await compile(all, "Formats", options));

/** Makes a schema one definition among the others; they share their parts by name. */
function addFormat(file, { $schema, $defs = {}, title, ...schema }) {
  const name = file[0].toUpperCase() + file.slice(1);
  for (const [key, part] of Object.entries({ ...$defs, [name]: schema })) {
    define(RENAMED[key] ?? key, prepare(part));
  }
  formats[file] = { $ref: `#/$defs/${name}` };
}

function define(key, part) {
  const before = definitions[key];
  if (before !== undefined && !isDeepStrictEqual(before, part)) {
    throw new Error(`two schemas define ${key} differently`);
  }
  definitions[key] = part;
}

/** The same schema in the form that makes the plainest types. */
function prepare(schema) {
  if (Array.isArray(schema)) {
    return schema.map(prepare);
  }
  if (typeof schema !== "object" || schema === null) {
    return schema;
  }
  const entries = Object.entries(schema).map(([key, value]) => [key, prepare(value)]);
  return distributed(referring(Object.fromEntries(entries)));
}

/** Keys beside a reference would make a copy of its type under another name. */
function referring({ $ref, ...beside }) {
  if (typeof $ref !== "string") {
    return $ref === undefined ? beside : { $ref, ...beside };
  }
  const name = $ref.split("/").at(-1);
  const reference = { $ref: `#/$defs/${RENAMED[name] ?? name}` };
  return Object.keys(beside).length === 0 ? reference : { ...beside, allOf: [reference] };
}

/** An object with alternatives becomes alternatives that each hold the whole object. */
function distributed(schema) {
  const { oneOf, properties, required = [], type, ...rest } = schema;
  if (oneOf === undefined || properties === undefined) {
    return schema;
  }
  const whole = (alternative) => ({
    ...alternative,
    properties: { ...properties, ...alternative.properties },
    required: [...required, ...(alternative.required ?? [])],
  });
  return { ...rest, oneOf: oneOf.map(whole) };
}
