/** Publishes that a build failed. */

import { exception, type PerformAction } from './action.ts';

export const reportBuild: PerformAction<'report-build'> = (
  { access },
  before,
  { purpose, status },
) => {
  const { account, work } = before;
  const payload = {
    account: account.id,
    identifier: `${work?.step?.buildId ?? ''} ${status}`,
    title: `Codebuild event for account ${account.id}`,
    message: `The ${purpose} of account ${account.id} ended with ${status}. Look at the log of build ${work?.step?.buildId ?? ''} in that account.`,
  };
  const reported = work?.step && { ...work, step: { ...work.step, reported: true } };
  return {
    observation: { ...before, work: reported },
    events: [exception(access, 'FailedCodebuildException', payload)],
  };
};
