/** The JSON Schema of the settings file, for editors: generated from the schema that files are read with. */

import * as z from 'zod';
import { fileSchema, sections } from './file-schema.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

const options: z.core.ToJSONSchemaParams = {
  io: 'input',
  // Editors that do not support Unicode patterns would refuse every letter.
  override: ({ jsonSchema }) => {
    if (jsonSchema.pattern?.includes('\\p{')) delete jsonSchema.pattern;
  },
};

export function settingsJsonSchema(): JsonSchema {
  const { $schema, ...schema } = z.toJSONSchema(fileSchema, options);
  return {
    $schema,
    title: 'Settings of Flotilla',
    ...schema,
    // Keys of sections may be flattened at the top, so no section can be required.
    required: [],
    properties: { ...schema.properties, ...flattened() },
  };
}

function flattened(): JsonSchema {
  return Object.fromEntries(
    Object.entries(sections).flatMap(([section, schema]) =>
      Object.entries(propertiesOf(schema)).map(([key, value]) => [`${section}_${key}`, value]),
    ),
  );
}

function propertiesOf(schema: (typeof sections)[keyof typeof sections]): JsonSchema {
  return z.toJSONSchema(schema, options).properties ?? {};
}
