/** What an installation of the inventory is called, where it stands, and how the role gets into every account. */

import type { InfrastructureSettings } from '../../infrastructure/settings.ts';
import { installation } from '../../inventory/installation.ts';
import { FlotillaError } from '../../model/flotilla-error.ts';
import { accountProblem, bucketProblem, variables } from '../variables/variables.ts';
import type { Narrowing } from './collect.ts';
import type { NamedFlag, Values } from './named-flags.ts';
import type { Given } from './option.ts';

export const infrastructureHeading = 'The installation:';

export const deployments = ['stackset', 'fan-out'] as const;
export type Deployment = (typeof deployments)[number];

export interface InfrastructureGiven extends Given, Narrowing {
  readonly deployInventoryRole?: Deployment;
}

const fine = () => undefined;

/** All that `plan`, `apply` and `destroy` go by. */
export const installationFlags = {
  billingProfile: {
    flag: '--billing-aws-profile',
    value: 'name',
    help: 'profile of the billing account, which may list the organization',
    problem: fine,
  },
  securityProfile: {
    flag: '--security-aws-profile',
    value: 'name',
    help: 'profile of the security account, which has the bucket',
    problem: fine,
  },
  inventoryBucket: {
    flag: '--inventory-bucket-name',
    value: 'bucket',
    help: 'bucket for the inventories',
    problem: bucketProblem,
  },
  oidcProvider: {
    flag: '--oidc-provider-prod',
    value: 'host/path',
    help: "the cluster's OpenID Connect provider",
    read: withoutScheme,
    problem: providerProblem,
  },
  oidcProviderTest: {
    flag: '--oidc-provider-test',
    value: 'host/path',
    help: 'the same of a test cluster, whose roles end in -Test; none without it',
    isOptional: true,
    read: withoutScheme,
    problem: providerProblem,
  },
  orchestratorRole: {
    flag: '--orchestrator-role',
    value: 'name',
    help: 'role in the billing account',
    fallback: variables.ORCHESTRATOR_ROLE.fallback,
    problem: longRoleProblem,
  },
  runnerRole: {
    flag: '--runner-role',
    value: 'name',
    help: 'role in the security account',
    fallback: variables.RUNNER_ROLE.fallback,
    problem: longRoleProblem,
  },
  inventoryRole: {
    flag: '--inventory-role',
    value: 'name',
    help: 'role in every account, below the path /managed/',
    fallback: installation.roleName.split('/').at(-1) ?? '',
    problem: longRoleProblem,
  },
  externalId: {
    flag: '--external-id',
    value: 'id',
    help: 'what the role in every account asks for',
    fallback: installation.externalId,
    problem: externalIdProblem,
  },
  filesBucket: {
    flag: '--cli-bucket-name',
    value: 'bucket',
    help: 'bucket of the role-distribution tool, which is given the role as files',
    isOptional: true,
    problem: bucketProblem,
  },
  kmsKeyArn: {
    flag: '--kms-key',
    value: 'arn',
    help: "key that encrypts the bucket; S3's own without it",
    isOptional: true,
    problem: keyProblem,
  },
  retentionDays: {
    flag: '--retention-days',
    value: 'number',
    help: 'days after which inventories expire; never without it',
    isOptional: true,
    problem: daysProblem,
  },
} as const satisfies Readonly<Record<string, NamedFlag>>;

/** In place of profiles, where nothing is asked of AWS. */
export const identityFlags = {
  billingAccountId: {
    flag: '--billing-account-id',
    value: 'id',
    help: 'the billing account; default: that of its profile',
    isOptional: true,
    problem: accountProblem,
  },
  securityAccountId: {
    flag: '--security-account-id',
    value: 'id',
    help: 'the security account; default: that of its profile',
    isOptional: true,
    problem: accountProblem,
  },
  organizationId: {
    flag: '--organization-id',
    value: 'id',
    help: 'the organization; default: that of the billing account',
    isOptional: true,
    problem: (text: string) =>
      /^o-[a-z0-9]{10,32}$/.test(text)
        ? undefined
        : 'is no organization id; it looks like o-a1b2c3d4e5',
  },
} as const satisfies Readonly<Record<string, NamedFlag>>;

export type InstallationValues = Values<typeof installationFlags>;

/** Without the region and the catalogue, which are found elsewhere. */
export function settingsOf(
  values: Omit<InstallationValues, 'billingProfile' | 'securityProfile'>,
): Omit<InfrastructureSettings, 'region' | 'entries'> {
  const { retentionDays, orchestratorRole, runnerRole } = values;
  if (orchestratorRole === runnerRole) {
    throw new FlotillaError(
      'InvalidInput',
      `--orchestrator-role and --runner-role: "${runnerRole}" cannot be both; each has permissions of its own`,
    );
  }
  return {
    ...values,
    retentionDays: retentionDays === undefined ? undefined : Number(retentionDays),
  };
}

/** People paste what EKS shows. */
function withoutScheme(text: string): string {
  return text.replace(/^https:\/\//, '').replace(/\/+$/, '');
}

function providerProblem(text: string): string | undefined {
  const isPlace = /^[a-z0-9-]+(\.[a-z0-9-]+)+(\/[\w.~-]+)*$/i.test(text);
  return isPlace
    ? undefined
    : 'is no provider; give host and path, oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF';
}

/** The twin's name, or a policy's, is longer than the role's. */
function longRoleProblem(text: string): string | undefined {
  return /^[\w+=,.@-]{1,59}$/.test(text)
    ? undefined
    : 'is no role name; at most 59 letters, digits, + = , . @ _ -, and no path';
}

function externalIdProblem(text: string): string | undefined {
  return /^[\w+=,.@:/-]{2,1224}$/.test(text)
    ? undefined
    : 'is no external id; 2 to 1224 letters, digits, + = , . @ : / -';
}

function keyProblem(text: string): string | undefined {
  return /^arn:[\w-]+:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/.test(text)
    ? undefined
    : 'is no ARN of a key; it looks like arn:aws:kms:eu-west-1:123456789012:key/…';
}

function daysProblem(text: string): string | undefined {
  return /^[1-9]\d{0,4}$/.test(text) ? undefined : 'is no number of days; give 1 or more';
}
