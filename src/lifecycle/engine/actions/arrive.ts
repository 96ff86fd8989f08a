/** Publishes that an account is in its state, before it leaves that state. */

import { isLifecycleState } from '../../../model/lifecycle-state.ts';
import { stateTag, tagKeys } from '../../model/observation.ts';
import { recordAfter, transactionAfter } from '../next-record.ts';
import { accountEvents, attachStatePolicies, type PerformAction } from './action.ts';

export const arrive: PerformAction<'arrive'> = async ({ access }, before, { tell, begin }) => {
  const keys = tagKeys(access.settings.features.withTagPrefix);
  const state = stateTag(before.account, keys);
  if (isLifecycleState(state)) await attachStatePolicies(access, before, state);
  const work = recordAfter(access, before, begin);
  return {
    observation: {
      ...before,
      ...transactionAfter(access, before, begin),
      work: { ...work, ...(isLifecycleState(state) && { state }) },
    },
    events: accountEvents(access, before, tell),
  };
};
