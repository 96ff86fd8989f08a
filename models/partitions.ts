/** The partitions (`aws`, `aws-cn`, `aws-us-gov`, …) and their regions, as the SDK's endpoint rules know them. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

export interface PartitionModel {
  readonly dnsSuffix: string;
  /** The region that stands for the partition where a service is global. */
  readonly globalRegion: string;
  readonly regions: readonly string[];
}

export type PartitionModels = Readonly<Record<string, PartitionModel>>;

interface SdkPartition {
  readonly name: string;
  readonly dnsSuffix: string;
  readonly implicitGlobalRegion: string;
}

/** The SDK answers "which partition is this region in" but does not list its regions, so read their names from its text. */
export function extractPartitions(): PartitionModels {
  const { partition } = require('@aws-sdk/core/client') as {
    partition(region: string): SdkPartition;
  };
  const text = readFileSync(require.resolve('@aws-sdk/core/client'), 'utf8');
  const regions = new Set(
    [...text.matchAll(/"([a-z]{2,4}(?:-[a-z]+)+-\d+)": \{/g)].map((match) => match[1] ?? ''),
  );
  const partitions: Record<string, PartitionModel> = {};
  for (const region of [...regions].sort()) {
    const { name, dnsSuffix, implicitGlobalRegion } = partition(region);
    const known = partitions[name]?.regions ?? [];
    partitions[name] = {
      dnsSuffix,
      globalRegion: implicitGlobalRegion,
      regions: [...known, region],
    };
  }
  return partitions;
}
