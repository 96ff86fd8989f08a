/**
 * Uploads a local file as an object, completely or not at all. S3 verifies the content and returns its digest, which is
 * compared with the file's own, so no permission to read is needed.
 */

import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';

export interface UploadOptions {
  readonly client: S3Client;
  /** Bytes of a part; larger files are uploaded in several. Default 16 MiB; S3 accepts 5 MiB and more. */
  readonly partBytes?: number | undefined;
}

export interface ObjectLocation {
  readonly Bucket: string;
  readonly Key: string;
  /** S3 refuses if the bucket has another owner. */
  readonly ExpectedBucketOwner?: string;
}

const defaultPartBytes = 16 * 2 ** 20;
const digest = { ChecksumAlgorithm: 'SHA256' } as const;

/** Returns the size of the object in bytes. */
export async function uploadFile(
  { client, partBytes = defaultPartBytes }: UploadOptions,
  file: string,
  place: ObjectLocation,
): Promise<number> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    if (size > partBytes) await uploadInParts({ client, partBytes }, handle, { ...place, size });
    else await uploadWhole(client, await handle.readFile(), place);
    return size;
  } finally {
    await handle.close();
  }
}

async function uploadWhole(client: S3Client, Body: Buffer, place: ObjectLocation): Promise<void> {
  const answer = await client.send(new PutObjectCommand({ ...place, ...digest, Body }));
  expectDigest(place, answer.ChecksumSHA256, sha256(Body));
}

/** A failed upload is aborted: its parts would be billed and never visible. */
async function uploadInParts(
  { client, partBytes }: Required<UploadOptions> & { readonly partBytes: number },
  handle: FileHandle,
  { size, ...place }: ObjectLocation & { readonly size: number },
): Promise<void> {
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ ...place, ...digest }));
  try {
    const Parts: CompletedPart[] = [];
    for (let start = 0, PartNumber = 1; start < size; start += partBytes, PartNumber++) {
      const Body = Buffer.alloc(Math.min(partBytes, size - start));
      await handle.read(Body, 0, Body.length, start);
      const part = { ...place, ...digest, UploadId, PartNumber, Body };
      const { ETag, ChecksumSHA256 } = await client.send(new UploadPartCommand(part));
      expectDigest(place, ChecksumSHA256, sha256(Body));
      Parts.push({ ETag, PartNumber, ChecksumSHA256 });
    }
    const whole = { ...place, UploadId, MultipartUpload: { Parts } };
    await client.send(new CompleteMultipartUploadCommand(whole));
  } catch (error) {
    await client.send(new AbortMultipartUploadCommand({ ...place, UploadId })).catch(() => {});
    throw error;
  }
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('base64');
}

function expectDigest(
  { Bucket, Key }: ObjectLocation,
  answered: string | undefined,
  own: string,
): void {
  if (answered === own) return;
  throw new Error(
    `s3://${Bucket}/${Key} differs from the uploaded file: its SHA-256 is ${answered}, and not ${own}`,
  );
}
