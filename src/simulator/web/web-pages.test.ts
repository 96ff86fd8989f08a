import { request } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { openServiceClient } from '../../testing/account-access.ts';
import { simulateOrganization } from '../index.ts';

async function serveOrganization() {
  const organization = simulateOrganization();
  const server = await organization.serve();
  onTestFinished(() => server.close());
  return { organization, url: server.url };
}

async function sendHostile(organization: ReturnType<typeof simulateOrganization>) {
  const place = { accountId: organization.managementAccountId, region: 'us-east-1' };
  organization.mail.verify({ ...place, identity: 'example.com' });
  await openServiceClient(organization, 'sesv2').call('SendEmail', {
    FromEmailAddress: 'a@example.com',
    Destination: { ToAddresses: ['b@example.com'] },
    Content: {
      Simple: {
        Subject: { Data: '<script>alert(1)</script>' },
        Body: { Html: { Data: '<b>Bold</b>"><script>alert(2)</script>' } },
      },
    },
  });
}

test('the mailbox shows mails, and nothing in them executes', async () => {
  const { organization, url } = await serveOrganization();
  await sendHostile(organization);
  const [mail] = organization.mail.received();

  const list = await fetch(`${url}/_mailbox`);
  const message = await fetch(`${url}/_mailbox/${mail?.id}`);
  const pages = [await list.text(), await message.text()];

  expect(pages[0]).toContain(
    `<a href="/_mailbox/${mail?.id}">&lt;script&gt;alert(1)&lt;/script&gt;</a>`,
  );
  expect(pages[1]).toContain(
    '<iframe sandbox="" title="Message" srcdoc="&lt;b&gt;Bold&lt;/b&gt;&quot;',
  );
  expect(pages.join()).not.toContain('<script');
  expect(message.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src/);
});

test('the source of a mail is a file', async () => {
  const { organization, url } = await serveOrganization();
  await sendHostile(organization);
  const [mail] = organization.mail.received();

  const source = await fetch(`${url}/_mailbox/${mail?.id}.eml`);

  expect(source.headers.get('content-disposition')).toBe(`attachment; filename="${mail?.id}.eml"`);
  expect(new Uint8Array(await source.arrayBuffer())).toEqual(new Uint8Array(mail?.raw ?? []));
});

test('an address is confirmed in the mailbox, but not by a page of another site', async () => {
  const { organization, url } = await serveOrganization();
  const ses = openServiceClient(organization, 'sesv2');
  await ses.call('CreateEmailIdentity', { EmailIdentity: 'a@example.com' });
  const [mail] = organization.mail.received();
  const confirm = (headers: Record<string, string>) =>
    fetch(`${url}/_mailbox/${mail?.id}/confirm`, { method: 'POST', headers, redirect: 'manual' });

  const foreign = await confirm({ origin: 'https://example.org' });
  const before = await ses.call('GetEmailIdentity', { EmailIdentity: 'a@example.com' });
  const own = await confirm({ origin: url });
  const after = await ses.call('GetEmailIdentity', { EmailIdentity: 'a@example.com' });

  expect([foreign.status, own.status]).toEqual([403, 303]);
  expect([before.VerificationStatus, after.VerificationStatus]).toEqual(['PENDING', 'SUCCESS']);
});

test('what is posted to a webhook is kept, and answered as set', async () => {
  const { organization, url } = await serveOrganization();
  const post = () =>
    fetch(`${url}/_webhooks/teams?sig=1`, { method: 'POST', body: '{"text":"<b>"}' });

  const first = await post();
  organization.webhooks.answer(() => ({ status: 429, headers: { 'retry-after': '2' } }));
  const second = await post();

  expect([first.status, second.status, second.headers.get('retry-after')]).toEqual([200, 429, '2']);
  expect(organization.webhooks.received().map(({ path, body }) => ({ path, body }))).toEqual([
    { path: '/_webhooks/teams?sig=1', body: '{"text":"<b>"}' },
    { path: '/_webhooks/teams?sig=1', body: '{"text":"<b>"}' },
  ]);
  expect(await (await fetch(`${url}/_webhooks`)).text()).toContain('&quot;&lt;b&gt;&quot;');
});

test('webhooks are received without a network too', async () => {
  const organization = simulateOrganization();

  const response = await organization.webhooks.fetch('https://hooks.example.com/a', {
    method: 'POST',
    body: 'Hello',
  });

  expect([response.status, await response.text()]).toEqual([200, 'ok']);
  expect(organization.webhooks.received()).toMatchObject([{ path: '/a', body: 'Hello' }]);
});

test('unknown mails, methods and hosts are refused', async () => {
  const { url } = await serveOrganization();
  const status = async (path: string, init: RequestInit = {}) =>
    (await fetch(`${url}${path}`, init)).status;

  expect([
    await status('/_mailbox/00000000-0000-4000-8000-000000000000'),
    await status('/_mailbox/x'),
    await status('/_webhooks/a', { method: 'PUT' }),
    await statusForHost(`${url}/_mailbox`, 'mailbox.example.com'),
  ]).toEqual([404, 404, 405, 403]);
});

/** `fetch` does not set the host. */
function statusForHost(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.once('error', reject).end();
  });
}
