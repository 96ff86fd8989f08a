/** Reading logs: one stream forwards and backwards, or matching events in all streams of a group. */

import { hash } from '../../../model/random.ts';
import type { CallContext } from '../../service.ts';
import {
  type GroupInput,
  groupAt,
  type LogsPageInput,
  logsPage,
  streamAt,
} from './caller-log-groups.ts';
import { invalid } from './errors.ts';
import { filterOf } from './filter-pattern.ts';
import type { LogEvent, LogGroup, LogStream } from './log-group.ts';
import { retainedSince } from './state.ts';

interface Between {
  readonly startTime?: number;
  readonly endTime?: number;
}

interface GetInput extends GroupInput, LogsPageInput, Between {
  readonly logStreamName: string;
  readonly startFromHead?: boolean;
}

interface FilterInput extends GroupInput, LogsPageInput, Between {
  readonly logStreamNames?: readonly string[];
  readonly logStreamNamePrefix?: string;
  readonly filterPattern?: string;
}

const maxEvents = 10_000;

export const readHandlers = {
  /** Always returns two tokens; the end is reached when a token repeats. */
  GetLogEvents: (input: GetInput, context: CallContext) => {
    const group = groupAt(context, input);
    const stream = streamAt(group, input.logStreamName);
    const { limit = maxEvents, startFromHead = false, nextToken } = input;
    if (limit < 1 || limit > maxEvents) throw invalid(`limit must be 1 to ${maxEvents}`);
    const isSelected = eventFilter(group, input, context.now);
    const place = nextToken === undefined ? undefined : readToken(stream, nextToken);
    const forwards = place ? place.forwards : startFromHead;
    const end = stream.dropped + stream.events.length;
    const from = place?.at ?? (forwards ? 0 : end);
    const found = forwards
      ? after(stream, from, { limit, isWanted: isSelected })
      : eventsBefore(stream, from, { limit, isWanted: isSelected });
    return {
      events: found.events.map(toEvent),
      nextForwardToken: token(stream, 'f', found.to),
      nextBackwardToken: token(stream, 'b', found.from),
    };
  },

  FilterLogEvents: (input: FilterInput, context: CallContext) => {
    const group = groupAt(context, input);
    const isSelected = eventFilter(group, input, context.now);
    const matches = filterOf(input.filterPattern ?? '');
    const items = streamsOf(group, input).flatMap((stream) =>
      stream.events.flatMap((event, index) =>
        isSelected(event) && matches(event.message)
          ? [{ event, stream: stream.name, eventId: eventId(stream, index) }]
          : [],
      ),
    );
    items.sort((a, b) => a.event.timestamp - b.event.timestamp);
    const { nextToken: _, limit: __, ...filters } = input;
    const scope = `events ${JSON.stringify(filters)}`;
    const key = (item: { readonly eventId: string }) => item.eventId;
    const page = logsPage(context, input, { scope, items, key, most: maxEvents });
    const events = page.items.map(({ event, stream, eventId: id }) => ({
      logStreamName: stream,
      ...toEvent(event),
      eventId: id,
    }));
    return { events, searchedLogStreams: [], ...page.token };
  },
};

interface ReadRequest {
  readonly limit: number;
  readonly isWanted: (event: LogEvent) => boolean;
}

interface EventRange {
  readonly events: readonly LogEvent[];
  /** Positions in the stream, counted from its very beginning. */
  readonly from: number;
  readonly to: number;
}

function after(
  { events, dropped }: LogStream,
  from: number,
  { limit, isWanted: isSelected }: ReadRequest,
): EventRange {
  const found: LogEvent[] = [];
  let index = Math.max(0, from - dropped);
  for (; index < events.length && found.length < limit; index++) {
    const event = events[index];
    if (event && isSelected(event)) found.push(event);
  }
  return { events: found, from, to: dropped + index };
}

function eventsBefore(
  { events, dropped }: LogStream,
  to: number,
  { limit, isWanted: isSelected }: ReadRequest,
): EventRange {
  const found: LogEvent[] = [];
  let index = to - dropped;
  for (; index > 0 && found.length < limit; index--) {
    const event = events[index - 1];
    if (event && isSelected(event)) found.push(event);
  }
  return { events: found.reverse(), from: dropped + Math.max(0, index), to };
}

/** `startTime` is inclusive, `endTime` exclusive. */
function eventFilter(group: LogGroup, { startTime = 0, endTime }: Between, now: number) {
  const since = Math.max(startTime, retainedSince(group, now));
  return ({ timestamp }: LogEvent) =>
    timestamp >= since && (endTime === undefined || timestamp < endTime);
}

function streamsOf(
  group: LogGroup,
  { logStreamNames, logStreamNamePrefix }: FilterInput,
): readonly LogStream[] {
  if (logStreamNames && logStreamNamePrefix !== undefined) {
    throw invalid('Provide either logStreamNames or logStreamNamePrefix, not both.');
  }
  if (logStreamNames) return logStreamNames.map((name) => streamAt(group, name));
  return [...group.streams.values()].filter(({ name }) =>
    name.startsWith(logStreamNamePrefix ?? ''),
  );
}

function toEvent({ timestamp, message, ingestedAt }: LogEvent) {
  return { timestamp, message, ingestionTime: ingestedAt };
}

function eventId({ name, dropped }: LogStream, index: number): string {
  return `${hash(name)}${String(dropped + index).padStart(20, '0')}`;
}

function token({ name }: LogStream, direction: 'f' | 'b', at: number): string {
  return `${direction}/${String(hash(name)).padStart(20, '3')}/${at}`;
}

function readToken({ name }: LogStream, text: string) {
  const [, direction, stream, at = ''] = /^([fb])\/(\d{20})\/(\d+)$/.exec(text) ?? [];
  if (stream !== String(hash(name)).padStart(20, '3')) {
    throw invalid('The specified nextToken is invalid.');
  }
  return { forwards: direction === 'f', at: Number(at) };
}
