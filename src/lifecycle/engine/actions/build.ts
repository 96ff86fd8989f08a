/** Applies the baseline and starts a build. */

import { startBuild } from '../../builds/start-build.ts';
import type { ObservedBuild } from '../../model/observation.ts';
import { recordAfter, transactionAfter, withMinStepTime } from '../next-record.ts';
import { writeTags } from '../write-tags.ts';
import { accountEvents, attachStatePolicies, entryOf, type PerformAction } from './action.ts';

export const build: PerformAction<'build'> = async (
  context,
  before,
  { purpose, attempt, set, tell, begin },
) => {
  const { lifecycle, interruptedAt } = context;
  const state = purpose === 'preparation' ? ('assigned' as const) : ('expired' as const);
  await attachStatePolicies(lifecycle, before, state);
  const after = await writeTags(context.lifecycle, before, set, []);
  const { account } = after;
  const opened = transactionAfter(lifecycle, after, begin);
  const request = {
    account,
    item: entryOf(before),
    purpose,
    attempt,
    since: opened.transaction?.begin ?? 0,
    interruptedAt,
  };
  const events = accountEvents(lifecycle, before, tell);
  const started = await startBuild(lifecycle, request);
  if ('waitingFor' in started) {
    const { waitingFor } = started;
    const work = { ...recordAfter(lifecycle, after, begin), state, waitingFor };
    return { observation: { ...after, ...opened, work }, events, waitingFor };
  }
  const { buildId } = started;
  const step = { purpose, attempt, startedAt: lifecycle.clock.now(), buildId };
  const running: ObservedBuild = { id: buildId, status: 'IN_PROGRESS' };
  const { waitingFor, ...record } = recordAfter(lifecycle, after, begin);
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
