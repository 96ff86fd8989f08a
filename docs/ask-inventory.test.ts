/** Runs every query of the page against a run that has rows for each. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chooseRuns } from '../src/inventory/read/choose-runs.ts';
import { type Inventory, openInventory } from '../src/inventory/read/open-inventory.ts';
import { volatileMembers } from '../src/inventory/read/volatile-members.ts';
import { record, writeRun } from '../src/testing/write-run.ts';

const page = readFileSync(join(import.meta.dirname, 'ask-inventory.md'), 'utf8');
const sections = new Map(
  page.split(/^## /m).map((text) => {
    const blocks = [...text.matchAll(/^```sql\n([\s\S]*?)^```/gm)].map(([, sql = '']) => sql);
    return [text.split('\n')[0] ?? '', blocks] as const;
  }),
);

const closed = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};
const alpha = { accountName: 'alpha', tags: { owner: 'ana' } };
const from = (cidr: string, port: number) => ({
  FromPort: port,
  IpRanges: [{ CidrIp: '10.0.0.0/8' }, { CidrIp: cidr }],
});

const records = [
  record({
    ...alpha,
    service: 'EC2',
    type: 'vpc',
    id: 'vpc-1',
    resource: { VpcId: 'vpc-1', IsDefault: true },
  }),
  record({
    ...alpha,
    service: 'EC2',
    type: 'vpc',
    id: 'vpc-2',
    resource: { VpcId: 'vpc-2', IsDefault: false },
  }),
  record({
    accountName: 'alpha',
    service: 'EC2',
    type: 'vpc',
    id: 'vpc-3',
    region: 'us-east-1',
    resource: { VpcId: 'vpc-3', IsDefault: true },
  }),
  record({
    ...alpha,
    service: 'S3',
    type: 'bucket',
    id: 'closed',
    region: 'global',
    resource: { Name: 'closed', PublicAccessBlock: closed },
  }),
  record({
    ...alpha,
    service: 'S3',
    type: 'bucket',
    id: 'half',
    region: 'global',
    resource: {
      PublicAccessBlock: { ...closed, BlockPublicPolicy: false },
      Public: { IsPublic: true },
    },
  }),
  record({
    ...alpha,
    service: 'S3',
    type: 'bucket',
    id: 'unknown',
    region: 'global',
    unread: [{ operation: 'GetPublicAccessBlock', kind: 'denied', code: 'AccessDenied' }],
  }),
  record({
    ...alpha,
    service: 'EC2',
    type: 'security_group',
    id: 'sg-1',
    resource: {
      GroupId: 'sg-1',
      IpPermissions: [from('0.0.0.0/0', 22), from('192.168.0.0/16', 80)],
    },
  }),
  record({
    ...alpha,
    service: 'Lambda',
    type: 'function',
    id: 'resize',
    arn: 'arn:resize',
    resource: { Role: 'arn:aws:iam::111111111111:role/deploy' },
  }),
];

let folder = '';
let inventory: Inventory;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'flotilla-ask-'));
  const denied = { status: 'denied' as const, code: 'AccessDeniedException' };
  const place = { accountId: '111111111111', region: 'eu-west-1', service: 'KMS', type: 'key' };
  await writeRun(folder, { records, entries: [{ ...place, ...denied }] });
  inventory = await openInventory(await chooseRuns({ from: [folder] }));
});

afterAll(() => {
  inventory.close();
  rmSync(folder, { recursive: true });
});

/** Rows of the first query of a section, or of a later one. */
async function rowsOf(section: string, at = 0): Promise<unknown[]> {
  const { rows } = await inventory.ask(sections.get(section)?.[at] ?? '');
  return Array.fromAsync(rows);
}

test.each([
  [
    'How much of what do we have?',
    [
      ['EC2', 'vpc', 3, 1],
      ['S3', 'bucket', 3, 1],
      ['EC2', 'security_group', 1, 1],
      ['Lambda', 'function', 1, 1],
    ],
  ],
  ['Who has what in which region?', [['us-east-1', 'alpha', 'vpc', 1]]],
  [
    'Where are default VPCs left?',
    [
      ['alpha', 'eu-west-1', 'vpc-1'],
      ['alpha', 'us-east-1', 'vpc-3'],
    ],
  ],
  [
    'Which buckets are open to the public?',
    [
      ['alpha', 'half', true, null],
      [
        'alpha',
        'unknown',
        null,
        [{ operation: 'GetPublicAccessBlock', kind: 'denied', code: 'AccessDenied' }],
      ],
    ],
  ],
  ['Which resources carry no owner?', [['alpha', 'EC2', 'vpc', 1]]],
  ['Which security groups let the whole Internet in?', [['alpha', 'eu-west-1', 'sg-1', 22]]],
  [
    'What could not be read?',
    [
      ['denied', 'AccessDeniedException', 'KMS', 'key', 1, 1],
      ['partial', null, 'S3', 'bucket', 1, 1],
    ],
  ],
  ['How did it grow?', [['2026-01-31', 'run-1', 8]]],
  ['What belongs together?', [['lambda_function', 'arn:resize', 'Role']]],
])('%s', async (section, expected) => {
  const rows = await rowsOf(section);

  expect(rows.toSorted(byText)).toEqual((expected as unknown[]).toSorted(byText));
});

test('a record lists which of its details could not be read', async () => {
  expect(await rowsOf('What could not be read?', 1)).toEqual([
    ['alpha', 'bucket', 'unknown', 'GetPublicAccessBlock', 'denied', 'AccessDenied'],
  ]);
});

test('nothing is gone in a single run', async () => {
  expect(await rowsOf('How did it grow?', 1)).toEqual([]);
});

test('every query of the page is tested above', () => {
  const queries = [...sections.values()].flat().length;

  expect(queries).toBe(11);
});

test('the members that the page lists as volatile are ignored by default', () => {
  const [, listed = ''] = /members such as ([^(]*)\(/.exec(page) ?? [];
  const named = [...listed.matchAll(/`(\w+)`/g)].map(([, name = '']) => name);

  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => !volatileMembers.has(name))).toEqual([]);
});

function byText(a: unknown, b: unknown): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}
