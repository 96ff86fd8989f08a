/** Completed activities of accounts: on-boardings, maintenances and logins. */

import type { StoredActivity } from '../../lifecycle/metering/activities.ts';
import { noCostCenter } from '../organization/report-account.ts';
import type { Columns } from '../render/table.ts';

export interface ActivityRow {
  readonly costCenter: string;
  readonly transaction: string;
  /** When it ended, UTC. */
  readonly stamp: string;
  readonly account: string;
  readonly identifier: string;
  readonly durationSeconds: number | undefined;
}

export const activityColumns: Columns<ActivityRow> = {
  'Cost Center': ({ costCenter }) => costCenter,
  Transaction: ({ transaction }) => transaction,
  Stamp: ({ stamp }) => stamp,
  Account: ({ account }) => account,
  Identifier: ({ identifier }) => identifier,
  Duration: ({ durationSeconds }) => durationSeconds ?? unknown,
};

const unknown = '-';

/** A stored activity may be of another system, and lack anything. */
export function activityRow(activity: StoredActivity): ActivityRow {
  const textOf = (key: string) => {
    const value = activity[key];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const { duration } = activity;
  return {
    costCenter: textOf('cost-center') ?? noCostCenter,
    transaction: textOf('transaction') ?? unknown,
    stamp: textOf('stamp') ?? unknown,
    account: textOf('account') ?? unknown,
    identifier: textOf('identifier') ?? unknown,
    durationSeconds: typeof duration === 'number' ? duration : undefined,
  };
}
