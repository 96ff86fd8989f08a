/** An event source mapping, as data: what reads a queue or a stream and invokes a function with what it finds. */

import { perRegion } from '../../world/service-state.ts';

export interface EventSourceMapping {
  readonly id: string;
  readonly arn: string;
  readonly sourceArn: string;
  functionArn: string;
  settings: MappingSettings;
  modifiedAt: number;
  readonly tags: Map<string, string>;
  /** Number of the next record of a stream. */
  position: number;
  /** Stops what reads the source. */
  stop: () => void;
}

export interface MappingSettings {
  readonly isEnabled: boolean;
  readonly batchSize: number;
  readonly windowSeconds: number;
  /** Event patterns; a record that matches none of them is skipped. */
  readonly filters: readonly string[];
  readonly reportsFailures: boolean;
  readonly maxConcurrency: number | undefined;
  /** Undefined for a queue. */
  readonly stream: StreamSettings | undefined;
}

/** What happens to a batch of a stream that fails. */
export interface StreamSettings {
  readonly startsAt: 'LATEST' | 'TRIM_HORIZON';
  /** -1: without end, until the records have expired. */
  readonly maxRetries: number;
  /** -1: as long as the stream has them. */
  readonly maxAgeSeconds: number;
  /** Whether a batch that failed is split in two. */
  readonly bisects: boolean;
  /** Where batches go that were given up. */
  readonly onFailureArn: string | undefined;
}

export const mappingsOf = perRegion(() => new Map<string, EventSourceMapping>());
