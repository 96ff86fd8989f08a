/** Trust policies of the roles. They name each role that may assume them, and never the root of an account. */

import { installation as cluster } from '../../inventory/installation.ts';
import { type Installation, testRoleName } from '../settings.ts';
import { documentOf, type IamDocument } from './document.ts';

/** Tokens must have the audience of STS: others are refused. */
export const audience = 'sts.amazonaws.com';

export interface ServiceAccountTrust {
  readonly partition: string;
  readonly accountId: string;
  /** Host and path. */
  readonly provider: string;
  readonly serviceAccount: string;
}

/** One service account of one cluster. */
export function serviceAccountTrust(trust: ServiceAccountTrust): IamDocument {
  const { provider, serviceAccount } = trust;
  return documentOf([
    {
      Effect: 'Allow',
      Principal: { Federated: providerArn(trust) },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        StringEquals: {
          [`${provider}:sub`]: `system:serviceaccount:${cluster.namespace}:${serviceAccount}`,
          [`${provider}:aud`]: audience,
        },
      },
    },
  ]);
}

export function providerArn({
  partition,
  accountId,
  provider,
}: Pick<ServiceAccountTrust, 'partition' | 'accountId' | 'provider'>): string {
  return `arn:${partition}:iam::${accountId}:oidc-provider/${provider}`;
}

/** The runner role only, with the external id, as a member of the organization. */
export function inventoryTrust(installation: Installation): IamDocument {
  const { settings, facts } = installation;
  return documentOf([
    {
      Effect: 'Allow',
      Principal: { AWS: principals(runnerArns(installation)) },
      Action: 'sts:AssumeRole',
      Condition: {
        StringEquals: {
          'sts:ExternalId': settings.externalId,
          'aws:PrincipalOrgID': facts.organizationId,
        },
      },
    },
  ]);
}

function runnerArns({ settings, facts }: Installation): readonly string[] {
  return rolesWithTestRole(settings.runnerRole, settings.oidcProviderTest).map((name) =>
    roleArn(facts.partition, facts.securityAccountId, name),
  );
}

export function orchestratorArns({ settings, facts }: Installation): readonly string[] {
  return rolesWithTestRole(settings.orchestratorRole, settings.oidcProviderTest).map((name) =>
    roleArn(facts.partition, facts.billingAccountId, name),
  );
}

/** As IAM stores it: a list of one element becomes a text. */
export function principals(arns: readonly string[]): string | readonly string[] {
  return arns.length === 1 ? (arns[0] ?? '') : arns;
}

function rolesWithTestRole(role: string, provider: string | undefined): readonly string[] {
  return provider === undefined ? [role] : [role, testRoleName(role)];
}

function roleArn(partition: string, accountId: string, name: string): string {
  return `arn:${partition}:iam::${accountId}:role/${name}`;
}
