import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import type { CostExportFormat, ReportingSettings } from '../../settings/settings.ts';
import { openServiceClient } from '../../testing/account-access.ts';
import {
  accountIds,
  type CostEnvironment,
  openCostEnvironment,
} from '../../testing/cost-environment.ts';
import { deliverCostExport } from '../../testing/cost-export/cost-export.ts';
import { onEarlyCostReport } from '../handlers/on-cost-reports.ts';
import { addDays, periodOf } from '../month.ts';
import type { CostStatement } from '../statement/statement.ts';
import { costExplorer } from './cost-explorer.ts';
import type { CostDivision, CostSource } from './cost-source.ts';
import { costExport } from './export/cost-export.ts';

const context = { remainingMs: () => 900_000 };
const month = '2026-03';
const bucket = 'billing';
const tables = { 'cur-2.0': 'CUR', 'focus-1.2': 'FOCUS' } as const;
const statementKey = 'SpaReports/Costs/Summary/2026/2026-03-Summary-statement.json';

interface ExportEnvironment extends CostEnvironment {
  deliver(): Promise<{ readonly dataKey: string; readonly manifestKey: string }>;
  put(key: string, body: string): Promise<unknown>;
  /** Handles the schedule of the report, with an export in the settings. */
  report(reporting?: Partial<ReportingSettings>): Promise<unknown>;
  statement(): Promise<CostStatement>;
}

