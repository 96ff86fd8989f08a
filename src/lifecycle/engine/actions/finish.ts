/** Ends the transaction successfully: the account is released. */

import { payloadEventEntry } from '../../../model/payload-event.ts';
import { endTransaction } from '../transaction.ts';
import { accountEvents, attachStatePolicies, type PerformAction } from './action.ts';

export const finish: PerformAction<'finish'> = async ({ lifecycle }, before, { tell }) => {
  const { transaction } = before;
  await attachStatePolicies(lifecycle, before, 'released');
  const events = accountEvents(lifecycle, before, tell);
  const { environment } = lifecycle.hub;
  const ended = transaction && endTransaction(transaction, lifecycle.clock.now());
  return {
    observation: { ...before, transaction: undefined, work: undefined, cause: 'event' },
    events: ended ? [...events, payloadEventEntry({ ...ended, environment })] : events,
  };
};
