/** Point-in-time recovery of tables: the setting alone, because no table is ever restored. */

import type { CallContext } from '../../service.ts';
import { findTable } from './item-input.ts';
import type { Table } from './table.ts';

interface UpdateInput {
  readonly TableName: string;
  readonly PointInTimeRecoverySpecification: {
    readonly PointInTimeRecoveryEnabled: boolean;
    readonly RecoveryPeriodInDays?: number;
  };
}

const maxDays = 35;

export const continuousBackupHandlers = {
  UpdateContinuousBackups: (input: UpdateInput, context: CallContext) => {
    const table = findTable(context, input.TableName);
    const { PointInTimeRecoveryEnabled, RecoveryPeriodInDays = maxDays } =
      input.PointInTimeRecoverySpecification;
    table.recovery = PointInTimeRecoveryEnabled
      ? { days: RecoveryPeriodInDays, since: table.recovery?.since ?? context.now }
      : undefined;
    return { ContinuousBackupsDescription: described(table, context.now) };
  },

  DescribeContinuousBackups: (input: { readonly TableName: string }, context: CallContext) => {
    const table = findTable(context, input.TableName);
    return { ContinuousBackupsDescription: described(table, context.now) };
  },
};

const dayMs = 86_400_000;

function described({ recovery }: Table, now: number) {
  return {
    ContinuousBackupsStatus: 'ENABLED',
    PointInTimeRecoveryDescription: recovery
      ? {
          PointInTimeRecoveryStatus: 'ENABLED',
          RecoveryPeriodInDays: recovery.days,
          EarliestRestorableDateTime: new Date(
            Math.max(recovery.since, now - recovery.days * dayMs),
          ),
          LatestRestorableDateTime: new Date(now),
        }
      : { PointInTimeRecoveryStatus: 'DISABLED' },
  };
}