/** The bucket belongs to the management account, whose role may read it. */
async function openExport(format: CostExportFormat = 'cur-2.0'): Promise<ExportEnvironment> {
  const env = await openCostEnvironment();
  const { organization, lifecycle } = env;
  await openServiceClient(organization, 'iam').call('PutRolePolicy', {
    RoleName: 'SpaAccountsManagementRole',
    PolicyName: 'ReadCostExport',
    PolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::${bucket}/exports/*` },
      ],
    }),
  });
  const { settings } = lifecycle;
  const location = `s3://${bucket}/exports/costs`;
  return {
    ...env,
    deliver: () => deliverCostExport({ organization, table: tables[format], month, bucket }),
    put: (Key, Body) =>
      openServiceClient(organization, 's3').call('PutObject', { Bucket: bucket, Key, Body }),
    report: (reporting) =>
      onEarlyCostReport(env)(
        {
          ...lifecycle,
          settings: {
            ...settings,
            reporting: {
              ...settings.reporting,
              costExport: { location, format },
              ...reporting,
            },
          },
        },
        {},
        context,
      ),
    statement: async () => JSON.parse((await env.text(statementKey)) ?? '') as CostStatement,
  };
}

const exportOf = ({ lifecycle }: CostEnvironment, format: CostExportFormat) =>
  costExport(lifecycle, { location: `s3://${bucket}/exports/costs`, format });

/** Lines in one order, with amounts that doubles can have. */
async function linesOf(source: CostSource, division: CostDivision) {
  const { lines, total, isEstimated } = await source.read({ period: periodOf(month), division });
  const rounded = (amount: bigint) => (Number(amount) / 1e36).toFixed(6);
  return {
    lines: lines.map((line) => `${line.accountId} ${line.key} ${rounded(line.amount)}`).sort(),
    total: rounded(total),
    isEstimated,
  };
}

test.each<CostExportFormat>(['cur-2.0', 'focus-1.2'])(
  'an export of %s has the lines and totals of Cost Explorer',
  async (format) => {
    const env = await openExport(format);
    await env.deliver();
    const [exported, explorer] = [exportOf(env, format), costExplorer(env.lifecycle)];

    for (const division of ['service', 'usage-type', 'charge-type'] as const) {
      expect(await linesOf(exported, division)).toEqual(await linesOf(explorer, division));
    }

    const days = { start: '2026-03-02', end: '2026-03-16' };
    expect(await exported.readByAccount(days)).toEqual(await explorer.readByAccount(days));
    await exported.close();
  },
);

const chargeTypes = ['Credit', 'Recurring', 'Refund', 'Support', 'Tax', 'Usage'];
const savingsPlans = ['CoveredUsage', 'RecurringFee', 'UpfrontFee'].map(
  (type) => `SavingsPlan${type}`,
);

// A purchase of FOCUS that is paid once and names no commitment may be anything.
test.each<[CostExportFormat, readonly string[], readonly string[]]>([
  ['cur-2.0', ['Other', 'Upfront'], ['Other 1.500000', 'Upfront 1.500000']],
  ['focus-1.2', ['Upfront'], ['Other 1.500000']],
])('types of charges of %s are named as Cost Explorer names them', async (format, more, named) => {
  const env = await openExport(format);
  const types = [...chargeTypes, ...savingsPlans, ...more];
  env.organization.setCosts(
    types.map((recordType) => ({
      ...{ account: accountIds.alpha, day: '2026-03-31', amount: '1.5', recordType },
      ...(recordType === 'Support' && { service: 'AWS Support (Business)' }),
      ...(/^SavingsPlan.*Fee$/.test(recordType) && {
        service: 'Savings Plans for AWS Compute usage',
      }),
    })),
  );
  await env.deliver();
  const exported = exportOf(env, format);

  const { lines } = await linesOf(exported, 'charge-type');
  await exported.close();

  // FOCUS bills what a plan covers with zero.
  const covered = format === 'focus-1.2' ? '0.000000' : '1.500000';
  const amountOf = (type: string) => (type === 'SavingsPlanCoveredUsage' ? covered : '1.500000');
  const expected = [...chargeTypes, ...savingsPlans].map((type) => `${type} ${amountOf(type)}`);
  expect(lines).toEqual(
    [...expected, ...named].map((line) => `${accountIds.alpha} ${line}`).sort(),
  );
});

test('Cost Explorer is the source, and the statement compares it with the export', async () => {
  const env = await openExport();
  await env.deliver();

  const result = await env.report();

  const { source, comparison, charges, requests } = await env.statement();
  expect({ source, comparison, total: charges[0]?.organization, requests }).toEqual({
    source: 'Cost Explorer',
    total: '1234790.34',
    comparison: { source: 'CUR 2.0 export', total: '1234790.34', difference: '0.00' },
    requests: { count: 6, usd: '0.06' },
  });
  expect(result).toMatchObject({ notes: [] });
});

test('the export is the source when the settings say so', async () => {
  const env = await openExport('focus-1.2');
  await env.deliver();

  const result = await env.report({ costSource: 'export' });

  const { source, comparison, charges, requests } = await env.statement();
  expect({ source, comparison, charges, requests }).toEqual({
    source: 'FOCUS 1.2 export',
    comparison: { source: 'Cost Explorer', total: '1234790.34', difference: '0.00' },
    charges: [
      {
        currency: 'USD',
        rate: '1',
        organization: '1234790.34',
        rows: '1234790.34',
        unattributed: '0.00',
        difference: '0.00',
      },
    ],
    requests: { count: 1, usd: '0.01' },
  });
  expect(result).toMatchObject({ report: 'costs of 2026-03 (1 Cost Explorer request, $0.01)' });
});

test('sources that differ by more than a cent are a warning, and the report is written', async () => {
  const env = await openExport();
  await env.deliver();
  env.organization.addCost({ account: accountIds.beta, day: '2026-03-20', amount: '0.02' });

  const result = await env.report();

  expect(result).toMatchObject({
    notes: [
      'sources of costs differ: USD: Cost Explorer 1234790.36, CUR 2.0 export 1234790.34, difference 0.02',
    ],
  });
  expect((await env.statement()).comparison).toEqual({
    source: 'CUR 2.0 export',
    total: '1234790.34',
    difference: '0.02',
  });
});

test('an export that cannot be read is named, and does not stop the report', async () => {
  const env = await openExport();
  await env.deliver();
  env.organization.deny({ service: 's3', operation: 'GetObject', account: '888888888888' });
  const unread =
    'cannot read s3://billing/exports/costs/metadata/BILLING_PERIOD=2026-03/costs-Manifest.json: these credentials may not read it; allow s3:ListBucket and s3:GetObject (AccessDenied)';

  const result = await env.report();

  expect((await env.statement()).comparison).toEqual({ source: 'CUR 2.0 export', unread });
  expect(result).toMatchObject({
    notes: [`sources of costs differ: CUR 2.0 export was not read: ${unread}`],
  });
});

test('nothing is published when the export is the source and cannot be read', async () => {
  const env = await openExport();
  await deliverCostExport({ ...env, table: 'CUR', month: '2026-02', bucket });

  await expect(env.report({ costSource: 'export' })).rejects.toThrow(
    'cannot read s3://billing/exports/costs/metadata/BILLING_PERIOD=2026-03/costs-Manifest.json',
  );
  expect(await env.objects()).toEqual([]);
});

test('Cost Explorer that cannot be read does not stop reports from an export', async () => {
  const env = await openExport();
  await env.deliver();
  env.organization.deny({ service: 'ce' });

  await env.report({ costSource: 'export' });

  expect((await env.statement()).comparison).toMatchObject({
    source: 'Cost Explorer',
    unread: expect.stringContaining('AccessDeniedException'),
  });
});

test.each([
  ['s3://other/exports/costs/data/x.parquet'],
  ['s3://billing/exports/costs/../x.parquet'],
  ['/etc/passwd'],
  ['s3://billing/exports/costs/data/x.csv'],
])('a manifest that names %s is refused', async (url) => {
  const env = await openExport();
  const { manifestKey } = await env.deliver();
  await env.put(manifestKey, JSON.stringify({ dataFiles: [url] }));

  await expect(env.report({ costSource: 'export' })).rejects.toThrow(
    `names "${url}", which is not a Parquet file below s3://billing/exports/costs/data/`,
  );
});

test('a file that is not a manifest, and data of another table, are refused by name', async () => {
  const env = await openExport('focus-1.2');
  const { manifestKey, dataKey } = await env.deliver();
  const asCur = {
    costSource: 'export',
    costExport: { location: 's3://billing/exports/costs', format: 'cur-2.0' },
  } as const;
  const key = manifestKey.replace('billing_period', 'BILLING_PERIOD');
  await env.put(key, JSON.stringify({ dataFiles: [`s3://billing/${dataKey}`] }));
  await expect(env.report(asCur)).rejects.toThrow(
    '2026-03 in s3://billing/exports/costs is not a CUR 2.0 export: it has no bill_invoice_id',
  );

  await env.put(key, '<html>');
  await expect(env.report(asCur)).rejects.toThrow(`s3://billing/${key} is not the manifest`);
});

test('downloaded files are deleted, also after a failure', async () => {
  const before = downloads();
  const env = await openExport();
  const { dataKey } = await env.deliver();
  await env.report();
  await env.put(dataKey, 'not Parquet');
  await env.report();

  expect((await env.statement()).comparison).toMatchObject({
    unread: expect.stringContaining('Invalid Input Error'),
  });
  expect(downloads()).toEqual(before);
});

function downloads(): readonly string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('flotilla-costs-'));
}

test('costs of some days are those of the days, and months are added up', async () => {
  const env = await openExport();
  await env.deliver();
  await deliverCostExport({ ...env, table: 'CUR', month: '2026-02', bucket });
  const exported = exportOf(env, 'cur-2.0');
  const explorer = costExplorer(env.lifecycle);
  const period = { start: '2026-02-28', end: addDays('2026-03-10', 1) };

  expect(await exported.readByAccount(period)).toEqual(await explorer.readByAccount(period));
  await exported.close();
});
