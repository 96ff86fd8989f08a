/** How changes look that are made, or would be. */

import type { ResourceChange } from '../../converge/change.ts';
import type { View } from '../output/printer.ts';

export const changeView: View<ResourceChange & { readonly accountId?: string }> = {
  tables: (changes) => [
    {
      heads: ['Account', 'Change', 'What', 'Differences'],
      rows: changes.map(({ accountId = '', action, resource, differences }) => [
        accountId,
        action,
        resource,
        differences.join(', '),
      ]),
      wraps: true,
    },
  ],
  csv: {
    accountId: ({ accountId }) => accountId,
    action: ({ action }) => action,
    resource: ({ resource }) => resource,
    differences: ({ differences }) => differences.join(' '),
  },
};
