/**
 * The log of an invocation, with Lambda's own lines, written with the permissions of the function's role.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html
 */

import { AwsError } from '../../../../wire/aws-error.ts';
import { callAs } from '../../../call-as.ts';
import type { CallContext } from '../../../service.ts';
import type { World } from '../../../world/world.ts';
import type { Role } from '../../iam/resources.ts';
import { logsService } from '../../logs/service.ts';
import { roleContext } from '../execution-role.ts';
import type { LambdaFunction } from '../lambda-function.ts';
import type { ProcessOutcome } from './execution-environment.ts';
import { failureOf, timeoutText } from './result.ts';

export interface LoggedLine {
  readonly timestamp: number;
  readonly message: string;
}

export interface LoggedInvocation {
  readonly requestId: string;
  readonly startsAt: number;
  readonly outcome: ProcessOutcome;
}

export function logLines(
  called: LambdaFunction,
  invocation: LoggedInvocation,
): readonly LoggedLine[] {
  const { startsAt, outcome } = invocation;
  const endsAt = startsAt + Math.ceil(outcome.durationMs);
  const own = outcome.events.map(({ at, text }) => ({
    timestamp: Math.min(Math.max(Math.floor(at), startsAt), endsAt),
    // A line without text is an event too, and events are not empty.
    message: text === '' ? '\n' : text,
  }));
  const isJson = called.settings.logging.format === 'JSON';
  const { before, after } = (isJson ? jsonLines : textLines)(called, invocation, endsAt);
  const line = (timestamp: number) => (message: string) => ({ timestamp, message });
  return [...before.map(line(startsAt)), ...own, ...after.map(line(endsAt))];
}

interface SystemLines {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

function textLines(
  called: LambdaFunction,
  { requestId, outcome }: LoggedInvocation,
  endsAt: number,
): SystemLines {
  const { memoryMb } = called.settings;
  const { durationMs, initMs, maxMemoryMb } = outcome;
  const report = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${durationMs.toFixed(2)} ms`,
    `Billed Duration: ${Math.ceil(durationMs)} ms`,
    `Memory Size: ${memoryMb} MB`,
    `Max Memory Used: ${maxMemoryMb} MB`,
    ...(initMs === undefined ? [] : [`Init Duration: ${initMs.toFixed(2)} ms`]),
  ].join('\t');
  return {
    before: [`START RequestId: ${requestId} Version: $LATEST`],
    after: [
      ...endLines(called, requestId, { outcome, endsAt }),
      `END RequestId: ${requestId}`,
      report,
    ],
  };
}

interface EndedOutcome {
  readonly outcome: ProcessOutcome;
  readonly endsAt: number;
}

/** What Lambda itself says about an end that the function did not report. */
function endLines(
  called: LambdaFunction,
  requestId: string,
  { outcome, endsAt }: EndedOutcome,
): readonly string[] {
  if (outcome.status === 'exited') return [failureOf(called, requestId, outcome).errorMessage];
  if (outcome.status !== 'timed-out') return [];
  const text = timeoutText(called.settings.timeoutSeconds);
  return [`${new Date(endsAt).toISOString()} ${requestId} ${text}`];
}

/** https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html */
function jsonLines(
  called: LambdaFunction,
  { requestId, startsAt, outcome }: LoggedInvocation,
  endsAt: number,
): SystemLines {
  const level = called.settings.logging.systemLevel ?? 'INFO';
  const statuses = { done: 'success', failed: 'error', 'timed-out': 'timeout', exited: 'error' };
  const status = statuses[outcome.status];
  if (level === 'WARN' && status === 'success') return { before: [], after: [] };
  const line = (at: number, type: string, record: object) =>
    JSON.stringify({ time: new Date(at).toISOString(), type, record });
  const start = line(startsAt, 'platform.start', { requestId, version: '$LATEST' });
  const report = line(endsAt, 'platform.report', {
    requestId,
    metrics: {
      durationMs: Number(outcome.durationMs.toFixed(3)),
      billedDurationMs: Math.ceil(outcome.durationMs),
      memorySizeMB: called.settings.memoryMb,
      maxMemoryUsedMB: outcome.maxMemoryMb,
      ...(outcome.initMs !== undefined && { initDurationMs: Number(outcome.initMs.toFixed(3)) }),
    },
    status,
    ...(outcome.status === 'exited' && { errorType: 'Runtime.ExitError' }),
  });
  return { before: level === 'WARN' ? [] : [start], after: [report] };
}

export interface LogToWrite {
  readonly role: Role;
  readonly stream: string;
  readonly events: readonly LoggedLine[];
}

/** A role that may not write leaves no log, and the invocation is the same. */
export function writeLog(
  world: World,
  called: LambdaFunction,
  { role, stream, events }: LogToWrite,
): void {
  const context = roleContext(world, called, role);
  const logGroupName = called.settings.logging.group;
  const place = { logGroupName, logStreamName: stream };
  try {
    unlessExisting(
      () => callAs(logsService, 'CreateLogStream', place, context),
      () => createGroup(place, context),
    );
    for (const logEvents of batches(events)) {
      callAs(logsService, 'PutLogEvents', { ...place, logEvents }, context);
    }
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
  }
}

function createGroup(place: { readonly logGroupName: string }, context: CallContext): void {
  const { logGroupName } = place;
  callAs(logsService, 'CreateLogGroup', { logGroupName }, context);
  callAs(logsService, 'CreateLogStream', place, context);
}

function unlessExisting(create: () => void, onMissing: () => void): void {
  try {
    create();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (error.code === 'ResourceAlreadyExistsException') return;
    if (error.code !== 'ResourceNotFoundException') throw error;
    onMissing();
  }
}

const maxBatchBytes = 900_000;
const maxBatchEvents = 5_000;
const maxEventBytes = 250_000;

function batches(events: readonly LoggedLine[]): readonly LoggedLine[][] {
  const all: LoggedLine[][] = [];
  let bytes = maxBatchBytes;
  for (const { timestamp, message } of events.toSorted((a, b) => a.timestamp - b.timestamp)) {
    const cut = message.slice(0, maxEventBytes);
    bytes += Buffer.byteLength(cut);
    if (bytes >= maxBatchBytes || (all.at(-1)?.length ?? 0) >= maxBatchEvents) {
      all.push([]);
      bytes = Buffer.byteLength(cut);
    }
    all.at(-1)?.push({ timestamp, message: cut });
  }
  return all;
}
