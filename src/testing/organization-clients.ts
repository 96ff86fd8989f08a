/** SDK clients of a simulated organization, as its administrator or inside a member, and policies for them. */

import { AccountClient } from '@aws-sdk/client-account';
import { EC2Client } from '@aws-sdk/client-ec2';
import { IAMClient } from '@aws-sdk/client-iam';
import {
  AttachPolicyCommand,
  CreatePolicyCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import type { SimulatedOrganization } from '../simulator/index.ts';

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

/** Returns a policy of one statement. */
export function policy(
  Effect: 'Allow' | 'Deny',
  Action: string | readonly string[],
  rest: Readonly<Record<string, unknown>> = { Resource: '*' },
): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect, Action, ...rest }] });
}

/** Denies the action in an account or an OU by a service control policy. */
export async function forbid(
  organization: SimulatedOrganization,
  target: string,
  action: string | readonly string[],
): Promise<void> {
  const { organizations } = clientsOf(organization);
  const { Policy } = await organizations.send(
    new CreatePolicyCommand({
      Name: `forbid-${target}`,
      Description: '',
      Type: 'SERVICE_CONTROL_POLICY',
      Content: policy('Deny', action),
    }),
  );
  const PolicyId = Policy?.PolicySummary?.Id;
  await organizations.send(new AttachPolicyCommand({ PolicyId, TargetId: target }));
}
