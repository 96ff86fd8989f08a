/**
 * Amazon DynamoDB Streams. A stream has one shard, which is read with iterators.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
 */

import { AwsError } from '../../../wire/aws-error.ts';
import { type CallContext, defineService, type FindPermissions } from '../../service.ts';
import { seal, unseal } from '../../world/pages.ts';
import { tablesOf } from '../dynamodb/state.ts';
import {
  describedRecord,
  isReadable,
  recordsAt,
  sequenceNumber,
  shardId,
  streamByArn,
  streamsOf,
  type TableStream,
} from '../dynamodb/stream.ts';

interface ListInput {
  readonly TableName?: string;
  readonly Limit?: number;
  readonly ExclusiveStartStreamArn?: string;
}

interface StreamInput {
  readonly StreamArn: string;
}

interface IteratorInput extends StreamInput {
  readonly ShardId: string;
  readonly ShardIteratorType: string;
  readonly SequenceNumber?: string;
}

interface RecordsInput {
  readonly ShardIterator: string;
  readonly Limit?: number;
}

const maxStreams = 100;
const maxRecords = 1_000;
const iteratorMs = 15 * 60_000;

const operations = {
  ListStreams: (input: ListInput, context: CallContext) => {
    const { TableName, Limit = maxStreams, ExclusiveStartStreamArn: after } = input;
    const all = [...streamsOf.ofCall(context).values()].filter(
      (stream) =>
        isReadable(stream, context.now) &&
        (TableName === undefined || stream.tableName === TableName),
    );
    const start = after === undefined ? 0 : all.findIndex(({ arn }) => arn === after) + 1;
    const page = all.slice(start, start + Math.min(Limit, maxStreams));
    const last = page.at(-1);
    return {
      Streams: page.map(({ arn, label, tableName }) => ({
        StreamArn: arn,
        StreamLabel: label,
        TableName: tableName,
      })),
      ...(last && start + page.length < all.length && { LastEvaluatedStreamArn: last.arn }),
    };
  },

  DescribeStream: ({ StreamArn }: StreamInput, context: CallContext) => {
    const stream = streamAt(context, StreamArn);
    const { arn, label, tableName, view, createdAt, closedAt } = stream;
    const table = tablesOf.ofCall(context).get(tableName);
    const keys = [table?.hashKey, table?.rangeKey].flatMap((key) => key ?? []);
    return {
      StreamDescription: {
        StreamArn: arn,
        StreamLabel: label,
        StreamStatus: closedAt === undefined ? 'ENABLED' : 'DISABLED',
        StreamViewType: view,
        CreationRequestDateTime: new Date(createdAt),
        TableName: tableName,
        KeySchema: keys.map(({ name }, at) => ({
          AttributeName: name,
          KeyType: at === 0 ? 'HASH' : 'RANGE',
        })),
        Shards: [shardOf(stream)],
      },
    };
  },

  GetShardIterator: (input: IteratorInput, context: CallContext) => {
    const stream = streamAt(context, input.StreamArn);
    if (input.ShardId !== shardId) throw notFound(`Shard: ${input.ShardId}`);
    return { ShardIterator: iteratorAt(stream, firstNumber(stream, input, context.now), context) };
  },

  GetRecords: ({ ShardIterator, Limit = maxRecords }: RecordsInput, context: CallContext) => {
    const { stream, from } = readIterator(context, ShardIterator);
    const all = recordsAt(stream, context.now).filter(({ number }) => number >= from);
    const records = all.slice(0, Math.min(Limit, maxRecords));
    const next = (records.at(-1)?.number ?? from - 1) + 1;
    const isOver = stream.closedAt !== undefined && next >= stream.nextNumber;
    return {
      Records: records.map((record) => describedRecord(stream, record)),
      ...(!isOver && { NextShardIterator: iteratorAt(stream, next, context) }),
    };
  },
};

function shardOf({ closedAt, nextNumber }: TableStream) {
  return {
    ShardId: shardId,
    SequenceNumberRange: {
      StartingSequenceNumber: sequenceNumber(1),
      ...(closedAt !== undefined && { EndingSequenceNumber: sequenceNumber(nextNumber - 1) }),
    },
  };
}

function firstNumber(stream: TableStream, input: IteratorInput, now: number): number {
  const [oldest] = recordsAt(stream, now);
  const trimHorizon = oldest?.number ?? stream.nextNumber;
  const { ShardIteratorType: type, SequenceNumber: text } = input;
  if (type === 'LATEST') return stream.nextNumber;
  if (type === 'TRIM_HORIZON') return trimHorizon;
  const number = Number(text?.slice(1));
  if (text === undefined || !/^1\d{20}$/.test(text)) {
    throw new AwsError('ValidationException', 'Invalid SequenceNumber');
  }
  if (number < trimHorizon) {
    throw new AwsError(
      'TrimmedDataAccessException',
      'The requested records are older than 24 hours.',
    );
  }
  return type === 'AT_SEQUENCE_NUMBER' ? number : number + 1;
}

function iteratorAt({ arn }: TableStream, from: number, { now }: CallContext): string {
  return seal(JSON.stringify([arn, from, now]));
}

function readIterator(context: CallContext, iterator: string) {
  const text = unseal(iterator);
  if (text === undefined) throw new AwsError('ValidationException', 'Invalid ShardIterator.');
  const [arn, from, madeAt] = JSON.parse(text) as [string, number, number];
  if (context.now - madeAt > iteratorMs) {
    throw new AwsError('ExpiredIteratorException', 'Iterator expired.');
  }
  return { stream: streamAt(context, arn), from };
}

function streamAt({ world, caller }: CallContext, arn: string): TableStream {
  const stream = streamByArn(world, arn);
  if (stream && arn.split(':')[4] === caller.accountId) return stream;
  throw notFound(`Stream: ${arn}`);
}

function notFound(what: string): AwsError {
  return new AwsError(
    'ResourceNotFoundException',
    `Requested resource not found: ${what} not found`,
  );
}

/** The iterator names the stream. */
const permissions: FindPermissions = (operation, { StreamArn, ShardIterator }) => {
  if (operation === 'ListStreams') return undefined;
  const text = typeof ShardIterator === 'string' ? unseal(ShardIterator) : undefined;
  const [arn] = text === undefined ? [StreamArn] : (JSON.parse(text) as [string]);
  return typeof arn === 'string' ? [{ action: `dynamodb:${operation}`, resource: arn }] : undefined;
};

export const dynamodbStreamsService = defineService({
  name: 'dynamodb-streams',
  operations,
  permissions,
});
