import { expect, test } from 'vitest';
import { credentialOf } from './credential.ts';
import type { WireRequest } from './message.ts';
import { verifySignature } from './signature.ts';

// The keys, requests and signatures of AWS's guide to Version 2.
const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const host = 'awsexamplebucket1.s3.us-west-1.amazonaws.com';
const sentAt = Date.UTC(2007, 2, 27, 19, 36, 42);

const inHeader: WireRequest = {
  method: 'GET',
  path: '/photos/puppy.jpg',
  query: '',
  headers: {
    host,
    date: 'Tue, 27 Mar 2007 19:36:42 +0000',
    authorization: 'AWS AKIAIOSFODNN7EXAMPLE:qgk2+6Sv9/oM7G3qLEjTH1a1l1g=',
  },
  body: new Uint8Array(),
};

const link: WireRequest = {
  ...inHeader,
  headers: { host: 'johnsmith.s3.amazonaws.com' },
  query:
    'AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Signature=NpgCjnDzrM%2BWFzoENXmpNDUsSn8%3D&Expires=1175139620',
};

const verdict = (request: WireRequest, now: number): string => {
  try {
    verifySignature(request, secret, now);
    return 'valid';
  } catch (error) {
    return (error as Error).name;
  }
};

test.each([
  ['a header', inHeader, sentAt, 'valid'],
  ['a header of another path', { ...inHeader, path: '/other' }, sentAt, 'SignatureDoesNotMatch'],
  ['an old header', inHeader, sentAt + 16 * 60_000, 'RequestTimeTooSkewed'],
  ['a link', link, 1_175_139_620_000, 'valid'],
  [
    'a link to a version',
    { ...link, query: `${link.query}&versionId=1` },
    0,
    'SignatureDoesNotMatch',
  ],
  ['an old link', link, 1_175_139_620_001, 'AccessDenied'],
  [
    'a region that knows Version 4 only',
    { ...inHeader, headers: { ...inHeader.headers, host: 'b.s3.eu-central-1.amazonaws.com' } },
    sentAt,
    'InvalidRequest',
  ],
])('%s', (_, request, now, expected) => {
  expect(verdict(request, now)).toBe(expected);
});

test('the region is that of the host, and else the oldest one', () => {
  expect([inHeader, link].map((request) => credentialOf(request))).toEqual([
    { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', region: 'us-west-1', signingName: 's3' },
    { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', region: 'us-east-1', signingName: 's3' },
  ]);
});
