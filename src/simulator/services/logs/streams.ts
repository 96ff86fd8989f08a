/** Log streams: create, list, write, delete. */

import type { CallContext } from '../../service.ts';
import {
  type GroupInput,
  groupAt,
  type LogsPageInput,
  logsPage,
  streamAt,
} from './caller-log-groups.ts';
import { alreadyExists, invalid } from './errors.ts';
import { invalidName } from './groups.ts';
import { append, eventBytes, type LogGroup, type LogStream, makeStream } from './log-group.ts';
import { retainedSince } from './state.ts';

interface StreamInput extends GroupInput {
  readonly logStreamName: string;
}

interface DescribeInput extends GroupInput, LogsPageInput {
  readonly logStreamNamePrefix?: string;
  readonly orderBy?: string;
  readonly descending?: boolean;
}

interface PutInput extends StreamInput {
  readonly logEvents: readonly { readonly timestamp: number; readonly message: string }[];
}

export const streamHandlers = {
  CreateLogStream: (input: StreamInput, context: CallContext) => {
    const { logStreamName: name } = input;
    if (!/^[^:*]{1,512}$/.test(name)) throw invalidName('logStreamName', name);
    const { streams } = groupAt(context, input);
    if (streams.has(name)) throw alreadyExists('stream');
    streams.set(name, makeStream(name, context.now));
    return {};
  },

  DeleteLogStream: (input: StreamInput, context: CallContext) => {
    const group = groupAt(context, input);
    group.streams.delete(streamAt(group, input.logStreamName).name);
    return {};
  },

  DescribeLogStreams: (input: DescribeInput, context: CallContext) => {
    const group = groupAt(context, input);
    const { logStreamNamePrefix: prefix = '', orderBy = 'LogStreamName', descending } = input;
    if (prefix !== '' && orderBy === 'LastEventTime') {
      throw invalid('Cannot order by LastEventTime with a logStreamNamePrefix.');
    }
    const found = [...group.streams.values()]
      .filter(({ name }) => name.startsWith(prefix))
      .sort(orderBy === 'LastEventTime' ? byLastEvent : byName);
    const page = logsPage(context, input, {
      scope: `streams ${group.name} ${prefix} ${orderBy} ${descending}`,
      items: descending ? found.reverse() : found,
      key: ({ name }) => name,
      most: 50,
    });
    return { logStreams: page.items.map((stream) => described(group, stream)), ...page.token };
  },

  /** Sequence tokens have been ignored since 2023; they are still returned for older clients. */
  PutLogEvents: (input: PutInput, context: CallContext) => {
    const group = groupAt(context, input);
    const stream = streamAt(group, input.logStreamName);
    const { logEvents } = input;
    checkBatch(logEvents);
    const { now } = context;
    const [oldest, newest] = [
      Math.max(retainedSince(group, now), now - twoWeeksMs),
      now + twoHoursMs,
    ];
    const tooOld = logEvents.findLastIndex(({ timestamp }) => timestamp < oldest);
    const tooNew = logEvents.findIndex(({ timestamp }) => timestamp > newest);
    const taken = logEvents.slice(tooOld + 1, tooNew < 0 ? undefined : tooNew);
    append(
      stream,
      taken.map(({ timestamp, message }) => ({ timestamp, message, ingestedAt: now })),
    );
    const rejected = {
      ...(tooOld >= 0 && { tooOldLogEventEndIndex: tooOld + 1 }),
      ...(tooNew >= 0 && { tooNewLogEventStartIndex: tooNew }),
    };
    return {
      nextSequenceToken: sequenceToken(stream),
      ...(Object.keys(rejected).length > 0 && { rejectedLogEventsInfo: rejected }),
    };
  },
};

const hourMs = 3_600_000;
const twoHoursMs = 2 * hourMs;
const dayMs = 24 * hourMs;
const twoWeeksMs = 14 * dayMs;
const maxBytes = 1_048_576;
const maxEvents = 10_000;

function checkBatch(events: PutInput['logEvents']): void {
  const [first] = events;
  if (!first || events.length > maxEvents) {
    throw invalid(`logEvents must have 1 to ${maxEvents} items`);
  }
  let bytes = 0;
  let last = first.timestamp;
  for (const { timestamp, message } of events) {
    if (message === '') throw invalid("Value '' at 'logEvents.member.message' is too short");
    if (timestamp < last) {
      throw invalid('Log events in a single PutLogEvents request must be in chronological order.');
    }
    last = timestamp;
    bytes += Buffer.byteLength(message) + eventBytes;
  }
  if (last - first.timestamp > dayMs) {
    throw invalid(
      'The batch of log events in a single PutLogEvents request cannot span more than 24 hours.',
    );
  }
  if (bytes > maxBytes)
    throw invalid(`Upload too large: ${bytes} bytes exceeds limit of ${maxBytes}`);
}

function byName(a: LogStream, b: LogStream): number {
  return a.name < b.name ? -1 : 1;
}

function byLastEvent(a: LogStream, b: LogStream): number {
  const lastOf = ({ events }: LogStream) => events.at(-1)?.timestamp ?? 0;
  return lastOf(a) - lastOf(b) || byName(a, b);
}

function described(group: LogGroup, stream: LogStream) {
  const [first] = stream.events;
  const last = stream.events.at(-1);
  return {
    logStreamName: stream.name,
    creationTime: stream.createdAt,
    ...(first && { firstEventTimestamp: first.timestamp }),
    ...(last && { lastEventTimestamp: last.timestamp, lastIngestionTime: last.ingestedAt }),
    uploadSequenceToken: sequenceToken(stream),
    arn: `${group.arn}:log-stream:${stream.name}`,
    storedBytes: 0,
  };
}

function sequenceToken({ dropped, events }: LogStream): string {
  return String(dropped + events.length).padStart(56, '4');
}
