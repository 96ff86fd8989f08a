/**
 * The stream of a table: every change of an item, in order, for a day.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
 */

import { perRegion, perWorld } from '../../world/service-state.ts';
import type { World } from '../../world/world.ts';
import { sameValue, sizeOf } from './attribute-value.ts';
import type { Item } from './item.ts';

export type StreamView = 'KEYS_ONLY' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES';

export interface TableStream {
  readonly arn: string;
  /** The time of its creation, as a part of the ARN. */
  readonly label: string;
  readonly view: StreamView;
  readonly tableName: string;
  readonly createdAt: number;
  /** Undefined while it is enabled. */
  closedAt: number | undefined;
  /** The oldest first; those of the last day. */
  records: StreamRecord[];
  /** Of the next record, from 1. */
  nextNumber: number;
}

export interface StreamRecord {
  /** Position in the stream, from 1. */
  readonly number: number;
  readonly at: number;
  readonly keys: Item;
  /** Undefined for an item that is new. */
  readonly before: Item | undefined;
  /** Undefined for an item that is gone. */
  readonly after: Item | undefined;
  /** Whether DynamoDB removed it because its time to live was over. */
  readonly isExpiry: boolean;
}

/** Streams cannot be read for longer, which is also how long a stream that was disabled can be read. */
const keptMs = 24 * 3_600_000;

/** By ARN, also those that were disabled. */
export const streamsOf = perRegion(() => new Map<string, TableStream>());

/** Undefined when it does not exist, or was disabled more than a day ago. */
export function streamByArn(world: World, arn: string): TableStream | undefined {
  const [, , , region = '', accountId = ''] = arn.split(':');
  const account = world.accounts.get(accountId);
  const stream = account && streamsOf(world, account, region).get(arn);
  return stream && isReadable(stream, world.clock.now()) ? stream : undefined;
}

export function makeStream(
  table: { readonly name: string; readonly arn: string },
  view: StreamView,
  now: number,
): TableStream {
  const label = new Date(now).toISOString().slice(0, -1);
  return {
    arn: `${table.arn}/stream/${label}`,
    label,
    view,
    tableName: table.name,
    createdAt: now,
    closedAt: undefined,
    records: [],
    nextNumber: 1,
  };
}

export function isReadable({ closedAt }: TableStream, now: number): boolean {
  return closedAt === undefined || closedAt + keptMs > now;
}

/** The records that can still be read. */
export function recordsAt(stream: TableStream, now: number): readonly StreamRecord[] {
  const [oldest] = stream.records;
  if (oldest && oldest.at + keptMs <= now) {
    stream.records = stream.records.filter(({ at }) => at + keptMs > now);
  }
  return stream.records;
}

/** A write that changes nothing has no record. */
export function recordChange(
  world: World,
  stream: TableStream,
  change: Omit<StreamRecord, 'number'>,
): void {
  if (isSame(change.before, change.after)) return;
  stream.records.push({ ...change, number: stream.nextNumber++ });
  for (const wake of readersOf(world).get(stream.arn) ?? []) wake();
}

function isSame(before: Item | undefined, after: Item | undefined): boolean {
  if (!before || !after) return before === after;
  return sameValue({ M: before }, { M: after });
}

/** A stream has one. */
export const shardId = 'shardId-00000000000000000000-00000001';

/** All digits have their place, so that the numbers are in order as texts too. */
export function sequenceNumber(number: number): string {
  return `1${String(number).padStart(20, '0')}`;
}

/** As the API returns it. */
export function describedRecord(
  { view, arn }: TableStream,
  { keys, before, after, number, at, isExpiry }: StreamRecord,
) {
  const images = {
    ...(after && /^NEW/.test(view) && { NewImage: after }),
    ...(before && /OLD/.test(view) && { OldImage: before }),
  };
  const sizes = [keys, ...Object.values(images)].map(sizeOf);
  const id = Buffer.from(`${sequenceNumber(number)}${arn}`)
    .toString('hex')
    .slice(0, 32);
  return {
    eventID: id,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: arn.split(':')[3],
    eventName: before ? (after ? 'MODIFY' : 'REMOVE') : 'INSERT',
    dynamodb: {
      ApproximateCreationDateTime: new Date(Math.floor(at / 1_000) * 1_000),
      Keys: keys,
      ...images,
      SequenceNumber: sequenceNumber(number),
      SizeBytes: sizes.reduce((sum, one) => sum + one, 0),
      StreamViewType: view,
    },
    ...(isExpiry && {
      userIdentity: { Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' },
    }),
  } as const;
}

type Wake = () => void;

/** What is called after each record, by the ARN of the stream. */
const readersOf = perWorld(() => new Map<string, Set<Wake>>());

/** Returns the function that ends it. */
export function onRecord(world: World, streamArn: string, wake: Wake): () => void {
  const readers = readersOf(world).get(streamArn) ?? new Set();
  readersOf(world).set(streamArn, readers.add(wake));
  return () => void readers.delete(wake);
}
