/** The tree of an AWS Organization: a root, OUs, accounts. */

import type { Random } from '../../model/random.ts';
import type { SimulatedAccount } from './account.ts';
import { organizationId, rootId } from './ids.ts';

/** The root or an OU. */
export interface OrganizationNode {
  readonly id: string;
  name: string;
  /** Undefined for the root. */
  readonly parentId?: string;
  readonly ouIds: Set<string>;
  readonly accountIds: Set<string>;
}

export interface CreateAccountRequest {
  readonly id: string;
  readonly name: string;
  readonly requestedAt: number;
  state: 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED';
  completedAt?: number;
  accountId?: string;
  failureReason?: 'EMAIL_ALREADY_EXISTS' | 'ACCOUNT_LIMIT_EXCEEDED' | 'INTERNAL_FAILURE';
}

export interface Organization {
  readonly id: string;
  readonly rootId: string;
  readonly managementAccountId: string;
  readonly nodes: Map<string, OrganizationNode>;
  /** In the order in which they joined; the same accounts as in `world.accounts`. */
  readonly accounts: SimulatedAccount[];
  /** In lower case. */
  readonly emails: Set<string>;
  /** Of the root, OUs and policies; an account keeps its own. */
  readonly tags: Map<string, Map<string, string>>;
  readonly policies: Map<string, OrganizationPolicy>;
  readonly policyTypes: Set<string>;
  /** Policies of a target; a target without an entry has the default. */
  readonly attachments: Map<string, readonly string[]>;
  readonly createRequests: Map<string, CreateAccountRequest>;
  /** Times of all closures, for the quota. */
  readonly closures: number[];
  /** Account id → service principal → since when. */
  readonly delegatedAdministrators: Map<string, Map<string, number>>;
  /** Service principal → since when. */
  readonly trustedServices: Map<string, number>;
  /** Maximum number of accounts of the organization. */
  readonly maxAccounts: number;
}

export function createOrganization(
  random: Random,
  managementAccountId: string,
  maxAccounts: number,
): Organization {
  const root = rootId(random);
  return {
    id: organizationId(random),
    rootId: root,
    managementAccountId,
    nodes: new Map([
      [root, { id: root, name: 'Root', ouIds: new Set(), accountIds: new Set<string>() }],
    ]),
    accounts: [],
    emails: new Set(),
    tags: new Map(),
    policies: new Map(),
    policyTypes: new Set(['SERVICE_CONTROL_POLICY']),
    attachments: new Map(),
    createRequests: new Map(),
    closures: [],
    delegatedAdministrators: new Map(),
    // The management account may call Account Management about members, as most organizations allow.
    trustedServices: new Map([['account.amazonaws.com', 0]]),
    maxAccounts,
  };
}

/** From the root down to the node itself. */
export function ancestry(organization: Organization, nodeId: string): readonly OrganizationNode[] {
  const path: OrganizationNode[] = [];
  let node = organization.nodes.get(nodeId);
  while (node) {
    path.unshift(node);
    node = node.parentId === undefined ? undefined : organization.nodes.get(node.parentId);
  }
  return path;
}

/** `o-…/r-…/ou-…/`, as AWS writes paths. */
export function nodePath(organization: Organization, nodeId: string): string {
  const ids = ancestry(organization, nodeId).map(({ id }) => id);
  return `${[organization.id, ...ids].join('/')}/`;
}

export function accountPath(organization: Organization, account: SimulatedAccount): string {
  return `${nodePath(organization, account.parentId)}${account.id}/`;
}

export interface OrganizationPolicy {
  readonly id: string;
  name: string;
  description: string;
  readonly type: string;
  content: string;
  readonly awsManaged: boolean;
}
