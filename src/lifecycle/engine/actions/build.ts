/** Applies the baseline and starts a build. */

import type { ObservedBuild } from '../../model/observation.ts';
import { recordAfter, transactionAfter, withMinStepTime } from '../next-record.ts';
import { writeTags } from '../write-tags.ts';
import { accountEvents, attachStatePolicies, entryOf, type PerformAction } from './action.ts';

export const build: PerformAction<'build'> = async (
  context,
  before,
  { purpose, attempt, set, tell, begin },
) => {
  const { access, interruptedAt } = context;
  const state = purpose === 'preparation' ? ('assigned' as const) : ('expired' as const);
  await attachStatePolicies(access, before, state);
  const after = await writeTags(access, before, set, []);
  const { account } = after;
  const opened = transactionAfter(access, after, begin);
  const request = {
    account,
    item: entryOf(before),
    purpose,
    attempt,
    since: opened.transaction?.begin ?? 0,
    interruptedAt,
  };
  const events = accountEvents(access, before, tell);
  const started = await access.builds.start(request);
  if ('waitingFor' in started) {
    const { waitingFor } = started;
    const work = { ...recordAfter(access, after, begin), state, waitingFor };
    return { observation: { ...after, ...opened, work }, events, waitingFor };
  }
  const { buildId } = started;
  const step = { purpose, attempt, startedAt: access.now(), buildId };
  const running: ObservedBuild = { id: buildId, status: 'IN_PROGRESS' };
  const { waitingFor, ...record } = recordAfter(access, after, begin);
  return {
    observation: {
      ...after,
      ...opened,
      work: withMinStepTime(step, { ...record, state, step }),
      build: running,
    },
    events,
  };
};
