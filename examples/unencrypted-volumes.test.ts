import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateVolumeCommand, EC2Client } from '@aws-sdk/client-ec2';
import { simulateOrganization } from 'flotilla/simulator';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { unencryptedVolumes } from './unencrypted-volumes.ts';

let out = '';
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'flotilla-example-'));
});
afterEach(() => rmSync(out, { recursive: true }));

test('finds volumes without encryption, and names the accounts that could not be read', async () => {
  const organization = simulateOrganization();
  const { id } = organization.addAccount({ name: 'alpha' });
  organization.addAccount({ name: 'locked', role: false });
  const ec2 = new EC2Client(organization.access(`arn:aws:iam::${id}:root`));
  const zone = { AvailabilityZone: 'us-east-1a' };
  await ec2.send(new CreateVolumeCommand({ ...zone, Size: 8, Encrypted: true }));
  const { VolumeId } = await ec2.send(new CreateVolumeCommand({ ...zone, Size: 100 }));

  const { volumes, unread } = await unencryptedVolumes({
    out,
    aws: organization.access(),
    regions: ['us-east-1'],
  });

  expect(volumes).toEqual([
    { account_name: 'alpha', region: 'us-east-1', id: VolumeId, gib: '100' },
  ]);
  expect(unread.map(({ accountName, status }) => [accountName, status])).toEqual([
    ['locked', 'failed'],
    ['management', 'skipped'],
  ]);
});
