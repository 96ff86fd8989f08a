import PostalMime from 'postal-mime';
import { expect, test } from 'vitest';
import { type CostEnvironment, openCostEnvironment } from '../../testing/cost-environment.ts';
import { onMonthlyCostReport } from '../handlers/on-cost-reports.ts';
import { s3ReportStore } from '../store/s3-report-store.ts';
import { composeMail } from './compose-mail.ts';
import { costMail } from './cost-mail.ts';

const context = { remainingMs: () => 900_000 };
const sender = 'cloud@example.com';
const recipients = ['Finance <finance@example.com>', 'cto@example.com'];

async function openMailEnvironment(): Promise<CostEnvironment> {
  const env = await openCostEnvironment({
    withCostExtraCurrencies: ['EUR'],
    withOriginEmailRecipient: sender,
    withCostEmailRecipients: recipients,
  });
  const place = { accountId: env.lifecycle.hub.accountId, region: env.lifecycle.hub.region };
  env.organization.mail.verify({ ...place, identity: sender });
  env.organization.mail.leaveSandbox(place);
  return env;
}

test('the summary is mailed to all recipients, with the files of charges attached', async () => {
  const env = await openMailEnvironment();

  const result = await onMonthlyCostReport(env)(env.lifecycle, {}, context);

  expect(result).toMatchObject({
    report: 'costs of 2026-03 (6 Cost Explorer requests, $0.06), mailed to 2 recipients',
  });
  const [received, ...others] = env.organization.mail.received();
  expect(others).toEqual([]);
  expect([received?.from, received?.recipients]).toEqual([
    sender,
    ['finance@example.com', 'cto@example.com'],
  ]);
  const mail = await PostalMime.parse(received?.raw ?? '');
  expect([mail.subject, mail.from?.address, mail.to?.map(({ address }) => address)]).toEqual([
    'Summary cost report for 2026-03',
    sender,
    ['finance@example.com', 'cto@example.com'],
  ]);
  const names = [
    '2026-03-Summary-charges.xlsx',
    '2026-03-Summary-charges-EUR.xlsx',
    '2026-03-Summary-charges.csv',
  ];
  expect(mail.attachments.map(({ filename }) => filename)).toEqual(names);
  for (const { filename, content } of mail.attachments) {
    const stored = await env.bytes(`SpaReports/Costs/Summary/2026/${filename}`);
    expect(Buffer.from(content as ArrayBuffer).equals(stored)).toBe(true);
  }
});

test('the mail is readable without its attachments, as text and as HTML', async () => {
  const env = await openMailEnvironment();

  await onMonthlyCostReport(env)(env.lifecycle, {}, context);

  const { text, html } = await PostalMime.parse(env.organization.mail.received()[0]?.raw ?? '');
  // The reader adds a line end.
  expect(text?.replace(/\n$/, '')).toBe(`Cost reports for 2026-03 are attached.

B/C: 7.65 USD, 7.07 EUR
NoCostTag: 164.96 USD, 152.32 EUR
Product A: 1234617.73 USD, 1140046.01 EUR

USD: organization 1234790.34, rows 1234790.34, difference 0.00.
EUR: organization 1140205.40, rows 1140205.40, difference 0.00.
6 Cost Explorer requests, $0.06.
`);
  expect(html).toContain('<p>Reports for 2026-03 are attached</p>');
  expect(html?.replace(/ style="[^"]*"/g, '')).toContain(
    '<tr><th scope="row">Product A</th><td>1234617.73</td><td>1140046.01</td></tr></tbody><tfoot>' +
      '<tr><th scope="row">TOTAL</th><td>1234790.34</td><td>1140205.40</td></tr></tfoot></table>',
  );
});

test('a sender that SES does not know fails the function, after the reports are written', async () => {
  const env = await openCostEnvironment({
    withOriginEmailRecipient: sender,
    withCostEmailRecipients: recipients,
  });

  await expect(onMonthlyCostReport(env)(env.lifecycle, {}, context)).rejects.toThrow(
    /^SES refuses the mail: .* Verify the address in eu-west-1, and leave the sandbox of SES$/,
  );
  expect(await env.objects()).toContain(
    'SpaReports/Costs/Summary/2026/2026-03-Summary-statement.json',
  );
});

