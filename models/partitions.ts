/** The partitions (`aws`, `aws-cn`, `aws-us-gov`, …) and their regions, from the SDK's endpoint rules. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

export interface PartitionModel {
  readonly dnsSuffix: string;
  /** The region of the partition's global services. */
  readonly globalRegion: string;
  readonly regions: readonly string[];
}

export type PartitionModels = Readonly<Record<string, PartitionModel>>;

interface SdkPartition {
  readonly name: string;
  readonly dnsSuffix: string;
  readonly implicitGlobalRegion: string;
}

/** The SDK maps a region to its partition but does not list regions, so their names are read from its text. */
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
