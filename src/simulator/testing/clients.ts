/** For tests: SDK clients of a simulated organization, as its administrator or inside a member. */

import { AccountClient } from '@aws-sdk/client-account';
import { EC2Client } from '@aws-sdk/client-ec2';
import { IAMClient } from '@aws-sdk/client-iam';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import type { SimulatedOrganization } from '../simulate-organization.ts';

export function clientsOf(
  organization: SimulatedOrganization,
  { principal, region }: { readonly principal?: string | undefined; readonly region?: string } = {},
) {
  const access = organization.access(principal);
  const config = { ...access, ...(region !== undefined && { region }), maxAttempts: 1 };
  return {
    account: new AccountClient(config),
    ec2: new EC2Client(config),
    iam: new IAMClient(config),
    organizations: new OrganizationsClient(config),
    s3: new S3Client({ ...config, followRegionRedirects: false }),
    sts: new STSClient(config),
    tagging: new ResourceGroupsTaggingAPIClient(config),
  };
}

/** An allow-all or other one-statement policy. */
export function policy(
  Effect: 'Allow' | 'Deny',
  Action: string | readonly string[],
  rest: Readonly<Record<string, unknown>> = { Resource: '*' },
): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect, Action, ...rest }] });
}
