/** Cases that failed with boto3, the AWS CLI or s3cmd. */

import * as s3 from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { errorOf, refusalOf } from '../../../testing/call-errors.ts';
import { virtualClock } from '../../clock.ts';
import { simulateOrganization } from '../../simulate-organization.ts';

async function open() {
  const organization = simulateOrganization({ clock: virtualClock() });
  const clientOf = (region: string) => new s3.S3Client({ ...organization.access(), region });
  const client = clientOf('us-east-1');
  const Bucket = 'my-bucket';
  await client.send(new s3.CreateBucketCommand({ Bucket }));
  const put = (Key: string, input: Omit<s3.PutObjectCommandInput, 'Bucket' | 'Key'> = {}) =>
    client.send(new s3.PutObjectCommand({ Bucket, Key, Body: 'hello', ...input }));
  const get = (input: Omit<s3.GetObjectCommandInput, 'Bucket'>) =>
    client.send(new s3.GetObjectCommand({ Bucket, ...input }));
  return { organization, clientOf, client, Bucket, put, get };
}

test('a list of versions says that its keys are encoded', async () => {
  const { client, Bucket, put } = await open();
  await put('a b+c');
  const list = (input: object) =>
    client.send(new s3.ListObjectVersionsCommand({ Bucket, ...input }));
  const [plain, encoded] = [await list({}), await list({ EncodingType: 'url' })];
  const shown = [plain, encoded].map(({ EncodingType, Versions }) => [
    EncodingType,
    Versions?.[0]?.Key,
  ]);
  expect(shown).toEqual([
    [undefined, 'a b+c'],
    ['url', 'a+b%2Bc'],
  ]);
});

test('the oldest region creates buckets in every region', async () => {
  const { client, clientOf } = await open();
  const create = (Bucket: string, LocationConstraint: string) =>
    client.send(
      new s3.CreateBucketCommand({
        Bucket,
        CreateBucketConfiguration: { LocationConstraint: LocationConstraint as never },
      }),
    );
  await create('in-ireland', 'eu-west-1');
  const Bucket = 'in-ireland';
  await clientOf('eu-west-1').send(new s3.PutObjectCommand({ Bucket, Key: 'a' }));
  expect(await client.send(new s3.GetBucketLocationCommand({ Bucket }))).toMatchObject({
    LocationConstraint: 'eu-west-1',
  });
  const names = ['us-east-1', 'mars-1', 'af-south-1'].map(
    async (region, index) => (await errorOf(create(`bucket-${index}`, region))).name,
  );
  expect(await Promise.all(names)).toEqual([
    'InvalidLocationConstraint',
    'InvalidLocationConstraint',
    'IllegalLocationConstraintException',
  ]);
});

test('a region that is none is answered with the right one', async () => {
  const { clientOf } = await open();
  const error = await errorOf(clientOf('US').send(new s3.ListBucketsCommand({})));
  expect({ name: error.name, message: error.message, Region: error.Region }).toEqual({
    name: 'AuthorizationHeaderMalformed',
    message:
      "The authorization header is malformed; the region 'US' is wrong; expecting 'us-east-1'",
    Region: 'us-east-1',
  });
});

test('an object is deleted only if it is the expected one', async () => {
  const { client, Bucket, put } = await open();
  const { ETag } = await put('a');
  const remove = (Key: string, IfMatch: string | undefined) =>
    client.send(new s3.DeleteObjectCommand({ Bucket, Key, IfMatch }));
  expect(await refusalOf(remove('a', '"other"'))).toMatchObject({
    name: 'PreconditionFailed',
    status: 412,
  });
  expect((await refusalOf(remove('none', '*'))).name).toBe('PreconditionFailed');
  const Objects = [
    { Key: 'a', ETag: '"other"' },
    { Key: 'a', ETag },
  ];
  const both = await client.send(new s3.DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  expect([both.Errors?.map(({ Code }) => Code), both.Deleted?.map(({ Key }) => Key)]).toEqual([
    ['PreconditionFailed'],
    ['a'],
  ]);
});

test('a conditional delete requires the permission to read', async () => {
  const { organization, client, Bucket, put } = await open();
  await put('a');
  const seen: string[] = [];
  organization.watchPermissions(({ action }) => seen.push(action));
  await client.send(new s3.DeleteObjectCommand({ Bucket, Key: 'a', IfMatch: undefined }));
  await put('b').then(({ ETag }) =>
    client.send(new s3.DeleteObjectCommand({ Bucket, Key: 'b', IfMatch: ETag })),
  );
  expect(seen).toEqual(['s3:DeleteObject', 's3:PutObject', 's3:DeleteObject', 's3:GetObject']);
});

async function uploadParts(client: s3.S3Client, Bucket: string, sizes: readonly number[]) {
  const Key = 'parts';
  const { UploadId } = await client.send(new s3.CreateMultipartUploadCommand({ Bucket, Key }));
  const Parts: s3.CompletedPart[] = [];
  for (const [index, size] of sizes.entries()) {
    const PartNumber = index + 1;
    const Body = Buffer.alloc(size, PartNumber);
    const input = { Bucket, Key, UploadId, PartNumber, Body };
    const { ETag } = await client.send(new s3.UploadPartCommand(input));
    Parts.push({ PartNumber, ETag });
  }
  const MultipartUpload = { Parts };
  await client.send(
    new s3.CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload }),
  );
}

