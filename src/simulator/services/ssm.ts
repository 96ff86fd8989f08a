/** AWS Systems Manager: its Parameter Store. */

import type { AnyService, CallContext, FindNeeds } from '../service.ts';
import { requestTagConditions } from './request-tags.ts';
import { callerParameters, selectorOf } from './ssm/caller-parameters.ts';
import { changeHandlers } from './ssm/change-parameters.ts';
import { parameterArn } from './ssm/parameter.ts';
import { putParameter } from './ssm/put-parameter.ts';
import { readHandlers } from './ssm/read-parameters.ts';

const needs: FindNeeds = (operation, input, context) => {
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

function arnOf({ world, caller, region }: CallContext, name: string): string {
  return parameterArn(world, { accountId: caller.accountId, region }, name);
}

export const ssmService: AnyService = {
  name: 'ssm',
  handlers: { PutParameter: putParameter, ...readHandlers, ...changeHandlers },
  needs,
};
