import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { afterEach, expect, test, vi } from 'vitest';
import { openFleet } from './open-fleet.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  vi.unstubAllEnvs();
  for (const close of closing.splice(0)) close();
});

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

const identity = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>arn:aws:iam::111111111111:user/ana</Arn><UserId>AIDA</UserId><Account>111111111111</Account>
</GetCallerIdentityResult></GetCallerIdentityResponse>`;

/** STS behind a certificate that only a bundle of our own trusts. */
async function serveSts() {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
  });
  const server = createHttpsServer({ key, cert }, (_, response) => response.end(identity));
  const bundle = join(mkdtempSync(join(tmpdir(), 'flotilla-bundle-')), 'ca.pem');
  writeFileSync(bundle, cert);
  return { endpoint: `https://localhost:${await listen(server)}`, bundle };
}

/** A proxy that opens tunnels. */
async function serveProxy() {
  const tunnels: string[] = [];
  const proxy = createHttpServer();
  proxy.on('connect', ({ url = '' }, socket) => {
    tunnels.push(url);
    const [, port = ''] = url.split(':');
    const upstream = connect(Number(port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    closing.push(() => upstream.destroy());
  });
  return { url: `http://127.0.0.1:${await listen(proxy)}`, tunnels };
}

async function callerAt(endpoint: string): Promise<string> {
  const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' };
  const fleet = openFleet({ endpoint, credentials, region: 'eu-west-1' });
  try {
    return (await fleet.caller()).accountId;
  } finally {
    fleet.close();
  }
}

test('HTTPS_PROXY is used, for hosts that NO_PROXY does not name, and AWS_CA_BUNDLE is trusted', async () => {
  const { endpoint, bundle } = await serveSts();
  const proxy = await serveProxy();
  vi.stubEnv('HTTPS_PROXY', proxy.url);
  vi.stubEnv('AWS_CA_BUNDLE', bundle);

  const through = await callerAt(endpoint);
  vi.stubEnv('NO_PROXY', 'localhost');
  const direct = await callerAt(endpoint);

  expect([through, direct]).toEqual(['111111111111', '111111111111']);
  expect(proxy.tunnels).toEqual([endpoint.replace('https://', '')]);
});

test('without the bundle the certificate is refused', async () => {
  const { endpoint } = await serveSts();
  vi.stubEnv('AWS_CA_BUNDLE', '');

  await expect(callerAt(endpoint)).rejects.toThrow(/self-signed certificate/);
});

test('a bundle that cannot be read is named', async () => {
  const { endpoint } = await serveSts();
  vi.stubEnv('AWS_CA_BUNDLE', '/nowhere/ca.pem');

  await expect(callerAt(endpoint)).rejects.toThrow(
    'AWS_CA_BUNDLE: cannot read "/nowhere/ca.pem" (ENOENT); check the path',
  );
});

test('AWS_DEFAULT_REGION is the region where AWS_REGION is not set', async () => {
  vi.stubEnv('AWS_CONFIG_FILE', '/dev/null');
  vi.stubEnv('AWS_REGION', '');
  vi.stubEnv('AWS_DEFAULT_REGION', 'eu-north-1');
  const byDefault = await openFleet().region();
  vi.stubEnv('AWS_REGION', 'eu-west-3');

  expect([byDefault, await openFleet().region()]).toEqual(['eu-north-1', 'eu-west-3']);
});
