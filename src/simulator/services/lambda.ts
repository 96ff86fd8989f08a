/** AWS Lambda: functions that run in processes of their own. */

import type { AnyService, FindNeeds, RequiredPermission } from '../service.ts';
import { eventInvokeHandlers } from './lambda/event-invoke-handlers.ts';
import { functionArn } from './lambda/find-function.ts';
import { functionHandlers } from './lambda/function-handlers.ts';
import { invokeHandlers } from './lambda/invoke.ts';
import { mappingHandlers } from './lambda/mapping-handlers.ts';
import { permissionHandlers } from './lambda/permission-handlers.ts';
import { policyTextOf } from './lambda/policy-text.ts';
import { deployedByArn } from './lambda/state.ts';
import { urlHandlers } from './lambda/url-handlers.ts';

const needs: FindNeeds = (operation, input, context) => {
  const { FunctionName, Resource, UUID, Role } = input;
  const action = operation === 'Invoke' ? 'lambda:InvokeFunction' : `lambda:${operation}`;
  if (typeof Resource === 'string') return [{ action, resource: Resource }];
  if (operation.includes('EventSourceMapping')) return [mappingNeed(action, UUID, context)];
  if (typeof FunctionName !== 'string') return undefined;
  const resource = functionArn(context, FunctionName);
  return [ownedNeed(action, resource, context), ...passing(Role)];
};

type Context = Parameters<FindNeeds>[2];

/** The function's policy may permit callers of other accounts. */
function ownedNeed(action: string, resource: string, { world }: Context): RequiredPermission {
  const called = deployedByArn(world, resource);
  const text = called && policyTextOf(called);
  const owner = resource.split(':')[4] ?? '';
  const policy = text !== undefined && { resourcePolicy: { text, kind: 'resource' as const } };
  return { action, resource, owner, ...policy };
}

function mappingNeed(
  action: string,
  id: unknown,
  { world, region, caller }: Context,
): RequiredPermission {
  const base = `arn:${world.partition.name}:lambda:${region}:${caller.accountId}`;
  const resource = typeof id === 'string' ? `${base}:event-source-mapping:${id}` : '*';
  return { action, resource };
}

function passing(role: unknown): readonly RequiredPermission[] {
  if (typeof role !== 'string' || !role.startsWith('arn:')) return [];
  const conditions = { 'iam:PassedToService': 'lambda.amazonaws.com' };
  return [{ action: 'iam:PassRole', resource: role, conditions }];
}

export const lambdaService: AnyService = {
  name: 'lambda',
  handlers: {
    ...functionHandlers,
    ...invokeHandlers,
    ...permissionHandlers,
    ...eventInvokeHandlers,
    ...mappingHandlers,
    ...urlHandlers,
  },
  needs,
};
