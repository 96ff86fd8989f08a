/** Ends the transaction successfully: the account is released. */

import { payloadEventEntry } from '../../../model/payload-event.ts';
import { endTransaction } from '../transaction.ts';
import { accountEvents, attachStatePolicies, type PerformAction } from './action.ts';

export const finish: PerformAction<'finish'> = async ({ access }, before, { tell }) => {
  const { transaction } = before;
  await attachStatePolicies(access, before, 'released');
  const events = accountEvents(access, before, tell);
  const { environment } = access;
  const ended = transaction && endTransaction(transaction, access.now());
  return {
    observation: { ...before, transaction: undefined, work: undefined, cause: 'event' },
    events: ended ? [...events, payloadEventEntry({ ...ended, environment })] : events,
  };
};
