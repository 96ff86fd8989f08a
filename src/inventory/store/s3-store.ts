/** A run below a prefix of an S3 bucket. Objects are filled on this machine and uploaded when they are complete. */

import { randomUUID } from 'node:crypto';
import { open, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadBucketCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { classify } from '../../aws/failures.ts';
import { FlotillaError } from '../../model/flotilla-error.ts';
import { openFile } from './local-draft.ts';
import type { Store } from './store.ts';

export interface S3StoreOptions {
  readonly client: S3Client;
  readonly bucket: string;
  /** Without slashes at its ends; may be empty. */
  readonly prefix: string;
  /** Bytes of a part; larger files are uploaded in several. Default 16 MiB; S3 takes 5 MiB and more. */
  readonly partBytes?: number;
}

interface Place {
  readonly Bucket: string;
  readonly Key: string;
}

export function s3Store({
  client,
  bucket,
  prefix,
  partBytes = 16 * 2 ** 20,
}: S3StoreOptions): Store {
  const name = `s3://${[bucket, prefix].filter(Boolean).join('/')}`;
  const placeOf = (path: string): Place => ({
    Bucket: bucket,
    Key: [prefix, path].filter(Boolean).join('/'),
  });
  return {
    name,
    check: async () => {
      await client.send(new HeadBucketCommand({ Bucket: bucket })).catch(cannotUse(name));
    },
    async create(path) {
      const { file, write, close, remove } = await openFile(
        join(tmpdir(), `flotilla-${randomUUID()}`),
      );
      return {
        file,
        write,
        flush: close,
        discard: remove,
        async finish() {
          try {
            await close();
            await upload({ client, partBytes }, file, placeOf(path)).catch(cannotUse(name));
          } finally {
            await rm(file, { force: true });
          }
        },
      };
    },
    async read(path) {
      try {
        const { Body } = await client.send(new GetObjectCommand(placeOf(path)));
        return await Body?.transformToString();
      } catch (error) {
        if (classify(error).kind === 'not-found') return undefined;
        throw error;
      }
    },
    async list(path) {
      const { Bucket, Key } = placeOf(path);
      const names: string[] = [];
      const below = { Bucket, Prefix: `${Key}/`, Delimiter: '/' };
      for await (const { Contents = [], CommonPrefixes = [] } of paginateListObjectsV2(
        { client },
        below,
      )) {
        const found = [
          ...Contents.map((one) => one.Key),
          ...CommonPrefixes.map((one) => one.Prefix),
        ];
        names.push(...found.map((key = '') => key.slice(Key.length + 1).replace(/\/$/, '')));
      }
      return names;
    },
  };
}

interface Uploading {
  readonly client: S3Client;
  readonly partBytes: number;
}

async function upload(uploading: Uploading, file: string, place: Place): Promise<void> {
  const { client, partBytes } = uploading;
  const { size } = await stat(file);
  if (size > partBytes) return uploadInParts(uploading, file, place, size);
  await client.send(new PutObjectCommand({ ...place, Body: await readFile(file) }));
}

/** An upload that fails is aborted: its parts would be paid for and never seen. */
async function uploadInParts(
  { client, partBytes }: Uploading,
  file: string,
  place: Place,
  size: number,
): Promise<void> {
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(place));
  const handle = await open(file);
  try {
    const Parts = [];
    for (let start = 0, PartNumber = 1; start < size; start += partBytes, PartNumber++) {
      const Body = Buffer.alloc(Math.min(partBytes, size - start));
      await handle.read(Body, 0, Body.length, start);
      const { ETag } = await client.send(
        new UploadPartCommand({ ...place, UploadId, PartNumber, Body }),
      );
      Parts.push({ ETag, PartNumber });
    }
    await client.send(
      new CompleteMultipartUploadCommand({ ...place, UploadId, MultipartUpload: { Parts } }),
    );
  } catch (error) {
    await client.send(new AbortMultipartUploadCommand({ ...place, UploadId })).catch(() => {});
    throw error;
  } finally {
    await handle.close();
  }
}

function cannotUse(name: string) {
  return (cause: unknown): never => {
    if (cause instanceof FlotillaError) throw cause;
    const { kind, code, message } = classify(cause);
    const advice =
      kind === 'not-found'
        ? 'the bucket does not exist; create it or check its name'
        : kind === 'denied' || code === 'Forbidden' || code === '403'
          ? 'it may not be used with these credentials; allow s3:ListBucket, s3:GetObject and s3:PutObject'
          : message;
    throw new FlotillaError('File', `cannot use ${name}: ${advice} (${code})`, { cause });
  };
}
