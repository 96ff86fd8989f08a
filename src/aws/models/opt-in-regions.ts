/** Which regions an account must enable before it may use them. */

import type { Partition } from './service-model.ts';

/** Regions launched before 2019-03-20: they cannot be disabled. */
export const alwaysOn: ReadonlySet<string> = new Set([
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
]);

/** Only the commercial partition has opt-in regions. */
export function isOptIn(partition: Partition, region: string): boolean {
  return partition.name === 'aws' && !alwaysOn.has(region);
}
