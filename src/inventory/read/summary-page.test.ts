import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { accessibilityViolations, chromium } from '../../testing/browser.ts';
import { type RunToWrite, record, writeRun } from '../../testing/write-run.ts';
import { readAccountContents } from './account-contents.ts';
import { chooseRuns } from './choose-runs.ts';
import { type InventorySummary, summarizeRuns } from './summary.ts';
import { summaryPage } from './summary-page.ts';

let out = '';

beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'flotilla-summary-'));
});

afterEach(() => rmSync(out, { recursive: true }));

async function summaryOf(run: RunToWrite): Promise<InventorySummary> {
  await writeRun(out, run);
  return summarizeRuns(await chooseRuns({ from: [out] }));
}

const mixed: RunToWrite = {
  records: [
    record({ service: 'EC2', type: 'vpc', id: 'a', accountName: 'alpha' }),
    record({
      service: 'EC2',
      type: 'vpc',
      id: 'b',
      accountName: 'alpha',
      region: 'us-east-1',
    }),
    record({
      service: 'IAM',
      type: 'role',
      id: 'c',
      accountId: '222222222222',
      region: 'global',
    }),
  ],
  entries: [
    {
      accountId: '222222222222',
      region: 'eu-west-1',
      service: 'KMS',
      type: 'key',
      status: 'denied',
      code: 'AccessDenied',
    },
  ],
  failed: { '333333333333': 'the role refuses' },
};

test('counts what there is, and what could not be read', async () => {
  expect(await summaryOf(mixed)).toEqual({
    runs: [
      {
        runId: 'run-1',
        date: '2026-01-31',
        isFinished: true,
        startedAt: '2026-01-31T10:00:00.000Z',
        finishedAt: '2026-01-31T10:05:00.000Z',
      },
    ],
    records: 3,
    statuses: { complete: 1, partial: 1, failed: 1 },
    services: [
      { name: 'EC2', records: 2, accounts: 1 },
      { name: 'IAM', records: 1, accounts: 1 },
    ],
    types: [
      { name: 'EC2.vpc', records: 2, accounts: 1 },
      { name: 'IAM.role', records: 1, accounts: 1 },
    ],
    regions: [
      { name: 'eu-west-1', records: 1, accounts: 1 },
      { name: 'global', records: 1, accounts: 1 },
      { name: 'us-east-1', records: 1, accounts: 1 },
    ],
    accounts: [
      { accountId: '111111111111', accountName: 'alpha', status: 'complete', records: 2, gaps: 0 },
      { accountId: '222222222222', status: 'partial', records: 1, gaps: 1 },
      {
        accountId: '333333333333',
        status: 'failed',
        reason: 'AccessDenied: the role refuses',
        records: 0,
        gaps: 0,
      },
    ],
    gaps: [
      { status: 'failed', places: 1, accounts: 1 },
      { type: 'KMS.key', status: 'denied', code: 'AccessDenied', places: 1, accounts: 1 },
    ],
  });
});

test('the page shows a warning only if something is missing', async () => {
  const warning = 'Not everything could be read.';

  expect(summaryPage(await summaryOf(mixed))).toContain(
    `${warning}</b> Accounts: 1 partial, 1 failed.`,
  );
  const complete = { runId: 'later', date: '2026-02-01', records: mixed.records ?? [] };
  expect(summaryPage(await summaryOf(complete))).not.toContain(warning);
});

test('an account cannot put markup into the page', async () => {
  const evil = `<script>alert("1")</script>&'\u0007`;
  const page = summaryPage(
    await summaryOf({
      records: [record({ service: evil, type: evil, id: evil, accountName: evil, region: evil })],
      failed: { [evil.replaceAll('/', '')]: evil },
      runId: 'run',
      entries: [
        {
          accountId: '111111111111',
          region: evil,
          service: 'A',
          type: evil,
          status: 'failed',
          code: evil,
        },
      ],
    }),
  );

  expect(page.match(/<script/g)).toHaveLength(1);
  expect(page.match(/<script>[\s\S]*?<\/script>/)?.[0]).not.toContain('alert');
  expect(page).not.toContain('alert("1")');
  expect(page).not.toContain('\u0007');
  expect(page).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;');
});

