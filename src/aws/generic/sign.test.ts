import { HttpRequest } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Sha256 } from '../sha256.ts';
import { signRequest } from './sign.ts';

const text = fc.string({ unit: 'binary', maxLength: 20 }).filter((value) => value.isWellFormed());
const headerValue = fc.stringMatching(/^[\x20-\x7e\t]{0,20}$/);
const query = fc.dictionary(text, fc.oneof(text, fc.array(text, { maxLength: 3 })), { maxKeys: 4 });
const segment = fc.oneof(
  fc.constantFrom('.', '..', '', '%20', 'a+b'),
  text.map(encodeURIComponent),
);

const request = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
  path: fc.array(segment, { maxLength: 4 }).map((parts) => `/${parts.join('/')}`),
  query,
  headers: fc.dictionary(
    fc
      .stringMatching(/^[a-z][a-zA-Z-]{0,12}$/)
      .filter((name) => !/^(date|authorization)$/i.test(name)),
    headerValue,
    { maxKeys: 4 },
  ),
  body: fc.oneof(fc.constant(undefined), text, fc.uint8Array({ maxLength: 20 })),
});

const settings = fc.record({
  service: fc.constantFrom('sts', 's3', 'execute-api'),
  region: fc.constantFrom('us-east-1', 'cn-north-1'),
  sessionToken: fc.option(fc.stringMatching(/^[A-Za-z0-9+/=]{1,40}$/), { nil: undefined }),
  now: fc.integer({ min: 0, max: 4_000_000_000_000 }),
});

test('a request gets the signature that the SDK gives it', async () => {
  const signed = fc.asyncProperty(request, settings, async (parts, chosen) => {
    const { service, region, sessionToken, now } = chosen;
    const credentials = {
      accessKeyId: 'AKIAEXAMPLE',
      secretAccessKey: 'secret',
      ...(sessionToken !== undefined && { sessionToken }),
    };
    const make = () =>
      new HttpRequest({ ...structuredClone(parts), hostname: 'example.com' } as never);
    const uriEscapePath = service !== 's3';
    const sdk = new SignatureV4({ credentials, region, service, sha256: Sha256, uriEscapePath });

    const own = make();
    signRequest(own, credentials, { service, region }, now);

    const expected = await sdk.sign(make(), { signingDate: new Date(now) });
    expect(own.headers).toEqual(expected.headers);
  });
  await fc.assert(signed, { numRuns: 500, seed: 7 });
});

test('a key is derived again for another day and region, and for other credentials', async () => {
  const first = { accessKeyId: 'AKIAFIRST', secretAccessKey: 'one' };
  const second = { accessKeyId: 'AKIASECOND', secretAccessKey: 'two' };
  const day = 86_400_000;
  const uses = [first, first, second].flatMap((credentials) =>
    [0, 0, day].flatMap((now) =>
      ['us-east-1', 'eu-west-1'].map((region) => ({ credentials, now, region })),
    ),
  );

  for (const { credentials, now, region } of uses) {
    const make = () => new HttpRequest({ method: 'POST', path: '/', hostname: 'example.com' });
    const sdk = new SignatureV4({ credentials, region, service: 'sts', sha256: Sha256 });
    const own = make();
    signRequest(own, credentials, { service: 'sts', region }, now);
    const expected = await sdk.sign(make(), { signingDate: new Date(now) });
    expect(own.headers.authorization).toBe(expected.headers.authorization);
  }
});

test('a body that is a stream is signed without its checksum', () => {
  const own = new HttpRequest({
    method: 'PUT',
    hostname: 'example.com',
    body: new ReadableStream(),
  });

  signRequest(
    own,
    { accessKeyId: 'AKIA', secretAccessKey: 's' },
    { service: 's3', region: 'us-east-1' },
    0,
  );

  expect(own.headers['x-amz-content-sha256']).toBe('UNSIGNED-PAYLOAD');
});
