import * as s3 from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { errorNameOf, refusalOf } from '../../../testing/call-errors.ts';
import { clientsOf } from '../../../testing/organization-clients.ts';
import { virtualClock } from '../../clock.ts';
import { type SimulationOptions, simulateOrganization } from '../../index.ts';
import { noLimits } from '../../limits.ts';

async function open(options: SimulationOptions = {}) {
  const clock = virtualClock();
  const organization = simulateOrganization({ clock, limits: noLimits, ...options });
  const account = organization.addAccount({ name: 'member' });
  const client = clientsOf(organization, { principal: account.roleArn }).s3;
  const Bucket = 'my-bucket';
  await client.send(new s3.CreateBucketCommand({ Bucket }));
  const put = (Key: string, Body = 'x', more: Partial<s3.PutObjectCommandInput> = {}) =>
    client.send(new s3.PutObjectCommand({ Bucket, Key, Body, ...more }));
  const read = async (Key: string, more: Partial<s3.GetObjectCommandInput> = {}) => {
    const { Body } = await client.send(new s3.GetObjectCommand({ Bucket, Key, ...more }));
    return Body?.transformToString();
  };
  return { clock, organization, account, client, Bucket, put, read };
}

describe('buckets', () => {
  test('bucket names are unique in the whole partition', async () => {
    const { organization, client, Bucket } = await open();
    const other = clientsOf(organization, {
      principal: organization.addAccount({ name: 'other' }).roleArn,
    }).s3;
    expect(await errorNameOf(other.send(new s3.CreateBucketCommand({ Bucket })))).toBe(
      'BucketAlreadyExists',
    );
    await client.send(new s3.CreateBucketCommand({ Bucket }));
    const invalid = client.send(new s3.CreateBucketCommand({ Bucket: 'My_Bucket' }));
    expect(await errorNameOf(invalid)).toBe('InvalidBucketName');
  });

  test('a bucket is listed by its owner, in pages on request', async () => {
    const { client } = await open({ pageSize: 2 });
    for (const Bucket of ['b-two', 'a-one'])
      await client.send(new s3.CreateBucketCommand({ Bucket }));
    const all = await client.send(new s3.ListBucketsCommand({}));
    expect(all.Buckets?.map(({ Name }) => Name)).toEqual(['a-one', 'b-two', 'my-bucket']);
    const pages: number[] = [];
    for await (const page of s3.paginateListBuckets({ client, pageSize: 2 }, {})) {
      pages.push(page.Buckets?.length ?? 0);
    }
    expect(pages).toEqual([2, 1]);
  });

  test('another region redirects the client to the right one', async () => {
    const { organization, account, client } = await open();
    const of = (region: string) =>
      clientsOf(organization, { principal: account.roleArn, region }).s3;
    const Bucket = 'in-ireland';
    const constraint = { LocationConstraint: 'eu-west-1' as const };
    await of('eu-west-1').send(
      new s3.CreateBucketCommand({ Bucket, CreateBucketConfiguration: constraint }),
    );
    const location = await client.send(new s3.GetBucketLocationCommand({ Bucket }));
    expect(location.LocationConstraint).toBe('eu-west-1');
    const access = organization.access(account.roleArn);
    const config = { ...access, useGlobalEndpoint: true, maxAttempts: 1 };
    const legacy = new s3.S3Client({ ...config, followRegionRedirects: false });
    const global = await refusalOf(legacy.send(new s3.ListObjectsV2Command({ Bucket })));
    expect(global).toMatchObject({ name: 'AuthorizationHeaderMalformed', status: 400 });
    const away = of('eu-central-1');
    const regional = await refusalOf(away.send(new s3.ListObjectsV2Command({ Bucket })));
    expect(regional).toMatchObject({ name: 'PermanentRedirect', status: 301 });
    const CreateBucketConfiguration = { LocationConstraint: 'eu-west-3' as const };
    const input = { Bucket: 'no-place', CreateBucketConfiguration };
    const misplaced = of('eu-west-1').send(new s3.CreateBucketCommand(input));
    expect(await errorNameOf(misplaced)).toBe('IllegalLocationConstraintException');
  });

  test('a client that follows redirects finds the bucket', async () => {
    const { organization, account } = await open();
    const access = organization.access(account.roleArn);
    const Bucket = 'in-ireland';
    const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' as const };
    const ireland = new s3.S3Client({ ...access, region: 'eu-west-1' });
    await ireland.send(new s3.CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
    const following = new s3.S3Client({ ...access, followRegionRedirects: true });
    const { KeyCount } = await following.send(new s3.ListObjectsV2Command({ Bucket }));
    expect(KeyCount).toBe(0);
  });

  test('only an empty bucket is deleted', async () => {
    const { client, Bucket, put } = await open();
    await put('a');
    expect(await errorNameOf(client.send(new s3.DeleteBucketCommand({ Bucket })))).toBe(
      'BucketNotEmpty',
    );
    await client.send(new s3.DeleteObjectCommand({ Bucket, Key: 'a' }));
    await client.send(new s3.DeleteBucketCommand({ Bucket }));
    expect(await errorNameOf(client.send(new s3.ListObjectsV2Command({ Bucket })))).toBe(
      'NoSuchBucket',
    );
    expect(await refusalOf(client.send(new s3.HeadBucketCommand({ Bucket })))).toMatchObject({
      name: 'NotFound',
      status: 404,
    });
  });
});

describe('settings', () => {
  test('a new bucket is encrypted, private and without ACLs, and has no other settings', async () => {
    const { client, Bucket } = await open();
    const encryption = await client.send(new s3.GetBucketEncryptionCommand({ Bucket }));
    const block = await client.send(new s3.GetPublicAccessBlockCommand({ Bucket }));
    const ownership = await client.send(new s3.GetBucketOwnershipControlsCommand({ Bucket }));
    const acl = await client.send(new s3.GetBucketAclCommand({ Bucket }));
    const [rule] = encryption.ServerSideEncryptionConfiguration?.Rules ?? [];
    expect(rule?.ApplyServerSideEncryptionByDefault).toEqual({ SSEAlgorithm: 'AES256' });
    expect(block.PublicAccessBlockConfiguration?.BlockPublicPolicy).toBe(true);
    expect(ownership.OwnershipControls?.Rules).toEqual([
      { ObjectOwnership: 'BucketOwnerEnforced' },
    ]);
    expect(acl.Grants?.map(({ Permission }) => Permission)).toEqual(['FULL_CONTROL']);
    const { Status } = await client.send(new s3.GetBucketVersioningCommand({ Bucket }));
    const { LoggingEnabled } = await client.send(new s3.GetBucketLoggingCommand({ Bucket }));
    expect([Status, LoggingEnabled]).toEqual([undefined, undefined]);
  });

  test('each missing setting has its own error', async () => {
    const { client, Bucket } = await open();
    await client.send(new s3.DeletePublicAccessBlockCommand({ Bucket }));
    await client.send(new s3.DeleteBucketOwnershipControlsCommand({ Bucket }));
    const names = await Promise.all([
      errorNameOf(client.send(new s3.GetBucketReplicationCommand({ Bucket }))),
      errorNameOf(client.send(new s3.GetBucketPolicyCommand({ Bucket }))),
      errorNameOf(client.send(new s3.GetBucketPolicyStatusCommand({ Bucket }))),
      errorNameOf(client.send(new s3.GetPublicAccessBlockCommand({ Bucket }))),
      errorNameOf(client.send(new s3.GetObjectLockConfigurationCommand({ Bucket }))),
      errorNameOf(client.send(new s3.GetBucketTaggingCommand({ Bucket }))),
      errorNameOf(client.send(new s3.GetBucketWebsiteCommand({ Bucket }))),
      errorNameOf(client.send(new s3.GetBucketOwnershipControlsCommand({ Bucket }))),
      errorNameOf(client.send(new s3.GetBucketLifecycleConfigurationCommand({ Bucket }))),
      errorNameOf(client.send(new s3.GetBucketCorsCommand({ Bucket }))),
    ]);
    expect(names).toEqual([
      'ReplicationConfigurationNotFoundError',
      'NoSuchBucketPolicy',
      'NoSuchBucketPolicy',
      'NoSuchPublicAccessBlockConfiguration',
      'ObjectLockConfigurationNotFoundError',
      'NoSuchTagSet',
      'NoSuchWebsiteConfiguration',
      'OwnershipControlsNotFoundError',
      'NoSuchLifecycleConfiguration',
      'NoSuchCORSConfiguration',
    ]);
  });

  test('settings are returned as put', async () => {
    const { client, Bucket } = await open();
    const TagSet = [{ Key: 'team', Value: 'red' }];
    await client.send(new s3.PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
    const IndexDocument = { Suffix: 'index.html' };
    await client.send(
      new s3.PutBucketWebsiteCommand({ Bucket, WebsiteConfiguration: { IndexDocument } }),
    );
    const rule = {
      ID: 'old',
      Status: 'Enabled' as const,
      Filter: { Prefix: 'logs/' },
      Expiration: { Days: 30 },
    };
    await client.send(
      new s3.PutBucketLifecycleConfigurationCommand({
        Bucket,
        LifecycleConfiguration: { Rules: [rule] },
      }),
    );
    const LoggingEnabled = { TargetBucket: Bucket, TargetPrefix: 'access/' };
    await client.send(
      new s3.PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: { LoggingEnabled } }),
    );
    const tags = await client.send(new s3.GetBucketTaggingCommand({ Bucket }));
    const website = await client.send(new s3.GetBucketWebsiteCommand({ Bucket }));
    const lifecycle = await client.send(new s3.GetBucketLifecycleConfigurationCommand({ Bucket }));
    const logging = await client.send(new s3.GetBucketLoggingCommand({ Bucket }));
    expect([tags.TagSet, website.IndexDocument, lifecycle.Rules, logging.LoggingEnabled]).toEqual([
      TagSet,
      IndexDocument,
      [rule],
      LoggingEnabled,
    ]);
  });
});

