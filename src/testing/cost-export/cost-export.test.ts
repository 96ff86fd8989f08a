import { expect, test } from 'vitest';
import { noLimits, simulateOrganization, virtualClock } from '../../simulator/index.ts';
import { openServiceClient } from '../account-access.ts';
import { dayMs } from '../durations.ts';
import { deliverCostExport } from './cost-export.ts';
import { queryExport } from './read-export.ts';

const month = '2026-03';
const march = { Start: '2026-03-01', End: '2026-04-01' };

function open({ accounts = 30 } = {}) {
  const clock = virtualClock(Date.UTC(2026, 3, 10));
  const organization = simulateOrganization({ accounts, clock, pageSize: 5_000, limits: noLimits });
  const s3 = openServiceClient(organization, 's3');
  const bytesOf = async (Key: string) => {
    const { Body } = await s3.call('GetObject', { Bucket: 'billing', Key });
    return await (Body as { transformToByteArray(): Promise<Uint8Array> }).transformToByteArray();
  };
  const query = async (key: string, sql: string) =>
    await queryExport(await bytesOf(key), `SELECT ${sql}`);
  const jsonOf = async (key: string) =>
    JSON.parse(Buffer.from(await bytesOf(key)).toString()) as Record<string, unknown>;
  const keys = async () => {
    const { Contents = [] } = await s3.call('ListObjectsV2', { Bucket: 'billing' });
    return (Contents as { Key: string }[]).map(({ Key }) => Key);
  };
  const deliver = (table: 'CUR' | 'FOCUS', more: object = {}) =>
    deliverCostExport({ organization, table, month, bucket: 'billing', ...more });
  return { organization, clock, deliver, query, jsonOf, keys };
}

/** Dollars of Cost Explorer, by account. */
async function inCostExplorer(organization: ReturnType<typeof open>['organization']) {
  const { ResultsByTime } = await openServiceClient(organization, 'ce').call('GetCostAndUsage', {
    TimePeriod: march,
    Granularity: 'MONTHLY',
    Metrics: ['UnblendedCost'],
    GroupBy: [{ Type: 'DIMENSION', Key: 'LINKED_ACCOUNT' }],
  });
  const [result] = ResultsByTime as {
    Groups: { Keys: string[]; Metrics: { UnblendedCost: { Amount: string } } }[];
  }[];
  return result?.Groups.map(({ Keys, Metrics }) => [
    Keys[0],
    rounded(Metrics.UnblendedCost.Amount),
  ]);
}

/** Doubles are not exact. */
const rounded = (amount: unknown) => Number(amount).toFixed(6);

test('CUR 2.0 has the costs of Cost Explorer, in AWS’s layout', async () => {
  const { organization, deliver, query, keys } = open();
  const { dataKey, rows } = await deliver('CUR');
  const found = await query(
    dataKey,
    'line_item_usage_account_id AS account, sum(line_item_unblended_cost) AS cost FROM EXPORT GROUP BY account ORDER BY account',
  );

  expect(rows).toBeGreaterThan(1_000);
  expect(await keys()).toEqual([
    'exports/costs/data/BILLING_PERIOD=2026-03/costs-00001.snappy.parquet',
    'exports/costs/metadata/BILLING_PERIOD=2026-03/costs-Manifest.json',
  ]);
  expect(found.map(({ account, cost }) => [account, rounded(cost)])).toEqual(
    await inCostExplorer(organization),
  );
});

test('FOCUS 1.2 has the same costs in its own columns, sixty of them', async () => {
  const { organization, deliver, query } = open();
  const { dataKey } = await deliver('FOCUS');
  const columns = await query(dataKey, 'count(*) AS count FROM (DESCRIBE SELECT * FROM EXPORT)');
  const found = await query(
    dataKey,
    '"SubAccountId" AS account, sum("BilledCost") AS cost FROM EXPORT GROUP BY account ORDER BY account',
  );

  expect(columns).toEqual([{ count: 60 }]);
  expect(found.map(({ account, cost }) => [account, rounded(cost)])).toEqual(
    await inCostExplorer(organization),
  );
});

test('every charge has the type that its table has for it', async () => {
  const { organization, deliver, query } = open({ accounts: 0 });
  const account = organization.managementAccountId;
  const types = ['Usage', 'Tax', 'Support', 'Credit', 'Refund', 'Recurring', 'Upfront', 'Other'];
  organization.setCosts(
    types.map((recordType) => ({ account, day: '2026-03-31', amount: '1.5', recordType })),
  );
  const cur = await deliver('CUR');
  const focus = await deliver('FOCUS', { name: 'focus' });

  expect(
    await query(
      cur.dataKey,
      "list(line_item_line_item_type || ' ' || line_item_usage_type) AS types, count(DISTINCT line_item_usage_start_date) AS days, max(bill_invoice_id) AS invoice FROM EXPORT",
    ),
  ).toEqual([
    {
      types: [
        'Usage BoxUsage:t3.medium',
        'Tax ',
        'Fee ',
        'Credit ',
        'Refund ',
        'RIFee ',
        'Fee ',
        'Fee ',
      ],
      days: 1,
      invoice: 'invoice-2026-03',
    },
  ]);
  expect(
    await query(
      focus.dataKey,
      `list("ChargeCategory") AS types, any_value("InvoiceId") AS invoice FROM EXPORT`,
    ),
  ).toEqual([
    {
      types: [
        'Usage',
        'Tax',
        'Purchase',
        'Credit',
        'Adjustment',
        'Purchase',
        'Purchase',
        'Purchase',
      ],
      invoice: 'invoice-2026-03',
    },
  ]);
});

test('the manifest names the data of the newest delivery, also where earlier ones are kept', async () => {
  const { deliver, clock, jsonOf, keys } = open({ accounts: 1 });
  await deliver('FOCUS', { keepDeliveries: true });
  await clock.advance(dayMs);
  const { dataKey, manifestKey } = await deliver('FOCUS', { keepDeliveries: true });
  const data = (await keys()).filter((key) => key.endsWith('.parquet'));

  expect(data).toHaveLength(2);
  expect(data.at(-1)).toBe(dataKey);
  expect(dataKey).toMatch(
    /^exports\/costs\/data\/billing_period=2026-03\/2026-04-11T00_00_00.000Z-[0-9a-f-]{36}\/costs-00001.snappy.parquet$/,
  );
  expect(await jsonOf(manifestKey)).toMatchObject({
    table: 'FOCUS_1_2_AWS',
    dataFiles: [`s3://billing/${dataKey}`],
  });
});

test('active tags of accounts are in the rows', async () => {
  const { organization, deliver, query } = open({ accounts: 0 });
  const { id: account } = organization.addAccount({ name: 'red', tags: { 'cost-center': 'cc-1' } });
  organization.setCosts([{ account, day: '2026-03-01', amount: '1' }]);
  await openServiceClient(organization, 'ce').call('UpdateCostAllocationTagsStatus', {
    CostAllocationTagsStatus: [{ TagKey: 'accountTag/cost-center', Status: 'Active' }],
  });
  const { dataKey } = await deliver('CUR');

  expect(await query(dataKey, `tags['accountTag/cost-center'] AS center FROM EXPORT`)).toEqual([
    { center: 'cc-1' },
  ]);
});
