/**
 * Volumes without encryption in all accounts: takes an inventory of volumes, and asks it in SQL. In a project that has
 * installed the package: `node unencrypted-volumes.ts`.
 */

import { readInventory, type TakeInventoryOptions, takeInventory } from 'flotilla/inventory';

export async function unencryptedVolumes(options: Omit<TakeInventoryOptions, 'types'>) {
  const { folder, summary } = await takeInventory({ ...options, types: ['ec2_volume'] });
  if (!summary) throw new Error('the inventory was stopped; call again with resume: true');
  const inventory = await readInventory({ from: folder });
  try {
    const volumes = await inventory.query(`
      SELECT account_name, region, id, resource->>'Size' AS gib
      FROM resources WHERE resource->>'Encrypted' = 'false' ORDER BY ALL`);
    // No volume in the list means nothing for an account that could not be read.
    const unread = summary.accounts.filter(({ status }) => status !== 'complete');
    return { volumes, unread };
  } finally {
    inventory.close();
  }
}

if (process.argv[1] === import.meta.filename) {
  const report = await unencryptedVolumes({ out: './flotilla-inventory' });
  process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
}
