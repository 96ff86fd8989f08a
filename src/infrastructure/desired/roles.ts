/**
 * The roles of the cluster: the orchestrator's in the billing account, the runner's in the security account, and those
 * of the test cluster.
 */

import type { DesiredRole } from '../../converge/converge-role.ts';
import { installation as cluster } from '../../inventory/installation.ts';
import { type Installation, originTags, testRoleName } from '../settings.ts';
import type { IamDocument } from './document.ts';
import { orchestratorPermissions, runnerPermissions } from './permissions.ts';
import { serviceAccountTrust } from './trusts.ts';

export interface ClusterRole {
  /** Where it is. */
  readonly accountId: string;
  readonly role: DesiredRole;
}

export function clusterRoles(installation: Installation): readonly ClusterRole[] {
  const { settings, facts } = installation;
  const orchestrator: Kind = {
    name: settings.orchestratorRole,
    accountId: facts.billingAccountId,
    serviceAccount: cluster.orchestratorAccount,
    description: 'Lists the accounts of the organization and starts their inventories',
    permissions: orchestratorPermissions(installation),
  };
  const runner: Kind = {
    name: settings.runnerRole,
    accountId: facts.securityAccountId,
    serviceAccount: cluster.runnerAccount,
    description: 'Assumes the inventory role of each account and uploads the records',
    permissions: runnerPermissions(installation),
  };
  return [orchestrator, runner].flatMap((kind) => rolesOf(installation, kind));
}

interface Kind {
  readonly name: string;
  readonly accountId: string;
  readonly serviceAccount: string;
  readonly description: string;
  readonly permissions: IamDocument;
}

function rolesOf({ settings, facts }: Installation, kind: Kind): readonly ClusterRole[] {
  const { oidcProvider, oidcProviderTest } = settings;
  const roleAt = (name: string, provider: string): ClusterRole => ({
    accountId: kind.accountId,
    role: {
      name,
      path: '/',
      description: kind.description,
      trust: serviceAccountTrust({ partition: facts.partition, provider, ...kind }),
      managedPolicies: [],
      formerPolicies: [],
      inlinePolicy: { name, document: kind.permissions },
      maxSessionSeconds: 3_600,
      tags: originTags,
    },
  });
  const testRoles =
    oidcProviderTest === undefined ? [] : [roleAt(testRoleName(kind.name), oidcProviderTest)];
  return [roleAt(kind.name, oidcProvider), ...testRoles];
}
