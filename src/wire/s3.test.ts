import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import {
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListDirectoryBucketsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { errorOf } from '../testing/call-errors.ts';
import { bytes, rawRequest, signedFor, testGateway, text } from '../testing/test-gateway.ts';
import { AwsError } from './aws-error.ts';
import { bucketOfHost } from './s3-addressing.ts';

const at = { Bucket: 'my-bucket', Key: 'a folder//ünï+code/' };

test('the bucket is found in the host and in the path', async () => {
  const { calls, config } = testGateway({ GetObject: () => ({ Body: bytes('x') }) });
  await new S3Client(config).send(new GetObjectCommand(at));
  await new S3Client({ ...config, forcePathStyle: true }).send(new GetObjectCommand(at));
  expect(calls.map(({ request: { path, headers }, input }) => [headers.host, path, input])).toEqual(
    [
      [
        'my-bucket.s3.eu-west-1.amazonaws.com',
        '/a%20folder//%C3%BCn%C3%AF%2Bcode/',
        { ...at, ChecksumMode: 'ENABLED' },
      ],
      [
        's3.eu-west-1.amazonaws.com',
        '/my-bucket/a%20folder//%C3%BCn%C3%AF%2Bcode/',
        { ...at, ChecksumMode: 'ENABLED' },
      ],
    ],
  );
});

test.each([
  ['bucket.s3.amazonaws.com', 'bucket'],
  ['my.s3.bucket.s3.dualstack.eu-west-1.amazonaws.com', 'my.s3.bucket'],
  ['bucket.s3-us-west-2.amazonaws.com', 'bucket'],
  ['bucket.s3.cn-north-1.amazonaws.com.cn', 'bucket'],
  ['bucket--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com', 'bucket--use1-az4--x-s3'],
  ['bucket.localhost:4000', 'bucket'],
  ['a.b.s3.localhost:4000', 'a.b'],
  ['s3.eu-west-1.amazonaws.com', undefined],
  ['s3express-control.eu-west-1.amazonaws.com', undefined],
  ['s3.localhost', undefined],
  ['localhost:4000', undefined],
  ['127.0.0.1:4000', undefined],
])('of the host %s the bucket is %s', (host, bucket) => {
  expect(bucketOfHost(host)).toBe(bucket);
});

// The JavaScript SDK names the operation in `x-id`; other clients do not.
test.each([
  ['GET', '/', '', {}, 'ListBuckets'],
  ['GET', '/b', '', {}, 'ListObjects'],
  ['GET', '/b/', 'list-type=2&prefix=x', {}, 'ListObjectsV2'],
  ['GET', '/b', 'uploads', {}, 'ListMultipartUploads'],
  ['GET', '/b', 'analytics', {}, 'ListBucketAnalyticsConfigurations'],
  ['GET', '/b', 'analytics&id=x', {}, 'GetBucketAnalyticsConfiguration'],
  ['GET', '/b/k', '', {}, 'GetObject'],
  ['GET', '/b/k', 'versionId=1', {}, 'GetObject'],
  ['GET', '/b/k', 'uploadId=1', {}, 'ListParts'],
  ['GET', '/b/k', 'acl', {}, 'GetObjectAcl'],
  ['GET', '/b', 'acl', {}, 'GetBucketAcl'],
  ['HEAD', '/b', '', {}, 'HeadBucket'],
  ['HEAD', '/b/k', '', {}, 'HeadObject'],
  ['PUT', '/b', '', {}, 'CreateBucket'],
  ['PUT', '/b/k', '', {}, 'PutObject'],
  ['PUT', '/b/k', '', { 'x-amz-copy-source': 'b/o' }, 'CopyObject'],
  ['PUT', '/b/k', 'partNumber=1&uploadId=1', {}, 'UploadPart'],
  ['PUT', '/b/k', 'partNumber=1&uploadId=1', { 'x-amz-copy-source': 'b/o' }, 'UploadPartCopy'],
  ['POST', '/b/k', 'uploads', {}, 'CreateMultipartUpload'],
  ['POST', '/b/k', 'uploadId=1', {}, 'CompleteMultipartUpload'],
  ['POST', '/b', 'delete', {}, 'DeleteObjects'],
  ['DELETE', '/b/k', '', {}, 'DeleteObject'],
  ['DELETE', '/b/k', 'uploadId=1', {}, 'AbortMultipartUpload'],
  ['DELETE', '/b', '', {}, 'DeleteBucket'],
])('%s %s?%s with %o is %s', async (method, path, query, headers, operation) => {
  const { handle, calls } = testGateway({});
  const authorization = signedFor('s3');
  await handle(rawRequest({ method, path, query, headers: { ...headers, authorization } }));
  expect(calls.map((call) => call.operation.name)).toEqual([operation]);
});

test('directory buckets are listed at a host of their own', async () => {
  const { calls, config } = testGateway({ ListDirectoryBuckets: () => ({ Buckets: [] }) });
  await new S3Client(config).send(new ListDirectoryBucketsCommand({}));
  expect(calls.map((call) => call.operation.name)).toEqual(['ListDirectoryBuckets']);
});

test('an object is read as a stream, with its metadata', async () => {
  const { config } = testGateway({
    GetObject: () => ({
      Body: Readable.from([bytes('{"a":'), bytes('1}')]),
      ContentType: 'application/json',
      Metadata: { team: 'red' },
    }),
  });
  const { Body, ContentType, ContentLength, Metadata } = await new S3Client(config).send(
    new GetObjectCommand(at),
  );
  expect([await Body?.transformToString(), ContentType, ContentLength, Metadata]).toEqual([
    '{"a":1}',
    'application/json',
    7,
    { team: 'red' },
  ]);
});

test('a streamed upload arrives as the object itself, with its checksum', async () => {
  const { calls, config } = testGateway({ PutObject: () => ({ ETag: '"1"' }) });
  const Body = Readable.from([bytes('one '), bytes('two')]);
  const command = new PutObjectCommand({ ...at, Body, ContentLength: 7, ContentEncoding: 'gzip' });
  await new S3Client(config).send(command);
  const [call] = calls;
  expect(call?.request.headers['content-encoding']).toContain('aws-chunked');
  expect([text(call?.input.Body as Uint8Array), call?.input.ContentEncoding]).toEqual([
    'one two',
    'gzip',
  ]);
  expect(call?.input.ChecksumCRC32).toMatch(/^[A-Za-z0-9+/]{6}==$/);
});

test('chunks with signatures are unwrapped, and a body that ends too early is refused', async () => {
  const { handle, calls } = testGateway({ PutObject: () => ({}) });
  const put = (body: string) =>
    handle(
      rawRequest({
        method: 'PUT',
        path: '/b/k',
        headers: {
          authorization: signedFor('s3'),
          'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
        },
        body: bytes(body),
      }),
    );
  const signature = 'chunk-signature=00';
  await put(`3;${signature}\r\nabc\r\n2;${signature}\r\nde\r\n0;${signature}\r\n\r\n`);
  expect(text(calls[0]?.input.Body as Uint8Array)).toBe('abcde');
  for (const broken of [`5;${signature}\r\nabc`, 'x\r\nabc\r\n', 'abc']) {
    const { status, body } = await put(broken);
    expect([status, /<Code>(\w+)</.exec(text(body))?.[1]]).toEqual([400, 'IncompleteBody']);
  }
});

test('a compressed object stays compressed', async () => {
  const { handle, calls } = testGateway({ PutObject: () => ({}) });
  const body = new Uint8Array(gzipSync('text'));
  const headers = { authorization: signedFor('s3'), 'content-encoding': 'gzip' };
  await handle(rawRequest({ method: 'PUT', path: '/b/k', headers, body }));
  expect([calls[0]?.input.Body, calls[0]?.input.ContentEncoding]).toEqual([body, 'gzip']);
});

test('responses to HEAD have no body, but the length of the object', async () => {
  const { config, handle } = testGateway({
    HeadObject: ({ input }) => {
      if (input.Key === 'gone') throw new AwsError('NotFound', 'Not Found', { status: 404 });
      return { ContentLength: 12 };
    },
  });
  const client = new S3Client(config);
  expect((await client.send(new HeadObjectCommand(at))).ContentLength).toBe(12);
  const failure = await errorOf(client.send(new HeadObjectCommand({ ...at, Key: 'gone' })));
  expect(failure.name).toBe('NotFound');
  const headers = { authorization: signedFor('s3') };
  const { body } = await handle(rawRequest({ method: 'HEAD', path: '/b/gone', headers }));
  expect(body.byteLength).toBe(0);
});

test('an unmodified object is returned without a body', async () => {
  const { handle } = testGateway({
    GetObject: () => {
      throw new AwsError('NotModified', 'Not Modified', { status: 304 });
    },
  });
  const headers = { authorization: signedFor('s3') };
  const { status, body } = await handle(rawRequest({ path: '/b/k', headers }));
  expect([status, body.byteLength]).toEqual([304, 0]);
});

test('a bucket location is the root of its document', async () => {
  const { config, handle } = testGateway({
    GetBucketLocation: ({ input }) =>
      input.Bucket === 'default' ? {} : { LocationConstraint: 'eu-west-1' },
  });
  const client = new S3Client(config);
  const locations = await Promise.all(
    ['my-bucket', 'default'].map((Bucket) => client.send(new GetBucketLocationCommand({ Bucket }))),
  );
  expect(locations.map(({ LocationConstraint }) => LocationConstraint)).toEqual([
    'eu-west-1',
    undefined,
  ]);
  const headers = { authorization: signedFor('s3') };
  const { body } = await handle(rawRequest({ path: '/b', query: 'location', headers }));
  expect(text(body)).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
      '<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">eu-west-1</LocationConstraint>',
  );
});

test('documents have the root elements of S3', async () => {
  const { handle } = testGateway({
    ListBuckets: () => ({}),
    ListObjectsV2: () => ({ KeyCount: 0 }),
  });
  const headers = { authorization: signedFor('s3') };
  const listed = [{}, { path: '/b', query: 'list-type=2' }];
  const answers = await Promise.all(
    listed.map((request) => handle(rawRequest({ ...request, headers }))),
  );
  expect(answers.map(({ body }) => text(body).split('\n')[1])).toEqual([
    '<ListAllMyBucketsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"/>',
    '<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><KeyCount>0</KeyCount></ListBucketResult>',
  ]);
});
