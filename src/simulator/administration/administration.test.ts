import { CreateQueueCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openServiceClient } from '../../testing/account-access.ts';
import { type AdministeredServer, serveAdministered, simulateOrganization } from '../index.ts';

let served: AdministeredServer;

beforeEach(async () => {
  served = await serveAdministered({
    port: 0,
    create: async (clock) => simulateOrganization({ clock }),
  });
});
afterEach(() => served.close());

const client = () => {
  const { credentials, region } = served.organization().access();
  return { endpoint: served.url, credentials, region, maxAttempts: 1 };
};

interface AdministeredResult {
  readonly status: number;
  readonly content: Readonly<Record<string, unknown>> | undefined;
}

async function administer(
  method: string,
  path: string,
  body?: unknown,
): Promise<AdministeredResult> {
  const response = await fetch(`${served.url}/_flotilla${path}`, {
    method,
    headers: { authorization: `Bearer ${served.token}` },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, content: text === '' ? undefined : JSON.parse(text) };
}

const identity = () => new STSClient(client()).send(new GetCallerIdentityCommand({}));

test('the clock is moved forward, and what is due until then has happened', async () => {
  const organizations = openServiceClient(served.organization(), 'organizations');
  const before = await administer('GET', '/clock');
  await organizations.call('CreateAccount', { AccountName: 'new', Email: 'new@example.com' });
  const after = await administer('POST', '/clock', { advanceMs: 86_400_000 });
  const { CreateAccountStatuses } = await organizations.call('ListCreateAccountStatus', {});
  const late = Date.parse(String(after.content?.now)) - Date.parse(String(before.content?.now));

  expect(late).toBeGreaterThanOrEqual(86_400_000);
  expect(late).toBeLessThan(86_400_000 + 3_600_000);
  expect((CreateAccountStatuses as { State: string }[]).map(({ State }) => State)).toEqual([
    'SUCCEEDED',
  ]);
  expect((await administer('POST', '/clock', { advanceTo: '2100-01-01T00:00:00Z' })).status).toBe(
    200,
  );
});

test.for([
  ['a time in the past', { advanceTo: '2001-01-01T00:00:00Z' }],
  ['a negative step', { advanceMs: -1 }],
  ['another member', { minutes: 5 }],
])('%s is refused', async ([, body]) => {
  const { status, content } = await administer('POST', '/clock', body);

  expect([status, typeof content?.message]).toEqual([400, 'string']);
});

test('faults are added, listed and removed', async () => {
  const rule = { service: 'sts', operation: 'GetCallerIdentity', fault: { deny: true } };
  const added = await administer('POST', '/faults', [rule]);
  const refused = await identity().catch((error: Error) => error.name);
  const listed = await administer('GET', '/faults');
  const removed = await administer('DELETE', '/faults/1');
  const { Account } = await identity();

  expect(added).toEqual({ status: 201, content: { faults: [{ id: '1', rule }] } });
  expect(refused).toBe('AccessDenied');
  expect(listed.content).toEqual({ faults: [{ id: '1', rule }] });
  expect(removed.status).toBe(204);
  expect(Account).toBe(served.organization().managementAccountId);
  expect((await administer('DELETE', '/faults/1')).status).toBe(404);
  expect((await administer('POST', '/faults', [{ fault: 'none' }])).status).toBe(400);
});

test('the journal has what was called, and is cleared', async () => {
  await identity();
  const { content } = await administer('GET', '/journal');
  await administer('DELETE', '/journal');

  expect(content).toMatchObject({
    total: 1,
    byOperation: { 'sts:GetCallerIdentity': 1 },
    calls: [{ operation: 'sts:GetCallerIdentity', region: 'us-east-1' }],
  });
  expect((await administer('GET', '/journal')).content?.total).toBe(0);
});

test('a reset starts again with the same keys and the same account, and without faults and resources', async () => {
  await new SQSClient(client()).send(new CreateQueueCommand({ QueueName: 'work' }));
  await administer('POST', '/faults', [{ service: 'sts', fault: { deny: true } }]);
  const account = served.organization().managementAccountId;
  const { status } = await administer('POST', '/reset');
  const { QueueUrls } = await new SQSClient(client()).send(new ListQueuesCommand({}));

  expect(status).toBe(204);
  expect(QueueUrls ?? []).toEqual([]);
  expect((await identity()).Account).toBe(account);
});

test('a request needs the token and a local name', async () => {
  const path = `${served.url}/_flotilla/clock`;
  const withToken = (token: string) =>
    fetch(path, { headers: { authorization: `Bearer ${token}` } });

  expect((await fetch(path)).status).toBe(401);
  expect((await withToken('wrong')).status).toBe(401);
  expect((await withToken(`${served.token}x`)).status).toBe(401);
  expect((await administer('GET', '/nothing')).status).toBe(404);
  expect((await administer('GET', '/__proto__')).status).toBe(404);
});

test('the description has every route, and each of its routes exists', async () => {
  const response = await fetch(`${served.url}/_flotilla/openapi.json`);
  const { paths } = (await response.json()) as { paths: Record<string, Record<string, object>> };
  const described = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const answers = await Promise.all(
    described.map(async (one) => {
      const [method = '', path = ''] = one.split(' ');
      const { status } = await administer(
        method,
        path.replace('/_flotilla', '').replace('{id}', '1'),
      );
      return [one, status];
    }),
  );

  expect(Object.fromEntries(answers)).toEqual({
    'GET /_flotilla/clock': 200,
    'POST /_flotilla/clock': 400,
    'GET /_flotilla/faults': 200,
    'POST /_flotilla/faults': 400,
    'DELETE /_flotilla/faults': 204,
    'DELETE /_flotilla/faults/{id}': 404,
    'GET /_flotilla/journal': 200,
    'DELETE /_flotilla/journal': 204,
    'POST /_flotilla/reset': 204,
  });
});
