/** How accounts look, each with what a run would make of it. */

import type { Account } from '../../model/account.ts';
import type { SkipReason } from '../../model/outcome.ts';
import type { View } from './printer.ts';

export interface AccountRecord {
  readonly type: 'account';
  readonly id: string;
  readonly name?: string;
  readonly email?: string;
  readonly state?: string;
  readonly ouPath?: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** Where it would run; absent where no region is configured, or where it would not. */
  readonly regions?: readonly string[];
  readonly runs: boolean;
  readonly reason?: SkipReason | 'unread';
  /** Why it would not run, for people. */
  readonly detail?: string;
}

export type Verdict = Pick<AccountRecord, 'runs' | 'reason' | 'detail' | 'regions'>;

export function accountRecord(account: Account, verdict: Verdict): AccountRecord {
  const { id, name, email, state, ouPath, tags } = account;
  return {
    type: 'account',
    id,
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email }),
    ...(state !== undefined && { state }),
    ...(ouPath !== undefined && { ouPath }),
    ...(tags && { tags }),
    ...verdict,
  };
}

export interface AccountViewOptions {
  /** A column with the regions: where they were asked for. */
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
