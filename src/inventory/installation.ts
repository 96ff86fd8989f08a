/** Names of an inventory installation: of its role in every account, and in the cluster. */

export const installation = {
  /** In every account: the role to assume. */
  roleName: 'managed/inventory',
  /** External ID required by that role's trust policy. */
  externalId: 'flotilla-inventory',
  namespace: 'inventory',
  orchestratorAccount: 'aws-inventory-orchestrator-sa',
  runnerAccount: 'aws-inventory-runner-sa',
} as const;