test('a part of an object is read by its number', async () => {
  const { client, Bucket, put, get } = await open();
  const large = 5 * 1024 * 1024;
  await uploadParts(client, Bucket, [large, 3]);
  await put('whole');
  const read = async (Key: string, PartNumber?: number) => {
    const { $metadata, ContentLength, ContentRange, PartsCount } = await get({ Key, PartNumber });
    return [$metadata.httpStatusCode, ContentLength, ContentRange, PartsCount];
  };
  expect([
    await read('parts'),
    await read('parts', 2),
    await read('whole'),
    await read('whole', 1),
  ]).toEqual([
    [200, large + 3, undefined, undefined],
    [206, 3, `bytes ${large}-${large + 2}/${large + 3}`, 2],
    [200, 5, undefined, undefined],
    [206, 5, 'bytes 0-4/5', undefined],
  ]);
  const error = await errorOf(get({ Key: 'parts', PartNumber: 3 }));
  expect(error).toMatchObject({
    name: 'InvalidPartNumber',
    ActualPartCount: '2',
    PartNumberRequested: '3',
  });
  expect((await refusalOf(get({ Key: 'parts', PartNumber: 1, Range: 'bytes=0-1' }))).name).toBe(
    'InvalidRequest',
  );
});

test('a part is copied from an object, whole or in a range', async () => {
  const { client, Bucket, put, get } = await open();
  await put('source', { Body: '0123456789' });
  const Key = 'copied';
  const { UploadId } = await client.send(new s3.CreateMultipartUploadCommand({ Bucket, Key }));
  const copy = (CopySourceRange?: string) =>
    client.send(
      new s3.UploadPartCopyCommand({
        Bucket,
        Key,
        UploadId,
        PartNumber: 1,
        CopySource: `${Bucket}/source`,
        CopySourceRange,
      }),
    );
  const refused = [await refusalOf(copy('bytes=5-')), await refusalOf(copy('bytes=5-10'))];
  expect(refused.map(({ name }) => name)).toEqual(['InvalidArgument', 'InvalidArgument']);
  await copy();
  const { CopyPartResult } = await copy('bytes=2-5');
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag: CopyPartResult?.ETag }] };
  await client.send(
    new s3.CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload }),
  );
  expect(await (await get({ Key })).Body?.transformToString()).toBe('2345');
});

test('attributes of an object are returned as they are asked for', async () => {
  const { client, Bucket, put } = await open();
  await uploadParts(client, Bucket, [5 * 1024 * 1024, 3]);
  await put('whole', { ChecksumCRC32C: 'mnG7TA==' });
  const read = async (Key: string, ObjectAttributes: s3.ObjectAttributes[]) => {
    const command = new s3.GetObjectAttributesCommand({ Bucket, Key, ObjectAttributes });
    const { $metadata: _, LastModified: __, ...attributes } = await client.send(command);
    return attributes;
  };
  expect([
    await read('parts', ['ObjectSize', 'ObjectParts']),
    await read('whole', ['ETag', 'Checksum', 'ObjectParts', 'StorageClass']),
  ]).toEqual([
    { ObjectSize: 5 * 1024 * 1024 + 3, ObjectParts: { TotalPartsCount: 2 } },
    {
      ETag: '5d41402abc4b2a76b9719d911017c592',
      Checksum: { ChecksumCRC32C: 'mnG7TA==', ChecksumType: 'FULL_OBJECT' },
      StorageClass: 'STANDARD',
    },
  ]);
});

