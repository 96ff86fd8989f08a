/** A resource that is changed, or would be. */

import * as z from 'zod';
import type { View } from '../../output/printer.ts';

const resourceChange = {
  resource: z.string().describe('Kind and name: role SpaRoleForEvents.'),
  action: z.enum(['create', 'update', 'delete']),
  differences: z.array(z.string()).readonly().describe('What differs, in words.'),
};

export const changeSchema = z.strictObject(resourceChange);
export const accountChangeSchema = z.strictObject({ ...resourceChange, accountId: z.string() });

type Change = z.output<typeof changeSchema>;
export type AccountChange = z.output<typeof accountChangeSchema>;

const columns: View<Change>['csv'] = {
  action: ({ action }) => action,
  resource: ({ resource }) => resource,
  differences: ({ differences }) => differences.join(' '),
};

/** Changes of the automation account. */
export const changeView: View<Change> = {
  tables: (changes) => [
    {
      heads: ['Change', 'Resource', 'Differences'],
      rows: changes.map(rowOf),
      wraps: true,
    },
  ],
  csv: columns,
};

/** Changes of many accounts. */
export const accountChangeView: View<AccountChange> = {
  tables: (changes) => [
    {
      heads: ['Account', 'Change', 'Resource', 'Differences'],
      rows: changes
        .toSorted((a, b) => a.accountId.localeCompare(b.accountId))
        .map((change) => [change.accountId, ...rowOf(change)]),
      wraps: true,
    },
  ],
  csv: { accountId: ({ accountId }) => accountId, ...columns },
};

function rowOf({ action, resource, differences }: Change): readonly string[] {
  return [action, resource, differences.join(', ')];
}
