/** What the guides in `docs/` use, on a simulated organization: two accounts, a role, a bucket, and profiles of AWS. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFleet } from '../../../aws/open-fleet.ts';
import { FlotillaError } from '../../../model/flotilla-error.ts';
import type { SimulatedOrganization } from '../../../simulator/index.ts';

/** The seed whose ids are in `examples/settings`. */
const demoSeed = '1';
const minAccounts = 5;
const automationAccountId = '111122223333';
const securityAccountId = '444455556666';

export interface ProfileFiles {
  /** The variables that name them. */
  readonly environment: Readonly<Record<string, string>>;
  /** Deletes them. */
  remove(): void;
}

/** Throws a `FlotillaError` for an organization without the ids of the examples. */
export function checkDemo(seed: string, accounts: number): void {
  if (seed === demoSeed && accounts >= minAccounts) return;
  const message = `--demo has the ids of the examples: use it without --seed, and with ${minAccounts} accounts or more`;
  throw new FlotillaError('InvalidInput', message);
}

/** Adds what the settings of the examples name, and the bucket that the guides write to. */
export async function seedDemo(organization: SimulatedOrganization): Promise<void> {
  organization.addAccount({ name: 'automation', id: automationAccountId });
  organization.addAccount({ name: 'security', id: securityAccountId });
  const fleet = openFleet(organization.access());
  const iam = fleet.generic('iam');
  const RoleName = 'SpaAccountsManagementRole';
  await iam.call('CreateRole', {
    RoleName,
    AssumeRolePolicyDocument: policy({
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${automationAccountId}:root` },
      Action: 'sts:AssumeRole',
    }),
  });
  await iam.call('PutRolePolicy', {
    RoleName,
    PolicyName: 'AllowAccountAutomation',
    PolicyDocument: policy({ Effect: 'Allow', Action: managementActions, Resource: '*' }),
  });
  await fleet.generic('s3').call('CreateBucket', { Bucket: 'example-inventory' });
  fleet.close();
  organization.journal.clear();
}

/** As in `docs/personal-accounts.md`, with what `lifecycle install` and OUs as targets need. */
const managementActions = [
  'ce:GetCostAndUsage',
  'ce:GetCostForecast',
  'organizations:DescribeAccount',
  'organizations:DescribeOrganization',
  'organizations:DescribeOrganizationalUnit',
  'organizations:ListAccounts',
  'organizations:ListTagsForResource',
  'organizations:TagResource',
  'organizations:UntagResource',
  'sts:AssumeRole',
  'tag:GetResources',
];

function policy(statement: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

/**
 * Writes profiles for administrators of the three accounts into a new folder that only this user may read. The user's
 * own profiles are not read while the two variables are set.
 */
export function writeProfiles(organization: SimulatedOrganization): ProfileFiles {
  const folder = mkdtempSync(join(tmpdir(), 'flotilla-demo-'));
  const write = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  };
  const { credentials, region } = organization.access();
  return {
    environment: {
      AWS_CONFIG_FILE: write('config', configFile(region)),
      AWS_SHARED_CREDENTIALS_FILE: write('credentials', credentialsFile(credentials)),
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The management account pays for the organization: it is the billing account of the guides. */
function credentialsFile(keys: { accessKeyId: string; secretAccessKey: string }): string {
  return `[billing]
aws_access_key_id = ${keys.accessKeyId}
aws_secret_access_key = ${keys.secretAccessKey}
`;
}

function configFile(region: string): string {
  const assuming = (name: string, accountId: string) => `
[profile ${name}]
region = ${region}
role_arn = arn:aws:iam::${accountId}:role/OrganizationAccountAccessRole
source_profile = billing
`;
  return `[profile billing]
region = ${region}
${assuming('security', securityAccountId)}${assuming('automation', automationAccountId)}`;
}
