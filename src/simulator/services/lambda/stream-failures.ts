/** The outcome of a batch of a stream that cannot be processed. */

import type { World } from '../../world/world.ts';
import {
  type StreamRecord,
  sequenceNumber,
  shardId,
  type TableStream,
} from '../dynamodb/stream.ts';
import { sendToDestination } from './destinations.ts';
import type { StreamSettings } from './event-source-mapping.ts';
import type { LambdaFunction } from './lambda-function.ts';

export interface FailedBatch {
  readonly stream: TableStream;
  readonly batch: readonly StreamRecord[];
  /** Of the last attempt. */
  readonly requestId: string;
  readonly failures: number;
}

type Condition = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

export function reasonToGiveUp(
  { maxRetries, maxAgeSeconds }: StreamSettings,
  failures: number,
  batch: readonly StreamRecord[],
  now: number,
): Condition | undefined {
  const ageMs = now - (batch[0]?.at ?? now);
  if (maxAgeSeconds !== -1 && ageMs > maxAgeSeconds * 1_000) return 'RecordAgeExceeded';
  return maxRetries !== -1 && failures > maxRetries ? 'RetryAttemptsExhausted' : undefined;
}

/** A destination receives where the records are, and not the records. */
export function reportBatch(
  world: World,
  called: LambdaFunction,
  { stream, batch, requestId, failures }: FailedBatch,
  { arn, condition }: { readonly arn: string | undefined; readonly condition: Condition },
): void {
  const [first, last] = [batch[0], batch.at(-1)];
  if (arn === undefined || !first || !last) return;
  const timeOf = ({ at }: StreamRecord) => new Date(at).toISOString();
  const record = {
    requestContext: {
      requestId,
      functionArn: called.arn,
      condition,
      approximateInvokeCount: failures,
    },
    responseContext: {
      statusCode: 200,
      executedVersion: '$LATEST',
      functionError: 'Unhandled',
    },
    version: '1.0',
    timestamp: new Date(world.clock.now()).toISOString(),
    DDBStreamBatchInfo: {
      shardId: shardId,
      startSequenceNumber: sequenceNumber(first.number),
      endSequenceNumber: sequenceNumber(last.number),
      approximateArrivalOfFirstRecord: timeOf(first),
      approximateArrivalOfLastRecord: timeOf(last),
      batchSize: batch.length,
      streamArn: stream.arn,
    },
  };
  const message = { body: JSON.stringify(record), detailType: 'Failure' };
  sendToDestination(world, called, { arn, message, metric: 'DestinationDeliveryFailures' });
}
