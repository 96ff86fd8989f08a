/** Runs a function once: concurrency, role, environment, log and metrics. */

import { AwsError } from '../../../../wire/aws-error.ts';
import { hexadecimal } from '../../../world/ids.ts';
import type { World } from '../../../world/world.ts';
import type { Role } from '../../iam/resources.ts';
import { Throttled } from '../callable.ts';
import { executionRole, openSession, sessionMs } from '../execution-role.ts';
import type { LambdaFunction } from '../lambda-function.ts';
import { type ProcessOutcome, startEnvironment } from './execution-environment.ts';
import { lambdaHost } from './lambda-host.ts';
import { logLines, writeLog } from './log.ts';
import type { PooledEnvironment } from './pool.ts';
import { recordInvocation, recordThrottle } from './record-invocation.ts';
import { type FunctionResult, resultOf } from './result.ts';
import { variablesOf } from './variables.ts';

export interface InvocationCall {
  readonly requestId: string;
  /** JSON. */
  readonly payload: string;
  /** Whether a caller waits for the result: events in a queue wait for a place instead. */
  readonly isAttended: boolean;
  readonly clientContext?: string;
}

/** Throws a `Throttled`, or an `AwsError` when the role cannot be assumed. */
export function runFunction(
  world: World,
  called: LambdaFunction,
  call: InvocationCall,
): Promise<FunctionResult> {
  const { running } = lambdaHost(world);
  const concurrent = running.get(called.arn) ?? 0;
  if (concurrent >= (called.reservedConcurrency ?? Number.POSITIVE_INFINITY)) {
    recordThrottle(world, called);
    return Promise.reject(new Throttled('Rate Exceeded.'));
  }
  running.set(called.arn, concurrent + 1);
  const ended = run(world, called, call).finally(() => {
    running.set(called.arn, (running.get(called.arn) ?? 1) - 1);
  });
  return world.pendingTasks.trackProcess(ended);
}

async function run(
  world: World,
  called: LambdaFunction,
  call: InvocationCall,
): Promise<FunctionResult> {
  const { places } = lambdaHost(world);
  if (call.isAttended) return runNow(world, called, call);
  await places.take();
  try {
    return await runNow(world, called, call);
  } finally {
    places.giveBack();
  }
}

async function runNow(
  world: World,
  called: LambdaFunction,
  call: InvocationCall,
): Promise<FunctionResult> {
  const role = executionRole(world, called, called.settings.roleArn);
  if (!role) {
    throw new AwsError(
      'AccessDeniedException',
      'The role defined for the function cannot be assumed by Lambda.',
      { status: 403 },
    );
  }
  const { pool } = lambdaHost(world);
  const startsAt = world.clock.now();
  const pooled = pool.take(called, startsAt) ?? (await start(world, called, role));
  const outcome = await pooled.environment.invoke({
    requestId: call.requestId,
    functionArn: called.arn,
    payload: call.payload,
    startsAt,
    timeoutMs: called.settings.timeoutSeconds * 1_000,
    traceId: traceId(world, startsAt),
    ...(call.clientContext !== undefined && { clientContext: call.clientContext }),
  });
  pool.giveBack(called, pooled);
  return settle(world, called, { call, role, pooled, outcome, startsAt });
}

interface EndedInvocation {
  readonly call: InvocationCall;
  readonly role: Role;
  readonly pooled: PooledEnvironment;
  readonly outcome: ProcessOutcome;
  readonly startsAt: number;
}

function settle(
  world: World,
  called: LambdaFunction,
  { call, role, pooled, outcome, startsAt }: EndedInvocation,
): FunctionResult {
  const result = resultOf(called, call.requestId, outcome);
  const invocation = { requestId: call.requestId, startsAt, outcome };
  const events = logLines(called, invocation);
  writeLog(world, called, { role, stream: pooled.logStream, events });
  recordInvocation(world, called, { startsAt, outcome, isError: result.isError });
  return { ...result, log: events.map(({ message }) => message) };
}

async function start(world: World, called: LambdaFunction, role: Role): Promise<PooledEnvironment> {
  const { folders, listen } = lambdaHost(world);
  const { settings, revisionId } = called;
  const endpoint = await listen();
  const now = world.clock.now();
  const { credentials } = openSession(world, called, role);
  const codeFolder = folders.folderOf(called.code);
  const logStream = streamName(world, now);
  const environment = startEnvironment({
    folder: codeFolder,
    variables: variablesOf(called, {
      home: folders.home(),
      codeFolder,
      logStream,
      endpoint,
      credentials,
    }),
    memoryMb: settings.memoryMb,
    now,
  });
  const validUntil = now + sessionMs - 2 * settings.timeoutSeconds * 1_000;
  return { environment, logStream, revisionId, validUntil };
}

/** `2026/01/01/[$LATEST]0a1b…`. */
function streamName(world: World, now: number): string {
  const day = new Date(now).toISOString().slice(0, 10).replaceAll('-', '/');
  return `${day}/[$LATEST]${world.random.text(hexadecimal, 32)}`;
}

function traceId(world: World, now: number): string {
  const seconds = Math.floor(now / 1_000).toString(16);
  const random = world.random.text(hexadecimal, 40);
  return `Root=1-${seconds}-${random.slice(0, 24)};Parent=${random.slice(24)};Sampled=0`;
}
