import { HttpRequest } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';
import { expect, test } from 'vitest';
import { Sha256 } from '../sha256.ts';
import { signRequest } from './sign.ts';

const now = Date.UTC(2026, 0, 5, 12);
const scope = { region: 'eu-west-1', service: 'iam' };

function request(): HttpRequest {
  return new HttpRequest({
    method: 'POST',
    hostname: 'iam.amazonaws.com',
    path: '/',
    headers: { host: 'iam.amazonaws.com', 'content-type': 'application/x-www-form-urlencoded' },
    body: 'Action=GetUser',
  });
}

test.each([
  ['as short as any', 'a'],
  ['of the usual length', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'],
  ['that fills a block of the hash', 'b'.repeat(60)],
  ['longer than a block of the hash', 'c'.repeat(100)],
])('a request is signed as the SDK signs it, with a secret key %s', async (_, secretAccessKey) => {
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey, sessionToken: 'token' };
  const ours = request();
  signRequest(ours, credentials, scope, now);

  const signer = new SignatureV4({ credentials, ...scope, sha256: Sha256 });
  const theirs = await signer.sign(request(), { signingDate: new Date(now) });
  expect(ours.headers.authorization).toBe(theirs.headers.authorization);
});
