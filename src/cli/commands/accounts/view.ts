/** How accounts look, each with whether a run would include it. */

import type { View } from '../../output/printer.ts';
import type { AccountRecord } from './record.ts';

export interface AccountViewOptions {
  /** Adds a column with the regions. */
  readonly hasRegions: boolean;
}

export function accountView({ hasRegions }: AccountViewOptions): View<AccountRecord> {
  const regionHead = hasRegions ? ['Regions'] : [];
  return {
    tables: (records) => [
      {
        heads: ['Account', 'Name', 'E-mail', 'State', 'OU path', 'Tags', ...regionHead, 'Run'],
        rows: records.map((record) => [
          record.id,
          record.name ?? '',
          record.email ?? '',
          record.state ?? '',
          record.ouPath ?? '',
          tagsOf(record),
          ...(hasRegions ? [regionsOf(record)] : []),
          record.runs ? 'runs' : (record.reason ?? ''),
        ]),
      },
    ],
    csv: {
      id: ({ id }) => id,
      name: ({ name }) => name,
      email: ({ email }) => email,
      state: ({ state }) => state,
      ouPath: ({ ouPath }) => ouPath,
      tags: ({ tags }) => tags,
      ...(hasRegions && { regions: regionsOf }),
      runs: ({ runs }) => runs,
      reason: ({ reason }) => reason,
      detail: ({ detail }) => detail,
    },
  };
}

function tagsOf({ tags = {} }: AccountRecord): string {
  return Object.entries(tags)
    .map(([key, value]) => `${key}=${value}`)
    .join(' ');
}

function regionsOf({ regions = [] }: AccountRecord): string {
  return regions.join(' ');
}