test('a request sets the headers of its own response', async () => {
  const { put, get } = await open();
  const Expires = new Date('2030-01-01T00:00:00Z');
  await put('a', { ContentType: 'text/plain', Expires, CacheControl: 'private' });
  const shown = async (input: object) => {
    const { CacheControl, ContentLanguage, ContentEncoding, ContentType, ExpiresString } =
      await get({ Key: 'a', ...input });
    return { CacheControl, ContentLanguage, ContentEncoding, ContentType, ExpiresString };
  };
  expect(await shown({})).toMatchObject({
    ContentType: 'text/plain',
    CacheControl: 'private',
    ExpiresString: 'Tue, 01 Jan 2030 00:00:00 GMT',
  });
  const overriding = {
    ResponseCacheControl: 'no-cache',
    ResponseContentLanguage: 'de',
    ResponseContentEncoding: 'br',
    ResponseContentType: 'text/html',
    ResponseExpires: new Date('2031-01-01T00:00:00Z'),
  };
  expect(await shown(overriding)).toEqual({
    CacheControl: 'no-cache',
    ContentLanguage: 'de',
    ContentEncoding: 'br',
    ContentType: 'text/html',
    ExpiresString: 'Wed, 01 Jan 2031 00:00:00 GMT',
  });
});

test('an object is copied to itself only with a change', async () => {
  const { client, Bucket, put } = await open();
  await put('a');
  const copy = (input: object) =>
    client.send(
      new s3.CopyObjectCommand({ Bucket, Key: 'a', CopySource: `${Bucket}/a`, ...input }),
    );
  expect((await refusalOf(copy({}))).name).toBe('InvalidRequest');
  await copy({ MetadataDirective: 'REPLACE', Metadata: { team: 'red' } });
  await copy({ StorageClass: 'STANDARD_IA' });
});

test.each(['CRC32C', 'CRC64NVME', 'SHA256'] as const)(
  '%s is verified and returned',
  async (name) => {
    const { put, get } = await open();
    const member = `Checksum${name}` as const;
    const wrong = put('a', { [member]: 'AAAAAA==' });
    expect((await refusalOf(wrong)).name).toBe('BadDigest');
    const right = {
      CRC32C: 'mnG7TA==',
      CRC64NVME: 'M3eFcAZSQlc=',
      SHA256: 'LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=',
    }[name];
    await put('a', { [member]: right });
    const read = await get({ Key: 'a', ChecksumMode: 'ENABLED' });
    expect([read[member], read.ChecksumType]).toEqual([right, 'FULL_OBJECT']);
  },
);

test('a checksum that the simulator does not know is refused by name', async () => {
  const { put } = await open();
  expect(await refusalOf(put('a', { ChecksumXXHASH64: 'AAAAAAAAAAA=' }))).toMatchObject({
    name: 'NotImplemented',
    message: 'The simulator does not know the checksum XXHASH64 of S3 yet.',
  });
});

test('tags of AWS are not for clients', async () => {
  const { client, Bucket, put } = await open();
  await put('a');
  const Tagging = { TagSet: [{ Key: 'aws:owner', Value: 'x' }] };
  const bucket = await refusalOf(client.send(new s3.PutBucketTaggingCommand({ Bucket, Tagging })));
  const object = await refusalOf(
    client.send(new s3.PutObjectTaggingCommand({ Bucket, Key: 'a', Tagging })),
  );
  expect([bucket, object]).toEqual([
    {
      name: 'InvalidTag',
      message: 'System tags cannot be added/updated by requester',
      status: 400,
    },
    { name: 'InvalidTag', message: 'Your TagKey cannot be prefixed with aws:', status: 400 },
  ]);
});

test('errors name what they are about', async () => {
  const { get, client } = await open();
  const missing = client.send(new s3.GetBucketPolicyCommand({ Bucket: 'my-bucket' }));
  const [bucket, range] = [await errorOf(missing), await errorOf(get({ Key: 'none' }))];
  expect([bucket.BucketName, range.Key]).toEqual(['my-bucket', 'none']);
});
