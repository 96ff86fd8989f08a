/** Parts of what the settings commands print. */

import * as z from 'zod';

export const problemSchema = z.strictObject({
  file: z.string(),
  line: z.number().describe('From 1.'),
  column: z.number().describe('From 1.'),
  path: z.string().describe('Where in the settings: accounts[2].preparation.feature.'),
  message: z.string(),
});

const location = z.strictObject({ file: z.string(), line: z.number(), column: z.number() });

export const originSchema = z.union([
  z.strictObject({ kind: z.literal('built-in') }),
  z.strictObject({ kind: z.literal('environment'), name: z.string() }),
  z.strictObject({ kind: z.literal('csv'), at: location, header: z.string() }),
  z.strictObject({ kind: z.enum(['item', 'section', 'defaults']), at: location }),
]);

export const settingChangeSchema = z.strictObject({
  path: z.string(),
  before: z.unknown().optional().describe('Absent where there was no value.'),
  after: z.unknown().optional().describe('Absent where there is no value any more.'),
});

const changeKind = z.enum(['added', 'removed', 'changed']);

export const entryChangeSchema = z.strictObject({
  kind: z.enum(['account', 'organizational unit']),
  id: z.string(),
  change: changeKind,
  changes: z.array(settingChangeSchema),
});

export const accountChangeSchema = z.strictObject({
  id: z.string(),
  change: changeKind,
  changes: z.array(settingChangeSchema),
  from: z.string().optional().describe('The settings entry that matches before.'),
  to: z.string().optional().describe('The settings entry that matches after.'),
});
