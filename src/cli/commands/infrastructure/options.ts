/** What an installation of the inventory is called, and where it is. */

import type { InfrastructureSettings } from '../../../infrastructure/settings.ts';
import { installation } from '../../../inventory/installation.ts';
import { FlotillaError } from '../../../model/flotilla-error.ts';
import { accountProblem, bucketProblem } from '../../options/aws-names.ts';
import { checkedText } from '../../options/kinds.ts';
import { headed, type OptionValues } from '../../options/option.ts';
import { variables } from '../inventory/variables.ts';

export const installationHeading = 'The installation:';

const anything = () => undefined;

/** Profiles of the two accounts. */
export const profileOptions = headed(installationHeading, {
  billingAwsProfile: checkedText('name', anything, { completion: 'profile' }).describe(
    'profile of the billing account, which may list the organization',
  ),
  securityAwsProfile: checkedText('name', anything, { completion: 'profile' }).describe(
    'profile of the security account, which owns the bucket',
  ),
});

/** Names and places: everything but who the accounts are. */
export const installationOptions = headed(installationHeading, {
  inventoryBucketName: checkedText('bucket', bucketProblem).describe('bucket for the inventories'),
  oidcProviderProd: providerOption().describe("the cluster's OpenID Connect provider"),
  oidcProviderTest: providerOption({ fallback: 'no test cluster' })
    .describe('the provider of a test cluster, whose roles end in -Test')
    .optional(),
  orchestratorRole: checkedText('name', longRoleProblem)
    .describe('role in the billing account')
    .default(variables.ORCHESTRATOR_ROLE.fallback),
  runnerRole: checkedText('name', longRoleProblem)
    .describe('role in the security account')
    .default(variables.RUNNER_ROLE.fallback),
  inventoryRole: checkedText('name', longRoleProblem)
    .describe('role in every account, below the path /managed/')
    .default(installation.roleName.split('/').at(-1) ?? ''),
  externalId: checkedText('id', externalIdProblem)
    .describe('external ID required by the trust policy of the role in every account')
    .default(installation.externalId),
  cliBucketName: checkedText('bucket', bucketProblem)
    .describe('bucket of the role-distribution tool, which receives the role as files')
    .optional(),
  kmsKey: checkedText('arn', keyProblem, { fallback: "S3's own key" })
    .describe('key that encrypts the bucket')
    .optional(),
  retentionDays: checkedText('number', daysProblem, { fallback: 'inventories never expire' })
    .describe('days after which inventories expire')
    .optional(),
});

/** In place of profiles, where AWS is not called. */
export const identityOptions = headed(installationHeading, {
  billingAccountId: checkedText('id', accountProblem, { fallback: 'that of its profile' })
    .describe('the billing account')
    .optional(),
  securityAccountId: checkedText('id', accountProblem, { fallback: 'that of its profile' })
    .describe('the security account')
    .optional(),
  organizationId: checkedText('id', organizationProblem, {
    fallback: 'that of the billing account',
  })
    .describe('the organization')
    .optional(),
});

export type ProfileValues = OptionValues<typeof profileOptions>;
export type InstallationValues = OptionValues<typeof installationOptions>;

/** Without the region and the catalogue, which come from elsewhere. */
export function infrastructureSettings(
  values: InstallationValues,
): Omit<InfrastructureSettings, 'region' | 'entries'> {
  const { orchestratorRole, runnerRole, retentionDays } = values;
  if (orchestratorRole === runnerRole) {
    throw new FlotillaError(
      'InvalidInput',
      `--orchestrator-role and --runner-role: "${runnerRole}" cannot be both; each has permissions of its own`,
    );
  }
  return {
    orchestratorRole,
    runnerRole,
    inventoryRole: values.inventoryRole,
    inventoryBucket: values.inventoryBucketName,
    oidcProvider: values.oidcProviderProd,
    oidcProviderTest: values.oidcProviderTest,
    externalId: values.externalId,
    kmsKeyArn: values.kmsKey,
    retentionDays: retentionDays === undefined ? undefined : Number(retentionDays),
    filesBucket: values.cliBucketName,
  };
}

/** A scheme and a slash at the end, as EKS shows them, are accepted. */
function providerOption(meta: { readonly fallback?: string } = {}) {
  return checkedText('host/path', (value) => providerProblem(withoutScheme(value)), meta).transform(
    withoutScheme,
  );
}

function withoutScheme(text: string): string {
  return text.replace(/^https:\/\//, '').replace(/\/+$/, '');
}

function providerProblem(text: string): string | undefined {
  const isPlace = /^[a-z0-9-]+(\.[a-z0-9-]+)+(\/[\w.~-]+)*$/i.test(text);
  return isPlace
    ? undefined
    : 'is not a provider; give host and path, oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF';
}

/** The name of the test role, or of a policy, is longer than the role's. */
function longRoleProblem(text: string): string | undefined {
  return /^[\w+=,.@-]{1,59}$/.test(text)
    ? undefined
    : 'is not a role name; at most 59 letters, digits, + = , . @ _ -, and no path';
}

function externalIdProblem(text: string): string | undefined {
  return /^[\w+=,.@:/-]{2,1224}$/.test(text)
    ? undefined
    : 'is not an external ID; 2 to 1224 letters, digits, + = , . @ : / -';
}

function keyProblem(text: string): string | undefined {
  return /^arn:[\w-]+:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/.test(text)
    ? undefined
    : 'is not the ARN of a key; it looks like arn:aws:kms:eu-west-1:123456789012:key/…';
}

function daysProblem(text: string): string | undefined {
  return /^[1-9]\d{0,4}$/.test(text) ? undefined : 'is not a number of days; give 1 or more';
}

function organizationProblem(text: string): string | undefined {
  return /^o-[a-z0-9]{10,32}$/.test(text)
    ? undefined
    : 'is not an organization id; it looks like o-a1b2c3d4e5';
}
