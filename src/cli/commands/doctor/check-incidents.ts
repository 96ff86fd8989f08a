/** Whether Incident Manager can open incidents, where the settings name a response plan. */

import { classify } from '../../../aws/failures.ts';
import type { Fleet } from '../../../aws/open-fleet.ts';
import { errorLine } from '../../error-line.ts';
import { skipped } from './check-aws.ts';
import type { CheckedInstallation } from './checked-installation.ts';
import type { DoctorCheck } from './command.ts';

const check = 'incidents';

export async function checkIncidents(
  fleet: Fleet,
  { settings, region }: CheckedInstallation,
): Promise<DoctorCheck> {
  const { withResponsePlanArn: arn } = settings.features;
  if (arn === undefined) return skipped(check, 'the settings name no response plan');
  const incidents = fleet.generic('ssm-incidents', region);
  try {
    const { replicationSetArns = [] } = await incidents.call('ListReplicationSets');
    if ((replicationSetArns as readonly string[]).length === 0) {
      const detail = 'Incident Manager has no replication set';
      const advice =
        'set it up once, in the console or by aws ssm-incidents create-replication-set';
      return { check, status: 'failed', detail, advice };
    }
    await incidents.call('GetResponsePlan', { arn });
    return { check, status: 'ok', detail: arn };
  } catch (error) {
    if (classify(error).kind !== 'not-found') {
      return { check, status: 'failed', detail: errorLine(error) };
    }
    const advice = 'create it, or correct features.with_response_plan_arn';
    return { check, status: 'failed', detail: `there is no response plan ${arn}`, advice };
  }
}
