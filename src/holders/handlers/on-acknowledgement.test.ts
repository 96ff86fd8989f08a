import { expect, test } from 'vitest';
import { logLines } from '../../lifecycle/handlers/handler-result.ts';
import { readAcknowledgementKey } from '../../lifecycle/hub/acknowledgement-key.ts';
import { dayMs, minuteMs } from '../../testing/durations.ts';
import {
  documentOf,
  openTermsEnvironment,
  type TermsEnvironment,
} from '../../testing/terms-environment.ts';
import { type Acknowledgement, signToken } from '../acknowledgement-token.ts';
import { linkMs } from '../documents.ts';

const terms = { ...documentOf('terms', 'Be kind.'), title: 'Terms <script>' };

/** An account that was sent the document when the test begins, and its link. */
async function openSent(): Promise<{ env: TermsEnvironment; id: string; link: string }> {
  const env = await openTermsEnvironment([terms]);
  const id = env.addAccount('alpha', { 'account-state': 'released', 'cost-center': 'red' });
  const sentAt = new Date(env.clock.now()).toISOString();
  await env.lifecycle.shadows.update(id, () => ({
    documents: { terms: { digest: terms.digest, sentAt } },
  }));
  return { env, id, link: await signed(env, { account: id }) };
}

async function signed(
  env: TermsEnvironment,
  differing: Partial<Acknowledgement>,
  key?: Buffer,
): Promise<string> {
  const all = {
    account: '',
    label: 'terms',
    digest: terms.digest,
    expiry: env.clock.now() + linkMs,
    ...differing,
  };
  const token = signToken(all, key ?? (await readAcknowledgementKey(env.lifecycle)));
  return `https://terms.example.com/?token=${token}`;
}

const acknowledgedAt = async ({ lifecycle }: TermsEnvironment, id: string) =>
  (await lifecycle.shadows.readNow(id))?.documents?.terms?.acknowledgedAt;

const activities = ({ events }: TermsEnvironment) =>
  events.filter(({ 'detail-type': label }) => label === 'AcknowledgedNotificationEvent');

test('opening the link shows a page with a button, without scripts, and acknowledges nothing', async () => {
  const { env, id, link } = await openSent();

  const page = await env.browse('GET', link);

  expect(page).toMatchObject({
    status: 200,
    headers: {
      'content-security-policy':
        "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    },
    body: expect.stringContaining('<form method="post"><button type="submit">'),
  });
  expect(page.body).toContain('<h1>Terms &lt;script&gt;</h1>');
  expect(page.body).not.toContain('<script');
  expect([await acknowledgedAt(env, id), activities(env)]).toEqual([undefined, []]);
});

test('scenario 104: the button stamps the record once, and publishes one activity', async () => {
  const { env, id, link } = await openSent();
  const begin = env.clock.now();
  await env.clock.advance(5 * minuteMs);

  const first = await env.browse('POST', link);
  const stamped = await acknowledgedAt(env, id);
  await env.clock.advance(dayMs);
  const others = [await env.browse('POST', link), await env.browse('GET', link)];

  const end = Date.parse(stamped ?? '');
  expect(end).toBeGreaterThanOrEqual(begin + 5 * minuteMs);
  expect([first, ...others].map(({ status, body }) => [status, body])).toEqual(
    Array(3).fill([200, expect.stringContaining('Acknowledged on 2026-01-01 00:05 UTC')]),
  );
  expect(await acknowledgedAt(env, id)).toBe(stamped);
  await env.advance(minuteMs);
  const payloads = activities(env).map(({ detail }) => (detail as { Payload: unknown }).Payload);
  expect(payloads).toEqual([
    {
      'account-state': 'released',
      account: id,
      'cost-center': 'red',
      transaction: 'notification',
      document: 'terms',
      begin: begin / 1000,
      end: end / 1000,
      duration: (end - begin) / 1000,
      identifier: expect.stringMatching(/^[0-9a-f]{32}$/),
    },
  ]);
});

test('an acknowledgement whose activity was not published publishes it at the next visit', async () => {
  const { env, id, link } = await openSent();
  env.organization.fault({ operation: 'PutEvents', times: 1, fault: { deny: true } });
  await expect(env.browse('POST', link)).rejects.toThrow();
  const stamped = await acknowledgedAt(env, id);
  await env.clock.advance(dayMs);

  const page = await env.browse('GET', link);

  await env.advance(minuteMs);
  expect(page.status).toBe(200);
  expect(activities(env).length).toBe(1);
  expect([stamped, await acknowledgedAt(env, id)]).toEqual([expect.any(String), stamped]);
});

test.for([
  ['no token', 400, async () => 'https://terms.example.com/'],
  ['a token that is none', 400, async () => 'https://terms.example.com/?token=a.b'],
  [
    'a token of another installation',
    400,
    async (env: TermsEnvironment, account: string) => signed(env, { account }, Buffer.alloc(32)),
  ],
  [
    'a token whose content was changed',
    400,
    async (env: TermsEnvironment, account: string) => {
      const [other, mine] = [await signed(env, { account: '1' }), await signed(env, { account })];
      return `${other.split('.').slice(0, -1).join('.')}.${mine.split('.').at(-1)}`;
    },
  ],
  [
    'a token of the past',
    410,
    async (env: TermsEnvironment, account: string) =>
      signed(env, { account, expiry: env.clock.now() }),
  ],
  [
    'a token of an account that was sent nothing',
    410,
    async (env: TermsEnvironment) => signed(env, { account: '111111111111' }),
  ],
  [
    'a token of another content',
    410,
    async (env: TermsEnvironment, account: string) => signed(env, { account, digest: 'x' }),
  ],
] as const)('%s gets a page without details, with %i', async ([, status, linkOf]) => {
  const { env, id } = await openSent();
  const link = await linkOf(env, id);

  for (const method of ['GET', 'POST']) {
    const page = await env.browse(method, link);
    expect(page.status).toBe(status);
    expect(page.body).not.toContain(id);
    expect(page.body).not.toContain('Terms');
  }
  expect([await acknowledgedAt(env, id), activities(env)]).toEqual([undefined, []]);
});

test('other methods are refused, and what is not a request too', async () => {
  const { env, link } = await openSent();

  const page = await env.browse('PUT', link);
  const other = await env.handle(env.handlers.OnAcknowledgement, { source: 'aws.events' });

  expect([page.status, page.headers.allow]).toEqual([405, 'GET, HEAD, POST']);
  expect(other).toMatchObject({ did: 'respond', status: 400 });
});

test('the log has no token', async () => {
  const { env, id, link } = await openSent();
  const pages = [await env.browse('GET', link), await env.browse('POST', link)];
  pages.push(await env.browse('GET', `${link}x`));

  expect(pages.flatMap(logLines)).toEqual([
    `[OK] 200 asked for an acknowledgement of account ${id}`,
    '[OK] 200 acknowledged',
    '[WARNING] 400 This link is not valid',
  ]);
});