test('a schedule that fires twice, or at the same time in two workers, mails once', async () => {
  const env = await openMailEnvironment();
  const handle = () => onMonthlyCostReport(env)(env.lifecycle, {}, context);

  const [first, second] = await Promise.allSettled([handle(), handle()]);
  const third = await handle();

  expect([first?.status, second?.status].sort()).toContain('fulfilled');
  expect(third).toMatchObject({
    report: 'costs of 2026-03 (6 Cost Explorer requests, $0.06), mailed before',
  });
  expect(env.organization.mail.received()).toHaveLength(1);
});

test('a retry mails only those that the first attempt did not reach, and other amounts are mailed again', async () => {
  const env = await openMailEnvironment();
  const many = Array.from({ length: 60 }, (_, index) => `person${index}@example.com`);
  const lifecycle = {
    ...env.lifecycle,
    settings: {
      ...env.lifecycle.settings,
      features: { ...env.lifecycle.settings.features, withCostEmailRecipients: many },
    },
  };
  const handle = () => onMonthlyCostReport(env)(lifecycle, {}, context);
  const received = () => env.organization.mail.received().map(({ recipients: to }) => to.length);
  env.organization.fault({ operation: 'SendEmail', skip: 1, times: 1, fault: { deny: true } });

  await expect(handle()).rejects.toThrow();
  expect(received()).toEqual([50]);
  await handle();
  expect(received()).toEqual([50, 10]);

  env.organization.setCosts([{ account: '111111111111', day: '2026-03-01', amount: '1' }]);
  await handle();
  expect(received()).toEqual([50, 10, 50, 10]);
});

test('the mail of a worker that was killed while it sent is sent after its lease', async () => {
  const env = await openMailEnvironment();
  const store = s3ReportStore(env.lifecycle);
  const key = 'SpaReports/Costs/Summary/2026/2026-03-Summary-mail.json';
  const sendingUntil = env.lifecycle.clock.now() + 90_000;
  const record = { version: 1, sha256: 'x', sentTo: [], sendingUntil };
  await store.put({ key, contentType: 'application/json', body: JSON.stringify(record) });
  const handle = () => onMonthlyCostReport(env)(env.lifecycle, {}, context);

  await expect(handle()).rejects.toThrow('another worker sends this mail');
  await env.advance(90_000);
  await handle();

  expect(env.organization.mail.received()).toHaveLength(1);
});

test('without recipients or sender nothing is mailed', async () => {
  const env = await openCostEnvironment({ withCostEmailRecipients: recipients });

  await onMonthlyCostReport(env)(env.lifecycle, {}, context);

  expect(env.organization.mail.received()).toEqual([]);
});

test('names of cost centers and reasons are text in the HTML, and large files are named instead of attached', async () => {
  const { lifecycle } = await openMailEnvironment();
  const statement = {
    version: 1,
    month: '2026-03',
    kind: 'final',
    environment: 'SpaDemo',
    createdAt: '2026-04-14T02:42:00.000Z',
    source: 'Cost Explorer',
    estimated: true,
    charges: [],
    services: balance,
    usages: balance,
    missingCurrencies: [{ currency: 'EUR', reason: '<none>' }],
    rates: { readAt: '2026-03-14', lastKnownBecause: 'the source was unreachable' },
    requests: { count: 1, usd: '0.01' },
    objects: [],
  } as const;
  const file = (key: string, size: number) => ({
    key,
    contentType: 'text/csv',
    body: Buffer.alloc(size),
  });

  const mail = costMail(lifecycle, {
    statement,
    centers: [{ costCenter: '<script>alert(1)</script>', cents: [] }],
    files: [
      file('a/small.csv', 1),
      file('a/héllo wôrld.csv', 1),
      file('a/large.csv', 26 * 2 ** 20),
    ],
    location: 's3://reports',
  });

  expect(mail?.html).not.toContain('<script>');
  expect(mail?.html).toContain('&lt;none&gt;');
  expect(mail?.text.split('\n').slice(4)).toEqual([
    'The bill of the month is not final: amounts are estimated.',
    'No charges in EUR: <none>.',
    'Rates are the last known ones, of 2026-03-14: the source was unreachable.',
    '1 Cost Explorer request, $0.01.',
    'Too large for a mail: s3://reports/a/large.csv',
    '',
  ]);
  if (!mail) throw new Error('no mail');
  const { attachments } = await PostalMime.parse(await composeMail(mail));
  expect(attachments.map(({ filename }) => filename)).toEqual(['small.csv', 'héllo wôrld.csv']);
});

const balance = {
  currency: 'USD',
  rate: '1',
  organization: '0.00',
  rows: '0.00',
  unattributed: '0.00',
  difference: '0.00',
};
