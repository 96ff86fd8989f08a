/** Publishes that a build still runs after the deadline. */

import { exception, type PerformAction } from './action.ts';

export const reportLate: PerformAction<'report-late'> = ({ access }, before, { purpose }) => {
  const { account, work } = before;
  const payload = {
    account: account.id,
    identifier: `${work?.step?.buildId ?? ''} late`,
    title: `The ${purpose} of account '${account.id}' takes long`,
    message: `The ${purpose} of account ${account.id} is still running after its deadline. Look at the log of build ${work?.step?.buildId ?? ''} in that account. The account continues when the build succeeds.`,
  };
  const late = work?.step && { ...work, step: { ...work.step, late: true } };
  return {
    observation: { ...before, work: late },
    events: [exception(access, 'GenericException', payload)],
  };
};
