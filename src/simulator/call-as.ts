/** Calls an operation of a simulated service from inside, with the permissions of a caller. */

import { serviceModel } from '../aws/models/service-model.ts';
import { AwsError } from '../wire/aws-error.ts';
import { authorize } from './authorize.ts';
import type { CallContext, RequiredPermission, SimulatedService } from './service.ts';

/** Throws the service's error, or AccessDenied. For operations that answer at once. */
export function callAs(
  service: SimulatedService,
  operation: string,
  input: object,
  context: CallContext,
): object {
  checkPermissions(service, operation, input, context);
  return callTrusted(service, operation, input, context);
}

/** Without permissions: for a caller that no policy limits. */
export function callTrusted(
  { name, operations }: SimulatedService,
  operation: string,
  input: object,
  context: CallContext,
): object {
  const handler = operations[operation];
  if (!handler) throw new Error(`${name}:${operation} has no handler.`);
  const output = handler(input as never, context);
  if (output instanceof Promise) throw new Error(`${name}:${operation} is asynchronous.`);
  return output;
}

function checkPermissions(
  service: SimulatedService,
  operation: string,
  input: object,
  context: CallContext,
): void {
  const action = serviceModel(service.name).operations.get(operation)?.action;
  const needs = service.permissions?.(operation, input as Record<string, unknown>, context) ?? [
    { action: action ?? `${service.name}:${operation}`, resource: '*' },
  ];
  for (const need of needs) permit(need, context);
}

/** Throws AccessDenied unless the caller has the permission. */
export function permit(need: RequiredPermission, context: CallContext): void {
  const decision = authorize(context, need);
  if (decision.allowed) return;
  const message = `User: ${context.caller.arn} is not authorized to perform: ${need.action} on resource: ${need.resource} ${decision.reason}`;
  throw new AwsError('AccessDenied', message, { status: 403 });
}
