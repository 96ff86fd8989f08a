/** Changes the state: policies first, then the tags. */

import { tagKeys } from '../../model/observation.ts';
import { recordAfter, transactionAfter, withMinStepTime } from '../next-record.ts';
import { writeTags } from '../write-tags.ts';
import { accountEvents, attachStatePolicies, type PerformAction } from './action.ts';

export const enter: PerformAction<'enter'> = async (
  context,
  before,
  { state, set, unset, tell, begin },
) => {
  const { access } = context;
  const keys = tagKeys(access.settings.features.withTagPrefix);
  const tags = { ...set, [keys.state]: state };
  // Before the tag: a worker that resumes after a failure still finds the account in the previous state.
  await attachStatePolicies(access, before, state);
  const after = await writeTags(access, before, tags, unset);
  const { step, unknownState, ...work } = recordAfter(access, after, begin);
  return {
    observation: {
      ...after,
      ...transactionAfter(access, after, begin),
      work: withMinStepTime({ startedAt: access.now() }, work),
      build: undefined,
    },
    events: accountEvents(access, before, tell),
  };
};
