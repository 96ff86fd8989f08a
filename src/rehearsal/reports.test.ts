/** Reports of a month: each is written by its schedule, and its counts are those of the month. */

import { expect, test } from 'vitest';
import { reportsBucket } from '../lifecycle/hub/reports-bucket.ts';
import { dayMs } from '../testing/durations.ts';
import { type LifecycleEnvironment, openLifecycleEnvironment } from '../testing/lifecycle-environment.ts';
import { rehearsalSettings } from './settings.ts';

async function keysOf(env: LifecycleEnvironment): Promise<readonly string[]> {
  const Bucket = reportsBucket(env.lifecycle);
  const keys: string[] = [];
  for await (const page of env.lifecycle.inHub('s3').pages('ListObjectsV2', { Bucket })) {
    for (const { Key = '' } of (page.Contents ?? []) as { Key?: string }[]) keys.push(Key);
  }
  return keys.sort();
}

test('probe', async () => {
  const settings = rehearsalSettings();
  const env = await openLifecycleEnvironment({
    settings: { ...settings, features: { ...settings.features, withCostManagementTag: 'cost-center', withCostExtraCurrencies: ['EUR'] } },
  });
  for (let n = 0; n < 3; n++) env.addAccount(`account-${n}`, { 'cost-center': `center-${n % 2}` });
  await env.advance(45 * dayMs);
  expect({ keys: await keysOf(env), errors: env.handled.flatMap(({ route, error }) => (error ? [`${route} ${String(error)}`] : [])) }).toEqual([]);
});
