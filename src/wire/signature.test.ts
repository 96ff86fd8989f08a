import { Readable } from 'node:stream';
import { AccountClient, ListRegionsCommand } from '@aws-sdk/client-account';
import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { CopySnapshotCommand, DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { IAMClient, ListUsersCommand } from '@aws-sdk/client-iam';
import { ListAccountsCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { rawRequest } from '../testing/test-gateway.ts';
import { AwsError } from './aws-error.ts';
import { createGateway } from './gateway.ts';
import { inProcessHandler } from './in-process.ts';
import type { WireRequest } from './message.ts';
import { verifySignature } from './signature.ts';

const now = Date.UTC(2025, 0, 1, 12);
const minutes = 60_000;
const secret = 'a secret';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now });
});

afterEach(() => {
  vi.useRealTimers();
});

/** The client's request; it must be signed correctly, or it is refused. */
async function recorded(send: (config: object) => Promise<unknown>): Promise<WireRequest> {
  const sent: WireRequest[] = [];
  const services = ['organizations', 'iam', 'ec2', 'account', 'cloudwatch', 's3'];
  const handle = createGateway({
    services,
    answer: async ({ request }) => {
      sent.push(request);
      verifySignature(request, secret, now);
      return {};
    },
  });
  const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: secret, sessionToken: 't/+=' };
  const requestHandler = inProcessHandler(handle);
  await send({ region: 'eu-west-1', credentials, requestHandler, maxAttempts: 1 });
  const [request] = sent;
  if (!request) throw new Error('nothing was sent');
  return request;
}

const organizations = (config: object) =>
  new OrganizationsClient(config).send(new ListAccountsCommand({ MaxResults: 3 }));
const iam = (config: object) =>
  new IAMClient(config).send(new ListUsersCommand({ PathPrefix: '/a b+ü' }));
const underPath = (config: object) =>
  iam({ ...config, endpoint: "http://127.0.0.1:1/a%20b/(c)*'/./d/" });
const ec2 = (config: object) => new EC2Client(config).send(new DescribeVpcsCommand({}));
const account = (config: object) => new AccountClient(config).send(new ListRegionsCommand({}));
const object = { Bucket: 'my-bucket', Key: "a folder//ü+(1)'~*/../end" };
const s3 = (config: object) =>
  new S3Client(config).send(new GetObjectCommand({ ...object, VersionId: "a+b c=!'()*" }));
const upload = (config: object) => {
  const Body = Readable.from([Buffer.from('hello')]);
  return new S3Client(config).send(new PutObjectCommand({ ...object, Body, ContentLength: 5 }));
};
const metrics = (config: object) => {
  const MetricData = Array.from({ length: 900 }, () => ({ MetricName: 'calls', Value: 1 }));
  return new CloudWatchClient(config).send(
    new PutMetricDataCommand({ Namespace: 'x', MetricData }),
  );
};

test.each([
  ['JSON', organizations],
  ['Query', iam],
  ['a path that is encoded twice', underPath],
  ['EC2', ec2],
  ['REST-JSON', account],
  ['a compressed body', metrics],
  ['S3 with an awkward key', s3],
  ['a streamed upload', upload],
])('a signature of a real client is verified: %s', async (_, send) => {
  await expect(recorded(send)).resolves.toMatchObject({
    headers: { 'x-amz-security-token': 't/+=' },
  });
});

const codes = (failure: unknown) =>
  failure instanceof AwsError ? [failure.code, failure.detail.status] : failure;

function flaw(request: WireRequest, key = secret, time = now): unknown {
  try {
    verifySignature(request, key, time);
  } catch (error) {
    return codes(error);
  }
  return 'verified';
}

