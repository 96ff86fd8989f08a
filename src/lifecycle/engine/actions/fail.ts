/** Ends the transaction as failed, until it is tried again. */

import { stateTag, tagKeys } from '../../model/observation.ts';
import { newLifecycleRecord } from '../next-record.ts';
import { failTransaction } from '../transaction.ts';
import { exception, type PerformAction } from './action.ts';

export const fail: PerformAction<'fail'> = ({ access }, before, { reason, retryAt }) => {
  const { transaction, work, account } = before;
  const failed = transaction
    ? failTransaction(transaction, reason)
    : {
        label: 'GenericException' as const,
        payload: {
          account: account.id,
          title: `Exception on account '${account.id}'`,
          message: `Account ${account.id} cannot be processed: ${reason}.`,
        },
      };
  const state = stateTag(account, tagKeys(access.settings.features.withTagPrefix));
  const { step, waitingFor, ...rest } = work ?? newLifecycleRecord(retryAt);
  return {
    observation: {
      ...before,
      transaction: undefined,
      build: undefined,
      work: {
        ...rest,
        errors: 0,
        failures: rest.failures + 1,
        deadline: retryAt,
        failed: {
          at: access.now(),
          reason,
          ...(state !== undefined && { state }),
        },
      },
    },
    events: [exception(access, failed.label, failed.payload)],
  };
};