test('the page fetches nothing', async () => {
  const page = summaryPage(await summaryOf(mixed));

  expect(page).toContain(
    `content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-`,
  );
  expect(page).not.toMatch(/https?:|url\(|<link|<img|@import|\ssrc=|\shref="[^#]/);
});

const check = {
  name: 'open',
  title: `<b>Open</b>`,
  severity: 'high',
  category: 'security',
  why: '<i>why</i>',
  remediation: '<u>close</u>',
  sql: '',
} as const;

/** The page with an account of hostile names, a check and the pages of accounts. */
async function reportOf(run: RunToWrite): Promise<string> {
  await writeRun(out, run);
  const runs = await chooseRuns({ from: [out] });
  const finding = { accountId: '111111111111', region: '<eu>', id: '<id>', detail: '<detail>' };
  const unread = [{ accountId: '333333333333', regions: [], status: 'failed' }];
  const checks = [{ check, status: 'failed' as const, findings: [finding], unread }];
  const accounts = await readAccountContents(runs);
  return summaryPage(await summarizeRuns(runs), { accounts, checks });
}

test('each account has a page with its findings, gaps and types, and names stay text', async () => {
  const page = await reportOf(mixed);

  expect([...page.matchAll(/<article class="page" id="([^"]*)"/g)].map(([, id]) => id)).toEqual([
    'account-111111111111',
    'account-222222222222',
    'account-333333333333',
  ]);
  const own = /id="account-111111111111"[\s\S]*?<\/article>/.exec(page)?.[0] ?? '';
  expect(own).toContain('<td>EC2.vpc</td><td>2</td><td>eu-west-1, us-east-1</td>');
  expect(own).toContain(
    '<td>&lt;b&gt;Open&lt;/b&gt;</td><td><span class="severity high">high</span></td><td class="region">&lt;eu&gt;</td><td>&lt;id&gt;</td><td>&lt;detail&gt;</td>',
  );
  expect(page).not.toMatch(/<(id|eu|detail|u|i)>|<b>Open/);
});

test.skipIf(!chromium)('the report is accessible', { timeout: 120_000 }, async () => {
  expect(await accessibilityViolations(await reportOf(mixed))).toEqual([]);
});

test('the digest of the page is that of its script', async () => {
  const page = summaryPage(await summaryOf(mixed));

  const [, script = ''] = /<script>([\s\S]*?)<\/script>/.exec(page) ?? [];
  const digest = createHash('sha256').update(script).digest('base64');
  expect(page).toContain(`script-src 'sha256-${digest}'"`);
});

test('bars are proportional to their values, and small ones are combined', async () => {
  const records = Array.from({ length: 20 }, (_, service) =>
    Array.from({ length: 20 - service }, (_, id) =>
      record({
        service: `S${String(service).padStart(2, '0')}`,
        type: 't',
        id: String(id),
      }),
    ),
  ).flat();

  const page = summaryPage(await summaryOf({ records }));

  const [, chart = ''] =
    /<figcaption>Resources by service<\/figcaption>([\s\S]*?)<\/figure>/.exec(page) ?? [];
  const widths = [...chart.matchAll(/<rect class="bar"[^>]* width="(\d+)"/g)].map(([, width]) =>
    Number(width),
  );
  const names = [...chart.matchAll(/<title>([^<]*)<\/title>/g)].map(([, name]) => name);
  expect(names.slice(0, 2)).toEqual(['S00: 20 (1 account)', 'S01: 19 (1 account)']);
  expect(names.at(-1)).toBe('6 others: 21');
  // The others together are more than any service, and have no bar.
  expect(widths.slice(0, 3)).toEqual([560, 532, 504]);
  expect(widths.length).toBe(14);
});

test('the longest names of types are shown whole, with the number beside them', async () => {
  const long = { service: 'NetworkFirewall', type: 'tls_inspection_configuration' };

  const page = summaryPage(await summaryOf({ records: [record({ ...long, id: '1' })] }));

  expect(page).toContain('>NetworkFirewall.tls_inspection_configuration</text>');
});
