/** A rehearsal environment with a reports bucket. */

import { reportsBucket } from '../lifecycle/hub/names.ts';
import { rehearsalSettings } from '../rehearsal/settings.ts';
import { s3ReportStore } from '../reports/store/s3-report-store.ts';
import type { FeatureSettings, Settings } from '../settings/settings.ts';
import { type LifecycleEnvironment, openLifecycleEnvironment } from './lifecycle-environment.ts';

export interface ReportEnvironment extends LifecycleEnvironment {
  /** Keys in the bucket, sorted. */
  objects(): Promise<readonly string[]>;
  /** Content of an object. */
  text(key: string): Promise<string | undefined>;
}

interface ReportEnvironmentOptions {
  readonly features?: Partial<FeatureSettings>;
  readonly settings?: Partial<Settings>;
  /** Whether the bucket exists. Default true. */
  readonly bucket?: boolean;
  readonly startMs?: number;
  readonly seed?: number;
}

export async function openReportEnvironment({
  features,
  settings,
  bucket = true,
  startMs,
  seed,
}: ReportEnvironmentOptions = {}): Promise<ReportEnvironment> {
  const plain = rehearsalSettings();
  const environment = await openLifecycleEnvironment({
    settings: { ...plain, ...settings, features: { ...plain.features, ...features } },
    ...(startMs !== undefined && { startMs }),
    ...(seed !== undefined && { seed }),
  });
  const { lifecycle } = environment;
  const s3 = lifecycle.inHub('s3');
  const Bucket = reportsBucket(lifecycle);
  if (!bucket) await s3.call('DeleteBucket', { Bucket });
  return {
    ...environment,
    async objects() {
      const { Contents = [] } = await s3.call('ListObjectsV2', { Bucket });
      return (Contents as readonly { readonly Key: string }[]).map(({ Key }) => Key);
    },
    text: (key) => s3ReportStore(lifecycle).read(key),
  };
}
