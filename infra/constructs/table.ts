/** A table of the life cycle. */

import { CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import type { DeployedTable } from '../../src/deployment/deployment.ts';
import { type RetainOption, removalPolicyOf } from './retain.ts';

export function addTable(
  scope: Construct,
  id: string,
  { deployed, retain }: { readonly deployed: DeployedTable } & RetainOption,
): CfnTable {
  const table = new CfnTable(scope, id, {
    tableName: deployed.name,
    attributeDefinitions: [
      { attributeName: 'Identifier', attributeType: 'S' },
      { attributeName: 'Order', attributeType: 'S' },
    ],
    keySchema: [
      { attributeName: 'Identifier', keyType: 'HASH' },
      { attributeName: 'Order', keyType: 'RANGE' },
    ],
    billingMode: 'PAY_PER_REQUEST',
    timeToLiveSpecification: { attributeName: 'Expiration', enabled: true },
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    // The key aws/dynamodb, as in existing installations.
    sseSpecification: { sseEnabled: true },
    deletionProtectionEnabled: retain,
  });
  table.applyRemovalPolicy(removalPolicyOf({ retain }));
  return table;
}
