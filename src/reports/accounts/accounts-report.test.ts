import { CloseAccountCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { expect, test } from 'vitest';
import { openFleet } from '../../aws/open-fleet.ts';
import { openReportEnvironment, type ReportEnvironment } from '../../testing/report-environment.ts';
import { onInventoryReport } from '../handlers/on-inventory-report.ts';

const context = { remainingMs: () => 900_000 };
const key = 'SpaReports/Inventories/2026/01/2026-01-01-inventory.csv';
const heads =
  'Cost Center,Cost Owner,Organizational Unit,Account,Name,Email,State,Console Login\r\n';

async function close({ organization, clock }: ReportEnvironment, AccountId: string) {
  const client = openFleet({ ...organization.access(), clock }).client(OrganizationsClient);
  await client.send(new CloseAccountCommand({ AccountId }));
}

test('the last login date appears in the inventory of accounts, with cost center, owner and state', async () => {
  const env = await openReportEnvironment();
  const tags = {
    'account-state': 'released',
    'cost-center': 'Product A',
    'cost-owner': 'owner@example.com',
  };
  const id = env.addAccount('alice', tags);
  await env.lifecycle.shadows.update(id, (shadow) => ({
    ...shadow,
    stamps: { ConsoleLogin: '2026-01-01T08:00:00' },
  }));

  const result = await onInventoryReport(env.lifecycle, {}, context);

  expect(result).toEqual({
    did: 'report',
    report: 'inventory of accounts',
    keys: [key],
    notes: [],
  });
  expect(await env.text(key)).toBe(
    `${heads}Product A,owner@example.com,Sandboxes,${id},alice,${id}@example.com,released,2026-01-01T08:00:00\r\n`,
  );
});

test('what is unknown is a dash in its row, and does not cost the report', async () => {
  const env = await openReportEnvironment();
  const id = env.addAccount('bob');

  await onInventoryReport(env.lifecycle, {}, context);

  expect(await env.text(key)).toBe(
    `${heads}NoCostTag,-,Sandboxes,${id},bob,${id}@example.com,-,-\r\n`,
  );
});

test('closed accounts are named, also after they have left the organization', async () => {
  const env = await openReportEnvironment();
  const id = env.addAccount('carol', { 'account-state': 'released' });
  await close(env, id);
  const shadow = {
    name: 'dave',
    email: 'dave@example.com',
    unit_name: 'Sandboxes',
    tags: { 'cost-center': 'Product A', 'account-state': 'expired' },
  };
  await env.lifecycle.shadows.update('222222222222', () => shadow);

  await onInventoryReport(env.lifecycle, {}, context);

  const lines = (await env.text(key))?.split('\r\n').slice(1, -1).sort();
  expect(lines).toEqual(
    [
      `NoCostTag,-,Sandboxes,${id},carol,${id}@example.com,closed,-`,
      'Product A,-,Sandboxes,222222222222,dave,dave@example.com,closed,-',
    ].sort(),
  );
});

test('the tags of the settings are used, and a name cannot become a formula', async () => {
  const env = await openReportEnvironment({
    features: { withCostManagementTag: 'team', withTagPrefix: 'spa:' },
  });
  const tags = { team: 'Search', 'spa:state': 'released', 'cost-center': 'other' };
  const id = env.addAccount('=1+1', tags);

  await onInventoryReport(env.lifecycle, {}, context);

  expect((await env.text(key))?.split('\r\n')[1]).toMatch(
    new RegExp(`^Search,-,Sandboxes,${id},'=1\\+1,.*,released,-$`),
  );
});

test('an inventory is of today, and cannot be made for another day', async () => {
  const { lifecycle, objects } = await openReportEnvironment();
  const asking = (date: string) => onInventoryReport(lifecycle, { date }, context);

  await expect(asking('2025-12-31')).rejects.toThrow(
    'an inventory shows accounts as they are now, and cannot be made for 2025-12-31',
  );
  await expect(asking('soon')).rejects.toThrow('"soon" is not a date');
  await asking('2026-01-01');
  expect(await objects()).toEqual([key]);
});
