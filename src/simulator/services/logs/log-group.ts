/** Log groups and their streams, as data. */

import type { World } from '../../world/world.ts';

export interface LogEvent {
  readonly timestamp: number;
  readonly message: string;
  readonly ingestedAt: number;
}

export interface LogStream {
  readonly name: string;
  readonly createdAt: number;
  /** In the order of their times. */
  readonly events: LogEvent[];
  /** Number of events dropped at the beginning: positions in the stream do not change. */
  dropped: number;
  bytes: number;
}

export interface LogGroup {
  readonly name: string;
  /** Without `:*`. */
  readonly arn: string;
  readonly createdAt: number;
  readonly className: string;
  readonly keyId: string | undefined;
  readonly tags: Map<string, string>;
  readonly streams: Map<string, LogStream>;
  retentionDays: number | undefined;
}

export type LogGroups = Map<string, LogGroup>;

export interface NewLogGroup {
  readonly name: string;
  readonly now: number;
  readonly className?: string | undefined;
  readonly keyId?: string | undefined;
}

export function makeGroup(
  { partition }: World,
  { accountId, region }: { readonly accountId: string; readonly region: string },
  { name, now, className = 'STANDARD', keyId }: NewLogGroup,
): LogGroup {
  return {
    name,
    arn: `arn:${partition.name}:logs:${region}:${accountId}:log-group:${name}`,
    createdAt: now,
    className,
    keyId,
    tags: new Map(),
    streams: new Map(),
    retentionDays: undefined,
  };
}

export function makeStream(name: string, now: number): LogStream {
  return { name, createdAt: now, events: [], dropped: 0, bytes: 0 };
}

/** AWS counts 26 bytes for each event in addition to its message. */
export const eventBytes = 26;

/** A stream keeps its newest events: a rehearsal of years must not fill the memory. */
const maxEvents = 50_000;

export function append(stream: LogStream, added: readonly LogEvent[]): void {
  const last = stream.events.at(-1)?.timestamp ?? 0;
  stream.events.push(...added);
  if (added.some(({ timestamp }) => timestamp < last)) {
    stream.events.sort((a, b) => a.timestamp - b.timestamp);
  }
  for (const { message } of added) stream.bytes += Buffer.byteLength(message) + eventBytes;
  const excess = stream.events.length - maxEvents;
  if (excess <= 0) return;
  stream.events.splice(0, excess);
  stream.dropped += excess;
}
