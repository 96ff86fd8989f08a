/**
 * Carries out one action. Every action can be repeated: existing resources are kept, a started build is found again,
 * and an event that is published twice has the same identifier.
 */

import type { Action } from '../model/decision.ts';
import type { Observation } from '../model/observation.ts';
import type { PerformAction, PerformContext, PerformResult } from './actions/action.ts';
import { arrive } from './actions/arrive.ts';
import { build } from './actions/build.ts';
import { enter } from './actions/enter.ts';
import { fail } from './actions/fail.ts';
import { finish } from './actions/finish.ts';
import { reportBuild } from './actions/report-build.ts';
import { reportLate } from './actions/report-late.ts';
import { reportState } from './actions/report-state.ts';
import { retag } from './actions/retag.ts';

const actions: { readonly [Do in Action['do']]: PerformAction<Do> } = {
  wait: (_, before) => ({ observation: before, events: [] }),
  forget: (_, before) => ({
    observation: { ...before, transaction: undefined, work: undefined },
    events: [],
  }),
  enter,
  arrive,
  retag,
  build,
  'report-build': reportBuild,
  'report-late': reportLate,
  'report-state': reportState,
  finish,
  fail,
};

export async function perform(
  context: PerformContext,
  before: Observation,
  action: Action,
): Promise<PerformResult> {
  const run = actions[action.do] as PerformAction<Action['do']>;
  return await run(context, before, action);
}
