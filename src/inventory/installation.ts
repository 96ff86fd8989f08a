/** The names that an inventory of a whole organization goes by: of its role in every account, and in the cluster. */

export const installation = {
  /** In every account: what is assumed to read it. */
  roleName: 'managed/inventory',
  /** What that role asks of whoever assumes it, beside being the right one. */
  externalId: 'flotilla-inventory',
  namespace: 'inventory',
  orchestratorAccount: 'aws-inventory-orchestrator-sa',
  runnerAccount: 'aws-inventory-runner-sa',
} as const;
