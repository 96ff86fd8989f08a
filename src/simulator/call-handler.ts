/**
 * The processing of a call: identify the caller, verify the signature, check the region, apply limits and faults,
 * authorize, then run the handler. The order is AWS's as far as it can be observed.
 */

import { AwsError } from '../wire/aws-error.ts';
import type { CallHandler, WireCall, WireRequest } from '../wire/message.ts';
import { authorize } from './authorize.ts';
import { trail } from './cloudtrail.ts';
import { disconnection } from './disconnection.ts';
import type { Fault } from './faults.ts';
import { listedHandler } from './generated/listed.ts';
import { identify } from './identify.ts';
import type { Recorder } from './journal.ts';
import type { Admit } from './limits.ts';
import type { Faults } from './match-faults.ts';
import {
  denied,
  notSimulated,
  regionDisabled,
  suspended,
  throttled,
  unknownRegion,
} from './refusals.ts';
import type { CallContext, RequiredPermission, SimulatedService } from './service.ts';
import type { StubbedResponses } from './stubbed-responses.ts';
import { validateInput } from './validation/validate-input.ts';
import { anonymous, type CallerIdentity } from './world/caller.ts';
import type { AccessKey } from './world/keys.ts';
import { isRegionUsable } from './world/regions.ts';
import type { World } from './world/world.ts';

export interface CallHandlerOptions {
  readonly world: World;
  readonly services: ReadonlyMap<string, SimulatedService>;
  readonly latencyMs: number;
  readonly admit: Admit;
  readonly faults: Faults;
  readonly stubs: StubbedResponses;
  readonly journal: Recorder;
  /** Throws when the signature does not match the secret. Absent in process, where requests cannot be altered. */
  readonly verify?: VerifySignature;
}

export type VerifySignature = (request: WireRequest, secretAccessKey: string) => void;

export function createCallHandler(options: CallHandlerOptions): CallHandler {
  const { world, journal } = options;
  return async (call) => {
    world.timeline.settle(world.clock.now());
    const at = world.clock.now();
    journal.begin();
    let caller = anonymous;
    let error: string | undefined;
    try {
      const key = identify(world, call, at);
      caller = key.caller;
      return await answerCaller(options, call, key);
    } catch (thrown) {
      error = thrown instanceof Error ? thrown.name : String(thrown);
      throw thrown;
    } finally {
      journal.end(toJournal(call, caller, at, error));
    }
  };
}

function toJournal(call: WireCall, caller: CallerIdentity, at: number, error: string | undefined) {
  return {
    at,
    requestId: call.requestId,
    operation: `${call.service.name}:${call.operation.name}`,
    region: call.region,
    accountId: caller.accountId,
    principal: caller.arn,
    ...(error !== undefined && { error }),
  };
}

async function answerCaller(
  options: CallHandlerOptions,
  call: WireCall,
  { caller, secretAccessKey, onUse }: AccessKey,
): Promise<object> {
  const { world } = options;
  if (call.credential && caller.kind !== 'anonymous') {
    options.verify?.(call.request, secretAccessKey);
  }
  checkPlace(world, call, caller);
  onUse?.({ at: world.clock.now(), region: call.region, service: call.service.iamPrefix });
  if (options.latencyMs > 0) await wait(options.latencyMs, world, call);
  if (!options.admit(call, caller, world.clock.now())) {
    options.journal.refuse();
    throw throttled(call.service);
  }
  for (const fault of options.faults.matchCall(call, caller))
    await applyFault(fault, options, call);
  // Time may have passed while the call waited.
  const now = world.clock.now();
  world.timeline.settle(now);
  const { region, requestId } = call;
  const host = call.request.headers.host ?? '';
  const { signal } = call.request;
  return await handle(options, call, { world, caller, region, host, requestId, signal, now });
}

/** The account must exist and be active, and the region must be enabled in it. */
function checkPlace(world: World, { service, region }: WireCall, caller: CallerIdentity): void {
  if (caller.kind === 'anonymous') return;
  const account = world.accounts.get(caller.accountId);
  const { regions, globalRegion } = world.partition;
  if (!regions.includes(region)) throw unknownRegion(service, region, globalRegion);
  if (!account || !isRegionUsable(world, account, region)) throw regionDisabled(service);
  if (account.state !== 'ACTIVE') throw suspended(service, account.id);
}

async function applyFault(
  fault: Fault,
  options: CallHandlerOptions,
  call: WireCall,
): Promise<void> {
  const { signal } = call.request;
  if (fault.latencyMs !== undefined) {
    await wait(fault.latencyMs, options.world, call);
  } else if (fault.hang) {
    await hangUntilAborted(signal);
  } else if (fault.disconnect) {
    throw disconnection();
  } else if (fault.deny) {
    const { service, operation } = call;
    throw denied(service, `You are not authorized to perform ${operation.name}, on demand.`);
  } else if (fault.throttle) {
    throw throttled(call.service);
  } else if (fault.error) {
    const { code, message, status } = fault.error;
    const detail = status === undefined ? {} : { status };
    throw new AwsError(code, message ?? `${code}, on demand.`, detail);
  }
}

async function wait(
  ms: number,
  { clock, pendingTasks }: World,
  { request }: WireCall,
): Promise<void> {
  try {
    await pendingTasks.trackSleep(clock.sleep(ms, request.signal));
  } catch (error) {
    throw request.signal?.aborted ? disconnected() : error;
  }
}

/** Never resolves; the caller can only give up. */
function hangUntilAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    if (signal?.aborted) return reject(disconnected());
    signal?.addEventListener('abort', () => reject(disconnected()), { once: true });
  });
}

/** The caller has disconnected: no response will be read. */
function disconnected(): AwsError {
  return new AwsError('RequestTimeout', 'The caller has disconnected.', { status: 408 });
}

async function handle(
  { services, stubs }: CallHandlerOptions,
  call: WireCall,
  context: CallContext,
): Promise<object> {
  const { service, operation, input } = call;
  const simulated = services.get(service.name);
  const answer = stubs.find(call, context.caller);
  const handler = answer
    ? () => answer
    : (simulated?.operations[operation.name] ?? listedHandler(service, operation));
  if (!handler) throw notSimulated(service, operation.name);
  validateInput(service, operation, input);
  const needs = simulated?.permissions?.(operation.name, input, context);
  for (const need of needs ?? [{ action: operation.action, resource: '*' }]) {
    permit(call, context, need);
  }
  try {
    const answered = await handler(input as never, context);
    trail(context, { service: service.name, operation: operation.name, input });
    return answered;
  } catch (error) {
    const errorCode = error instanceof AwsError ? error.code : undefined;
    if (errorCode)
      trail(context, { service: service.name, operation: operation.name, input, errorCode });
    throw error;
  }
}

function permit({ service }: WireCall, context: CallContext, need: RequiredPermission): void {
  const decision = authorize(context, need);
  if (decision.allowed) return;
  const prefix = `User: ${context.caller.arn} is not authorized to perform: ${need.action}`;
  throw denied(service, `${prefix} on resource: ${need.resource} ${decision.reason}`);
}
