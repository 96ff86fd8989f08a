/** What lies in the accounts, and a question about it. */

import { dirname, join } from 'node:path';
import { inventoryCollect } from '../commands/inventory-collect.ts';
import { inventoryQuery } from '../commands/inventory-query.ts';
import { styleFor } from '../output/style.ts';
import type { Stage } from './stage.ts';

/** A few types of the six hundred, so that the tour stays a tour. */
const types = [
  'ec2_instance',
  'ec2_vpc',
  'iam_role',
  'iam_user',
  'lambda_function',
  'rds_db_instance',
  'dynamodb_table',
  'sqs_queue',
];

const question =
  'SELECT type, count(*) AS resources, count(DISTINCT account_id) AS accounts FROM resources GROUP BY ALL ORDER BY resources DESC';

export async function askInventory({ io, organization, outcomes }: Stage): Promise<void> {
  const { cyan } = styleFor(io.stdout, io);
  const out = join(dirname(outcomes), 'inventory');
  const collected = {
    out,
    types,
    format: ['parquet'] as const,
    yes: true,
    regions: ['us-east-1'],
    concurrency: 40,
  };
  await inventoryCollect(collected, { ...io, aws: organization.access() });
  io.signal.throwIfAborted();
  io.stdout.write(cyan(`\n    ${question}\n\n`));
  await inventoryQuery(question, { from: [out], output: 'table' }, io);
}
