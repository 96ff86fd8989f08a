/**
 * Invokes a function with the records of a table's stream, in order: a batch that fails is tried again until it succeeds,
 * is too old or was tried too often, and no later record passes it.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 */

import { authorize } from '../../authorize.ts';
import type { World } from '../../world/world.ts';
import {
  onRecord,
  recordsAt,
  type StreamRecord,
  sequenceNumber,
  streamByArn,
  type TableStream,
} from '../dynamodb/stream.ts';
import { uuid } from '../events/event.ts';
import { compilePattern } from '../events/pattern.ts';
import { invalidValue } from './errors.ts';
import type { EventSourceMapping, MappingSettings } from './event-source-mapping.ts';
import { executionRole, roleContext } from './execution-role.ts';
import type { LambdaFunction } from './lambda-function.ts';
import { invokeForResult } from './register-deployed.ts';
import { deployedByArn } from './state.ts';
import { eventRecord } from './stream-event.ts';
import { type FailedBatch, reasonToGiveUp, reportBatch } from './stream-failures.ts';

export function isStreamArn(arn: string): boolean {
  return /^arn:[\w-]+:dynamodb:.*:table\/.+\/stream\//.test(arn);
}

const neededActions = ['GetRecords', 'GetShardIterator', 'DescribeStream', 'ListStreams'];

export function checkStreamAccess(world: World, called: LambdaFunction, arn: string): void {
  if (!streamByArn(world, arn)) {
    throw invalidValue(`Stream not found: ${arn}`);
  }
  if (neededActions.every((action) => mayCall(world, called, action, arn))) return;
  throw invalidValue(
    `Cannot access stream ${arn}. Please ensure the role can perform the ${neededActions.slice(0, -1).join(', ')}, and ListStreams Actions on your stream in IAM.`,
  );
}

/** ListStreams has no resource; a role that may list its own stream only is accepted too. */
function mayCall(world: World, called: LambdaFunction, action: string, arn: string): boolean {
  const role = executionRole(world, called, called.settings.roleArn);
  if (!role) return false;
  const context = roleContext(world, called, role);
  const resources = action === 'ListStreams' ? ['*', arn] : [arn];
  return resources.some(
    (resource) => authorize(context, { action: `dynamodb:${action}`, resource }).allowed,
  );
}

export function firstPosition(world: World, arn: string, { stream }: MappingSettings): number {
  const found = streamByArn(world, arn);
  if (!found) return 1;
  const [oldest] = recordsAt(found, world.clock.now());
  const isLatest = stream?.startsAt === 'LATEST';
  return isLatest ? found.nextNumber : (oldest?.number ?? found.nextNumber);
}

interface Reader {
  readonly world: World;
  readonly mapping: EventSourceMapping;
  readonly settings: MappingSettings;
  readonly matches: (record: object) => boolean;
  isStopped: boolean;
  isBusy: boolean;
  /** Failed attempts of the batch at the position. */
  failures: number;
  /** Records of the next batch, fewer than usual after one was split. */
  limit: number;
}

/** Returns the function that ends it. */
export function followStream(world: World, mapping: EventSourceMapping): () => void {
  const { settings, sourceArn } = mapping;
  const patterns = settings.filters.map(compilePattern);
  const reader: Reader = {
    world,
    mapping,
    settings,
    matches: (record) => patterns.length === 0 || patterns.some((matches) => matches(record)),
    isStopped: false,
    isBusy: false,
    failures: 0,
    limit: settings.batchSize,
  };
  const wake = () => pollIn(reader, 0);
  const unfollow = onRecord(world, sourceArn, wake);
  wake();
  return () => {
    reader.isStopped = true;
    unfollow();
  };
}

function pollIn(reader: Reader, ms: number): void {
  const { timeline, clock } = reader.world;
  timeline.schedule(clock.now() + ms, 'the polling of a stream', () => poll(reader));
}

/** Lambda continues to poll when its role was denied; how often is not documented. */
const refusedPauseMs = 60_000;