test.each([
  ['JSON', organizations, ['InvalidSignatureException', 403], ['InvalidSignatureException', 403]],
  ['Query', iam, ['SignatureDoesNotMatch', 403], ['SignatureDoesNotMatch', 403]],
  ['EC2', ec2, ['AuthFailure', 401], ['RequestExpired', 400]],
  ['REST-JSON', account, ['InvalidSignatureException', 403], ['InvalidSignatureException', 403]],
  ['S3', s3, ['SignatureDoesNotMatch', 403], ['RequestTimeTooSkewed', 403]],
])(
  'a wrong secret and a wrong clock have errors of their own: %s',
  async (_, send, mismatch, skewed) => {
    const request = await recorded(send);
    expect({
      secret: flaw(request, 'another secret'),
      early: flaw(request, secret, now - 5 * minutes - 1000),
      late: flaw(request, secret, now + 5 * minutes + 1000),
      justInTime: flaw(request, secret, now + 5 * minutes),
    }).toEqual({ secret: mismatch, early: skewed, late: skewed, justInTime: 'verified' });
  },
);

test('any alteration breaks the signature', async () => {
  const request = await recorded(organizations);
  const { headers } = request;
  const mismatch = ['InvalidSignatureException', 403];
  const changes: Partial<WireRequest>[] = [
    { method: 'PUT' },
    { path: '/other' },
    { query: 'a=b' },
    { body: Buffer.from('{}') },
    { headers: { ...headers, host: 'organizations.eu-west-1.amazonaws.com' } },
    { headers: { ...headers, 'x-amz-target': 'AWSOrganizationsV20161128.CloseAccount' } },
    { headers: { ...headers, 'x-amz-security-token': 'other' } },
    { headers: { ...headers, 'x-amz-date': '20250101T120001Z' } },
    {
      headers: {
        ...headers,
        authorization:
          headers.authorization?.replace(/SignedHeaders=[^,]+/, 'SignedHeaders=date') ?? '',
      },
    },
  ];
  expect(changes.map((change) => flaw({ ...request, ...change }))).toEqual(
    changes.map(() => mismatch),
  );
});

test('a body must match the announced hash', async () => {
  const request = await recorded(s3);
  expect(flaw({ ...request, body: Buffer.from('x') })).toEqual(['XAmzContentSHA256Mismatch', 400]);
});

test('a request without a signature is refused as such', () => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  expect(flaw(rawRequest({ method: 'POST', headers }))).toEqual([
    'MissingAuthenticationToken',
    403,
  ]);
});

// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html and …/sig-v4-header-based-auth.html
const documented = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const documentedTime = Date.UTC(2013, 4, 24);
const emptyHash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

test('the header signature of the documentation is verified', () => {
  const request = rawRequest({
    path: '/test.txt',
    headers: {
      host: 'examplebucket.s3.amazonaws.com',
      range: 'bytes=0-9',
      'x-amz-content-sha256': emptyHash,
      'x-amz-date': '20130524T000000Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,' +
        'SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,' +
        'Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    },
  });
  expect(flaw(request, documented, documentedTime)).toBe('verified');
});

test('the presigned URL of the documentation is valid for a day', () => {
  const request = rawRequest({
    path: '/test.txt',
    headers: { host: 'examplebucket.s3.amazonaws.com' },
    query:
      'X-Amz-Algorithm=AWS4-HMAC-SHA256' +
      '&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request' +
      '&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host' +
      '&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
  });
  const day = 24 * 60 * minutes;
  const at = (time: number) => flaw(request, documented, documentedTime + time);
  expect([at(0), at(day), at(day + 1), at(-6 * minutes)]).toEqual([
    'verified',
    'verified',
    ['AccessDenied', 403],
    ['RequestTimeTooSkewed', 403],
  ]);
});

test('the call that CopySnapshot presigns is verified', async () => {
  const urls: string[] = [];
  const handle = createGateway({
    services: ['ec2'],
    answer: async ({ input }) => {
      urls.push(String(input.PresignedUrl));
      return {};
    },
  });
  const client = new EC2Client({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: secret },
    requestHandler: inProcessHandler(handle),
  });
  const input = { SourceRegion: 'eu-central-1', SourceSnapshotId: 'snap-1', Description: 'a b+c' };
  await client.send(new CopySnapshotCommand(input));
  const { host, pathname, search } = new URL(urls[0] ?? '');
  const request = rawRequest({ path: pathname, query: search.slice(1), headers: { host } });
  expect([flaw(request), flaw({ ...request, path: '/x' })]).toEqual([
    'verified',
    ['AuthFailure', 401],
  ]);
});
