/** AWS Lambda: functions that run in processes of their own. */

import { defineService, type FindPermissions, type RequiredPermission } from '../../service.ts';
import { eventInvokeHandlers } from './event-invoke-handlers.ts';
import { functionArn } from './find-function.ts';
import { functionHandlers } from './function-handlers.ts';
import { invokeHandlers } from './invoke.ts';
import { mappingHandlers } from './mapping-handlers.ts';
import { permissionHandlers } from './permission-handlers.ts';
import { policyTextOf } from './policy-text.ts';
import { deployedByArn } from './state.ts';
import { urlHandlers } from './url-handlers.ts';

const permissions: FindPermissions = (operation, input, context) => {
  const { FunctionName, Resource, UUID, Role } = input;
  const action = operation === 'Invoke' ? 'lambda:InvokeFunction' : `lambda:${operation}`;
  if (typeof Resource === 'string') return [{ action, resource: Resource }];
  if (operation.includes('EventSourceMapping')) return [mappingNeed(action, UUID, context)];
  if (typeof FunctionName !== 'string') return undefined;
  const resource = functionArn(context, FunctionName);
  return [ownedNeed(action, resource, context), ...passing(Role)];
};

type Context = Parameters<FindPermissions>[2];

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

export const lambdaService = defineService({
  name: 'lambda',
  operations: {
    ...functionHandlers,
    ...invokeHandlers,
    ...permissionHandlers,
    ...eventInvokeHandlers,
    ...mappingHandlers,
    ...urlHandlers,
  },
  permissions,
});
