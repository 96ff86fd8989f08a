/**
 * AWS Systems Manager Incident Manager, as customers have it who used it before it was closed to new ones.
 * https://docs.aws.amazon.com/incident-manager/latest/userguide/incident-manager-availability-change.html
 */

import { type CallContext, defineService, type FindPermissions } from '../../service.ts';
import { planHandlers } from './plans.ts';
import { recordHandlers } from './records.ts';
import { callerIncidents, incidentsArn, requireResource } from './state.ts';

interface TagInput {
  readonly resourceArn: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly tagKeys: readonly string[];
}

const tagHandlers = {
  TagResource: ({ resourceArn, tags }: TagInput, context: CallContext) => {
    const known = tagsOf(resourceArn, context);
    for (const [key, value] of Object.entries(tags)) known.set(key, value);
    return {};
  },

  UntagResource: ({ resourceArn, tagKeys }: TagInput, context: CallContext) => {
    const known = tagsOf(resourceArn, context);
    for (const key of tagKeys) known.delete(key);
    return {};
  },

  ListTagsForResource: ({ resourceArn }: TagInput, context: CallContext) => ({
    tags: Object.fromEntries(tagsOf(resourceArn, context)),
  }),
};

function tagsOf(arn: string, context: CallContext): Map<string, string> {
  const { tags } = callerIncidents(context);
  return requireResource(tags.get(arn), 'INCIDENT_RECORD', arn);
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanagerincidentmanager.html */
const permissions: FindPermissions = (operation, input, context) => {
  const created =
    operation === 'CreateResponsePlan'
      ? incidentsArn(context, `response-plan/${input.name}`)
      : undefined;
  const named = [
    created,
    input.arn,
    input.resourceArn,
    input.incidentRecordArn,
    input.responsePlanArn,
  ].find((arn) => typeof arn === 'string');
  return [{ action: `ssm-incidents:${operation}`, resource: named ?? '*' }];
};

export const incidentsService = defineService({
  name: 'ssm-incidents',
  operations: { ...planHandlers, ...recordHandlers, ...tagHandlers },
  permissions,
});
