/** Opens the life cycle in a function: its settings are a document in S3, and its credentials those of its role. */

import { openFleet } from '../aws/open-fleet.ts';
import { type Lifecycle, openLifecycle } from '../lifecycle/lifecycle.ts';
import type { Settings } from '../settings/settings.ts';
import { readSettingsDocument } from '../settings/settings-document.ts';
import { type FunctionEnvironment, functionEnvironment } from './environment.ts';

export async function openDeployedLifecycle(variables: NodeJS.ProcessEnv): Promise<Lifecycle> {
  const settings = await readSettings(functionEnvironment.parse(variables));
  return openLifecycle({ settings });
}

async function readSettings(environment: FunctionEnvironment): Promise<Settings> {
  const { SETTINGS_BUCKET: Bucket, SETTINGS_KEY: Key, SETTINGS_DIGEST: digest } = environment;
  const fleet = openFleet({});
  try {
    const s3 = fleet.generic('s3', (await fleet.region()) ?? '');
    const { Body } = (await s3.call('GetObject', { Bucket, Key })) as {
      readonly Body: { transformToByteArray(): Promise<Uint8Array> };
    };
    return await readSettingsDocument({ bytes: await Body.transformToByteArray(), digest });
  } finally {
    fleet.close();
  }
}
