/** Calls of AWS Organizations, and advice for the operator when it refuses. */

import type * as aws from '@aws-sdk/client-organizations';
import { credentialsError } from '../aws/caller.ts';
import { classify } from '../aws/failures.ts';
import { type Fleet, fallbackRegion } from '../aws/open-fleet.ts';
import { FlotillaError } from '../model/flotilla-error.ts';

/** The calls that Flotilla makes: input and output. */
interface OrganizationCalls {
  ListAccounts: [aws.ListAccountsRequest, aws.ListAccountsResponse];
  DescribeAccount: [aws.DescribeAccountRequest, aws.DescribeAccountResponse];
  ListTagsForResource: [aws.ListTagsForResourceRequest, aws.ListTagsForResourceResponse];
  ListRoots: [aws.ListRootsRequest, aws.ListRootsResponse];
  ListParents: [aws.ListParentsRequest, aws.ListParentsResponse];
  ListOrganizationalUnitsForParent: [
    aws.ListOrganizationalUnitsForParentRequest,
    aws.ListOrganizationalUnitsForParentResponse,
  ];
  DescribeOrganizationalUnit: [
    aws.DescribeOrganizationalUnitRequest,
    aws.DescribeOrganizationalUnitResponse,
  ];
  DescribeOrganization: [object, aws.DescribeOrganizationResponse];
  ListAWSServiceAccessForOrganization: [
    aws.ListAWSServiceAccessForOrganizationRequest,
    aws.ListAWSServiceAccessForOrganizationResponse,
  ];
  TagResource: [aws.TagResourceRequest, object];
  UntagResource: [aws.UntagResourceRequest, object];
  ListPoliciesForTarget: [aws.ListPoliciesForTargetRequest, aws.ListPoliciesForTargetResponse];
  DescribePolicy: [aws.DescribePolicyRequest, aws.DescribePolicyResponse];
  AttachPolicy: [aws.AttachPolicyRequest, object];
  DetachPolicy: [aws.DetachPolicyRequest, object];
}

/** The service is global: any region of the caller's partition finds it. */
export async function callOrganizations<Name extends keyof OrganizationCalls>(
  fleet: Fleet,
  operation: Name,
  input: OrganizationCalls[Name][0],
  signal?: AbortSignal,
): Promise<OrganizationCalls[Name][1]> {
  const client = fleet.generic('organizations', (await fleet.region()) ?? fallbackRegion);
  return await client.call(operation, { ...input }, signal);
}

/** The same, with an error that names the missing permission. */
export async function readOrganization<Name extends keyof OrganizationCalls>(
  ...call: Parameters<typeof callOrganizations<Name>>
): Promise<OrganizationCalls[Name][1]> {
  try {
    return await callOrganizations(...call);
  } catch (error) {
    throw unreadable(error, `organizations:${call[1]}`);
  }
}
/** One sentence that names the missing permission, for the operator who has to grant it. */
export function unreadable(cause: unknown, action: string): unknown {
  const { kind, code, message } = classify(cause);
  if (kind === 'cancelled') return cause;
  const credentials = credentialsError(cause);
  if (credentials) return credentials;
  return new FlotillaError(
    'OrganizationUnreadable',
    `the organization cannot be read (${code}: ${message}); ${adviceFor(kind, code, action)}`,
    { cause },
  );
}

function adviceFor(kind: string, code: string, action: string): string {
  if (code === 'AWSOrganizationsNotInUseException') {
    return 'this account is not in an organization; name the accounts by id';
  }
  return kind === 'denied'
    ? `allow ${action} and call from the management account or a delegated administrator, or name the accounts by id`
    : 'try again';
}
