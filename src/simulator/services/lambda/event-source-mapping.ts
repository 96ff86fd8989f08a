/** An event source mapping, as data: what reads a queue and invokes a function with its messages. */

import { perRegion } from '../../world/service-state.ts';

export interface EventSourceMapping {
  readonly id: string;
  readonly arn: string;
  readonly sourceArn: string;
  functionArn: string;
  settings: MappingSettings;
  modifiedAt: number;
  readonly tags: Map<string, string>;
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
}

export const mappingsOf = perRegion(() => new Map<string, EventSourceMapping>());
