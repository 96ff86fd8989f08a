import { randomBytes } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { simulateOrganization } from '../../simulator/index.ts';
import { uploadFile } from './upload-file.ts';

const partBytes = 5 * 2 ** 20;
const place = { Bucket: 'reports', Key: 'a/file' };

async function openUploadTest(bytes: number) {
  const organization = simulateOrganization();
  const client = new S3Client(organization.access());
  await client.send(new CreateBucketCommand({ Bucket: 'reports' }));
  const file = join(mkdtempSync(join(tmpdir(), 'flotilla-upload-')), 'file');
  const content = randomBytes(bytes);
  writeFileSync(file, content);
  const upload = () => uploadFile({ client, partBytes }, file, place);
  return { organization, client, content, upload };
}

test.each([
  ['in one piece', 1_000],
  ['in parts', 2 * partBytes + 7],
])('a file is uploaded unchanged, %s', async (_, bytes) => {
  const { client, content, upload } = await openUploadTest(bytes);

  expect(await upload()).toBe(bytes);
  const { Body } = await client.send(new GetObjectCommand(place));
  expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(content)).toBe(true);
});

test.each([
  ['PutObject', 1_000],
  ['UploadPart', 2 * partBytes],
])('the digest from S3 is compared with that of the file (%s)', async (operation, bytes) => {
  const { organization, upload } = await openUploadTest(bytes);
  const output = { ChecksumSHA256: 'bm90IGl0', ETag: '"x"' };
  organization.stubResponse({ service: 's3', operation, output });

  await expect(upload()).rejects.toThrow(
    /^s3:\/\/reports\/a\/file differs from the uploaded file: its SHA-256 is bm90IGl0, and not /,
  );
});

test('parts of an upload that fails are not left to be paid for', async () => {
  const { organization, client, upload } = await openUploadTest(2 * partBytes);
  const rule = { service: 's3', operation: 'UploadPart', skip: 1 };
  organization.fault({ ...rule, fault: { deny: true } });

  await expect(upload()).rejects.toThrow();
  const { Uploads = [] } = await client.send(
    new ListMultipartUploadsCommand({ Bucket: 'reports' }),
  );
  expect(Uploads).toEqual([]);
});
