/** What is printed about a table. */

import * as z from 'zod';

export const tableSchema = z.strictObject({
  name: z.string(),
  service: z.string(),
  type: z.string(),
  scope: z.enum(['global', 'regional']),
  calls: z.array(z.string()).readonly().describe('AWS operations that fill it.'),
  actions: z.array(z.string()).readonly().describe('IAM actions that a role needs.'),
  parent: z.string().optional().describe('The table that it is listed below.'),
  cloudFormationType: z.string().optional().describe('Of what Cloud Control lists.'),
  columns: z
    .array(
      z.strictObject({
        name: z.string(),
        type: z.string().describe("DuckDB's type."),
        member: z.string().optional().describe('Member of the resource.'),
      }),
    )
    .readonly(),
});