function poll(reader: Reader): void {
  const { world, mapping, settings } = reader;
  const stream = streamByArn(world, mapping.sourceArn);
  const called = deployedByArn(world, mapping.functionArn);
  if (reader.isStopped || reader.isBusy || !stream || !called) return;
  const now = world.clock.now();
  const waiting = recordsAt(stream, now).filter(({ number }) => number >= mapping.position);
  const [oldest] = waiting;
  if (!oldest) return;
  if (!mayCall(world, called, 'GetRecords', stream.arn)) {
    pollIn(reader, refusedPauseMs);
    return;
  }
  const windowEnd = oldest.at + settings.windowSeconds * 1_000;
  if (waiting.length < reader.limit && now < windowEnd) {
    pollIn(reader, windowEnd - now);
    return;
  }
  reader.isBusy = true;
  const batch = waiting.slice(0, reader.limit);
  void world.pendingTasks.track(deliver(reader, called, stream, batch));
}

async function deliver(
  reader: Reader,
  called: LambdaFunction,
  stream: TableStream,
  batch: readonly StreamRecord[],
): Promise<void> {
  const { world } = reader;
  const records = batch.map((record) => eventRecord(stream, record)).filter(reader.matches);
  const requestId = uuid(world.random);
  const failed =
    records.length === 0
      ? undefined
      : await failedFrom(reader, called, { records, batch, requestId });
  reader.isBusy = false;
  if (failed === undefined) {
    succeed(reader, (batch.at(-1)?.number ?? 0) + 1);
    pollIn(reader, 0);
    return;
  }
  const isProgress = failed > (batch[0]?.number ?? 0);
  if (isProgress) {
    succeed(reader, failed);
    pollIn(reader, minPauseMs);
  } else fail(reader, called, { stream, batch, requestId });
}

function succeed(reader: Reader, position: number): void {
  reader.mapping.position = position;
  reader.failures = 0;
  reader.limit = reader.settings.batchSize;
}

interface Delivery {
  readonly records: readonly object[];
  readonly batch: readonly StreamRecord[];
  readonly requestId: string;
}

/** The number of the first record that failed; undefined when none has. */
async function failedFrom(
  { world, settings }: Reader,
  called: LambdaFunction,
  { records, batch, requestId }: Delivery,
): Promise<number | undefined> {
  const first = batch[0]?.number;
  try {
    const response = await invokeForResult(world, called, {
      event: { Records: records },
      requestId,
    });
    return settings.reportsFailures ? reportedFrom(response, batch) : undefined;
  } catch {
    return first;
  }
}

/** An id that is not one of the batch fails all of it. */
function reportedFrom(response: unknown, batch: readonly StreamRecord[]): number | undefined {
  const { batchItemFailures } = (response ?? {}) as { readonly batchItemFailures?: unknown };
  const items = Array.isArray(batchItemFailures) ? batchItemFailures : [];
  if (items.length === 0) return undefined;
  const ids = new Set(
    items.map((item) => (item as { itemIdentifier?: unknown } | null)?.itemIdentifier),
  );
  const named = batch.filter(({ number }) => ids.has(sequenceNumber(number)));
  return named.length === ids.size ? named[0]?.number : batch[0]?.number;
}

/** Pauses between attempts are not documented: a second at first, a minute at last. */
const minPauseMs = 1_000;
const maxPauseMs = 60_000;

function fail(reader: Reader, called: LambdaFunction, failed: Omit<FailedBatch, 'failures'>): void {
  const { settings, world } = reader;
  const { stream: limits } = settings;
  const { batch } = failed;
  reader.failures++;
  const condition = limits && reasonToGiveUp(limits, reader.failures, batch, world.clock.now());
  if (limits?.bisects && batch.length > 1 && condition !== 'RecordAgeExceeded') {
    reader.limit = Math.ceil(batch.length / 2);
    reader.failures = 0;
  } else if (condition) {
    const { failures } = reader;
    reportBatch(world, called, { ...failed, failures }, { arn: limits?.onFailureArn, condition });
    succeed(reader, (batch.at(-1)?.number ?? 0) + 1);
    pollIn(reader, 0);
    return;
  }
  pollIn(reader, Math.min(maxPauseMs, minPauseMs * 2 ** reader.failures));
}
