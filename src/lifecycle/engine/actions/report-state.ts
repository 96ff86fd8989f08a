/** Publishes an unknown value of the state tag. */

import { tagKeys } from '../../model/observation.ts';
import { newLifecycleRecord } from '../next-record.ts';
import { exception, type PerformAction } from './action.ts';

export const reportState: PerformAction<'report-state'> = ({ access }, before, { state }) => {
  const { account, work } = before;
  const key = tagKeys(access.settings.features.withTagPrefix).state;
  const payload = {
    account: account.id,
    title: `Unknown state of account '${account.id}'`,
    message: `The tag ${key} of account ${account.id} is "${state}". Set it to vanilla, assigned, released or expired; until then nothing is done with the account.`,
  };
  const record = work ?? newLifecycleRecord(access.now());
  return {
    observation: { ...before, work: { ...record, unknownState: state } },
    events: [exception(access, 'GenericException', payload)],
  };
};
