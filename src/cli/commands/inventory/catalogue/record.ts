/** What is printed about a type that can be collected. */

import * as z from 'zod';
import type { CatalogueEntry } from '../../../../inventory/catalogue/entry.ts';

export const catalogueRecordSchema = z.strictObject({
  service: z.string(),
  type: z.string(),
  key: z.string(),
  scope: z.string(),
  operation: z.string().describe('The call that lists it.'),
  details: z.array(z.string()).readonly().describe('Calls that complete what the list returns.'),
  actions: z.array(z.string()).readonly().describe('IAM actions that a role needs.'),
  parent: z.string().optional().describe('Key of the type that it is listed below.'),
});

export type CatalogueRecord = Readonly<z.output<typeof catalogueRecordSchema>>;

export function catalogueRecord(entry: CatalogueEntry): CatalogueRecord {
  const { service, type, key, scope, list, details = [], actions, parent } = entry;
  return {
    service,
    type,
    key,
    scope,
    operation: list.operation,
    details: [...new Set(details.map(({ operation }) => operation))],
    actions,
    ...(parent !== undefined && { parent }),
  };
}