describe('objects', () => {
  test('an object is returned with its bytes, headers, metadata and checksum', async () => {
    const { clock, client, Bucket, put } = await open();
    await put('dir/hello world+1.txt', 'hello', {
      ContentType: 'text/plain',
      CacheControl: 'no-cache',
      Metadata: { origin: 'test' },
      ChecksumAlgorithm: 'SHA256',
    });
    const got = await client.send(
      new s3.GetObjectCommand({ Bucket, Key: 'dir/hello world+1.txt', ChecksumMode: 'ENABLED' }),
    );
    expect(await got.Body?.transformToString()).toBe('hello');
    expect(got).toMatchObject({
      ETag: '"5d41402abc4b2a76b9719d911017c592"',
      ContentType: 'text/plain',
      CacheControl: 'no-cache',
      ContentLength: 5,
      Metadata: { origin: 'test' },
      LastModified: new Date(clock.now()),
      ChecksumSHA256: 'LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=',
    });
  });

  test('a part of it, and only the head of it', async () => {
    const { client, Bucket, put, read } = await open();
    await put('digits', '0123456789');
    expect(await read('digits', { Range: 'bytes=2-4' })).toBe('234');
    expect(await read('digits', { Range: 'bytes=7-' })).toBe('789');
    expect(await read('digits', { Range: 'bytes=-2' })).toBe('89');
    const part = await client.send(
      new s3.GetObjectCommand({ Bucket, Key: 'digits', Range: 'bytes=2-4' }),
    );
    expect([part.$metadata.httpStatusCode, part.ContentRange]).toEqual([206, 'bytes 2-4/10']);
    const beyond = await refusalOf(read('digits', { Range: 'bytes=10-' }));
    expect(beyond).toMatchObject({ name: 'InvalidRange', status: 416 });
    const head = await client.send(new s3.HeadObjectCommand({ Bucket, Key: 'digits' }));
    expect(head.ContentLength).toBe(10);
    const missing = client.send(new s3.HeadObjectCommand({ Bucket, Key: 'letters' }));
    expect(await errorNameOf(missing)).toBe('NotFound');
    expect(await errorNameOf(read('letters'))).toBe('NoSuchKey');
  });

  test('a put may depend on the existing object', async () => {
    const { put } = await open();
    const { ETag } = await put('lock', 'one', { IfNoneMatch: '*' });
    const second = await refusalOf(put('lock', 'two', { IfNoneMatch: '*' }));
    expect(second).toMatchObject({ name: 'PreconditionFailed', status: 412 });
    await put('lock', 'two', { IfMatch: ETag });
    expect(await errorNameOf(put('lock', 'three', { IfMatch: ETag }))).toBe('PreconditionFailed');
    expect(await errorNameOf(put('none', 'x', { IfMatch: ETag }))).toBe('NoSuchKey');
  });

  test('a get may depend on the client’s copy', async () => {
    const { put, read } = await open();
    const { ETag } = await put('page', 'x');
    expect(await read('page', { IfMatch: ETag })).toBe('x');
    expect((await refusalOf(read('page', { IfNoneMatch: ETag }))).status).toBe(304);
    expect(await errorNameOf(read('page', { IfMatch: '"other"' }))).toBe('PreconditionFailed');
  });

  test('bytes that do not match the client’s checksum are refused', async () => {
    const { put } = await open();
    const wrong = put('a', 'hello', { ChecksumSHA256: 'AAAA' });
    expect(await errorNameOf(wrong)).toBe('BadDigest');
    expect(await errorNameOf(put('a', 'hello', { ContentMD5: 'AAAA' }))).toBe('BadDigest');
  });

  test('a copy takes headers along or gets new ones', async () => {
    const { client, Bucket, put, read } = await open();
    await put('from me', 'text', { ContentType: 'text/plain', Metadata: { a: '1' } });
    const CopySource = `${Bucket}/${encodeURIComponent('from me')}`;
    await client.send(new s3.CopyObjectCommand({ Bucket, Key: 'to', CopySource }));
    await client.send(
      new s3.CopyObjectCommand({
        Bucket,
        Key: 'new',
        CopySource,
        MetadataDirective: 'REPLACE',
        Metadata: { b: '2' },
      }),
    );
    const to = await client.send(new s3.HeadObjectCommand({ Bucket, Key: 'to' }));
    const fresh = await client.send(new s3.HeadObjectCommand({ Bucket, Key: 'new' }));
    expect(await read('to')).toBe('text');
    expect([to.Metadata, to.ContentType]).toEqual([{ a: '1' }, 'text/plain']);
    expect([fresh.Metadata, fresh.ContentType]).toEqual([{ b: '2' }, 'application/octet-stream']);
  });

  test('a listing is in order, rolled up and in pages', async () => {
    const { client, Bucket, put } = await open({ pageSize: 2 });
    for (const key of ['b/2', 'a', 'b/1', 'c/x/1', 'd']) await put(key);
    const pages: unknown[] = [];
    const input = { Bucket, Delimiter: '/' };
    for await (const page of s3.paginateListObjectsV2({ client }, input)) {
      pages.push([
        page.Contents?.map(({ Key }) => Key) ?? [],
        page.CommonPrefixes?.map(({ Prefix }) => Prefix) ?? [],
      ]);
    }
    expect(pages).toEqual([
      [['a'], ['b/']],
      [['d'], ['c/']],
    ]);
    const below = await client.send(
      new s3.ListObjectsV2Command({ Bucket, Prefix: 'b/', StartAfter: 'b/1' }),
    );
    expect(below.Contents?.map(({ Key, Size }) => [Key, Size])).toEqual([['b/2', 1]]);
    const old = await client.send(new s3.ListObjectsCommand({ Bucket, Marker: 'c', MaxKeys: 1 }));
    expect([old.Contents?.map(({ Key }) => Key), old.IsTruncated]).toEqual([['c/x/1'], true]);
  });

  test('many are deleted at once, including missing ones', async () => {
    const { client, Bucket, put } = await open();
    await put('a');
    const Objects = [{ Key: 'a' }, { Key: 'ghost' }];
    const { Deleted } = await client.send(
      new s3.DeleteObjectsCommand({ Bucket, Delete: { Objects } }),
    );
    expect(Deleted?.map(({ Key }) => Key)).toEqual(['a', 'ghost']);
  });

  test('with versioning nothing is lost until its version is deleted', async () => {
    const { client, Bucket, put, read } = await open();
    const VersioningConfiguration = { Status: 'Enabled' as const };
    await client.send(new s3.PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
    const first = await put('doc', 'one');
    const second = await put('doc', 'two');
    const deleted = await client.send(new s3.DeleteObjectCommand({ Bucket, Key: 'doc' }));
    expect(deleted.DeleteMarker).toBe(true);
    expect(await errorNameOf(read('doc'))).toBe('NoSuchKey');
    expect(await read('doc', { VersionId: first.VersionId })).toBe('one');
    const { Versions, DeleteMarkers } = await client.send(
      new s3.ListObjectVersionsCommand({ Bucket }),
    );
    expect(Versions?.map(({ VersionId }) => VersionId)).toEqual([
      second.VersionId,
      first.VersionId,
    ]);
    expect(DeleteMarkers?.map(({ IsLatest }) => IsLatest)).toEqual([true]);
    const marker = { Bucket, Key: 'doc', VersionId: deleted.VersionId };
    await client.send(new s3.DeleteObjectCommand(marker));
    expect(await read('doc')).toBe('two');
  });

  test('versions come in pages', async () => {
    const { client, Bucket, put } = await open({ pageSize: 2 });
    const VersioningConfiguration = { Status: 'Enabled' as const };
    await client.send(new s3.PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
    for (const key of ['a', 'a', 'a', 'b']) await put(key);
    const seen: (string | undefined)[] = [];
    let input: s3.ListObjectVersionsCommandInput | undefined = { Bucket };
    while (input) {
      const page: s3.ListObjectVersionsCommandOutput = await client.send(
        new s3.ListObjectVersionsCommand(input),
      );
      seen.push(...(page.Versions ?? []).map(({ Key }) => Key));
      input = page.IsTruncated
        ? { Bucket, KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
        : undefined;
    }
    expect(seen).toEqual(['a', 'a', 'a', 'b']);
  });

  test('a multipart upload becomes one object', async () => {
    const { client, Bucket, read } = await open();
    const Key = 'big';
    const { UploadId } = await client.send(new s3.CreateMultipartUploadCommand({ Bucket, Key }));
    const part = (PartNumber: number, Body: string) =>
      client.send(new s3.UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }));
    const one = await part(1, 'x'.repeat(5 * 1024 * 1024));
    const two = await part(2, 'end');
    const complete = (Parts: s3.CompletedPart[]) =>
      client.send(
        new s3.CompleteMultipartUploadCommand({
          Bucket,
          Key,
          UploadId,
          MultipartUpload: { Parts },
        }),
      );
    const first = { PartNumber: 1, ETag: one.ETag };
    const second = { PartNumber: 2, ETag: two.ETag };
    expect(await errorNameOf(complete([second, first]))).toBe('InvalidPartOrder');
    expect(await errorNameOf(complete([first, { PartNumber: 3, ETag: two.ETag }]))).toBe(
      'InvalidPart',
    );
    const { Parts } = await client.send(new s3.ListPartsCommand({ Bucket, Key, UploadId }));
    expect(Parts?.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
      [1, 5 * 1024 * 1024],
      [2, 3],
    ]);
    expect((await complete([first, second])).ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
    expect((await read(Key))?.length).toBe(5 * 1024 * 1024 + 3);
    const { Uploads } = await client.send(new s3.ListMultipartUploadsCommand({ Bucket }));
    expect(Uploads ?? []).toEqual([]);
    expect(await errorNameOf(part(1, 'late'))).toBe('NoSuchUpload');
  });
});

describe('who may', () => {
  test('access from another account requires the bucket’s and its own policies', async () => {
    const { organization, client, Bucket, put } = await open();
    await put('shared/a', 'x');
    const other = organization.addAccount({ name: 'other' });
    const guest = clientsOf(organization, { principal: other.roleArn }).s3;
    const get = (Key: string) => guest.send(new s3.GetObjectCommand({ Bucket, Key }));
    expect((await refusalOf(get('shared/a'))).message).toContain(
      'because no resource-based policy allows the s3:GetObject action',
    );
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: other.id },
          Action: 's3:GetObject',
          Resource: `arn:aws:s3:::${Bucket}/shared/*`,
        },
      ],
    });
    await client.send(new s3.PutBucketPolicyCommand({ Bucket, Policy }));
    expect(await (await get('shared/a')).Body?.transformToString()).toBe('x');
    expect(await errorNameOf(get('private'))).toBe('AccessDenied');
    // Without permission to list, a missing object is reported as denied.
    expect(await errorNameOf(get('shared/missing'))).toBe('AccessDenied');
  });

  test('a public policy is blocked until the block is removed', async () => {
    const { organization, client, Bucket, put } = await open();
    await put('a', 'x');
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: `arn:aws:s3:::${Bucket}/*` },
      ],
    });
    const publish = () => client.send(new s3.PutBucketPolicyCommand({ Bucket, Policy }));
    expect(await errorNameOf(publish())).toBe('AccessDenied');
    await client.send(new s3.DeletePublicAccessBlockCommand({ Bucket }));
    await publish();
    const { PolicyStatus } = await client.send(new s3.GetBucketPolicyStatusCommand({ Bucket }));
    expect(PolicyStatus?.IsPublic).toBe(true);
    const { region, requestHandler } = organization.access();
    const unsigned = {
      signer: { sign: async <T>(request: T) => request },
      credentials: { accessKeyId: 'unused', secretAccessKey: 'unused' },
    };
    const externalAccount = new s3.S3Client({
      region,
      requestHandler,
      ...unsigned,
      maxAttempts: 1,
    });
    const got = await externalAccount.send(new s3.GetObjectCommand({ Bucket, Key: 'a' }));
    expect(await got.Body?.transformToString()).toBe('x');
    expect(await errorNameOf(externalAccount.send(new s3.ListObjectsV2Command({ Bucket })))).toBe(
      'AccessDenied',
    );
  });
});
