/** AWS Systems Manager: its Parameter Store and its OpsCenter. */

import { requestTagConditions } from '../../request-tags.ts';
import {
  type CallContext,
  defineService,
  type FindPermissions,
  type RequiredPermission,
} from '../../service.ts';
import { callerParameters, selectorOf } from './caller-parameters.ts';
import { changeHandlers } from './change-parameters.ts';
import { opsItemHandlers } from './ops-items/handlers.ts';
import { opsItemArn } from './ops-items/ops-item.ts';
import { parameterArn } from './parameter.ts';
import { putParameter } from './put-parameter.ts';
import { readHandlers } from './read-parameters.ts';

const permissions: FindPermissions = (operation, input, context) => {
  if (operation in opsItemHandlers || input.ResourceType === 'OpsItem') {
    return opsItemPermissions(operation, input, context);
  }
  const names = [input.Name, input.Names, input.Path, input.ResourceId]
    .flat()
    .filter((name) => typeof name === 'string');
  const action = `ssm:${operation}`;
  // A listing requires permission for all parameters.
  if (names.length === 0) return [{ action, resource: arnOf(context, '*') }];
  return names.map((name) => {
    const bare = selectorOf(name).name;
    const tags = callerParameters(context).parameters.get(bare)?.tags ?? new Map<string, string>();
    return {
      action,
      resource: arnOf(context, bare),
      conditions: {
        ...requestTagConditions(input.Tags, input.TagKeys),
        ...Object.fromEntries([...tags].map(([key, value]) => [`aws:ResourceTag/${key}`, value])),
      },
    };
  });
};

/** Tags of a new item require the permission to tag it. */
const opsItemPermissions = (
  operation: string,
  input: Readonly<Record<string, unknown>>,
  context: CallContext,
): readonly RequiredPermission[] => {
  const id = input.OpsItemId ?? input.ResourceId ?? '*';
  const resource = operation === 'DescribeOpsItems' ? '*' : opsItemArn(context, String(id));
  const conditions = requestTagConditions(input.Tags, input.TagKeys);
  const need = { action: `ssm:${operation}`, resource, conditions };
  const isTagged = operation === 'CreateOpsItem' && Array.isArray(input.Tags);
  return isTagged ? [need, { ...need, action: 'ssm:AddTagsToResource' }] : [need];
};

function arnOf({ world, caller, region }: CallContext, name: string): string {
  return parameterArn(world, { accountId: caller.accountId, region }, name);
}

export const ssmService = defineService({
  name: 'ssm',
  operations: {
    PutParameter: putParameter,
    ...readHandlers,
    ...changeHandlers,
    ...opsItemHandlers,
  },
  permissions,
});
