/** A store below a prefix of an S3 bucket. Files are written locally and uploaded when they are complete. */

import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  GetObjectCommand,
  HeadBucketCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import { classify } from '../../aws/failures.ts';
import { FlotillaError } from '../../model/flotilla-error.ts';
import { openFile } from './local-draft.ts';
import type { InventoryStore } from './store.ts';
import { type ObjectLocation, uploadFile } from './upload-file.ts';

export interface S3StoreOptions {
  readonly client: S3Client;
  readonly bucket: string;
  /** Without slashes at its ends; may be empty. */
  readonly prefix: string;
  /** The account that the bucket must belong to. Default: any. */
  readonly owner?: string | undefined;
  /** Bytes of a part. */
  readonly partBytes?: number;
}

export function s3Store({
  client,
  bucket,
  prefix,
  owner,
  partBytes,
}: S3StoreOptions): InventoryStore {
  const name = `s3://${[bucket, prefix].filter(Boolean).join('/')}`;
  const own = { Bucket: bucket, ...(owner !== undefined && { ExpectedBucketOwner: owner }) };
  const placeOf = (path: string): ObjectLocation => ({
    ...own,
    Key: [prefix, path].filter(Boolean).join('/'),
  });
  return {
    name,
    check: async () => {
      await client.send(new HeadBucketCommand(own)).catch(cannotUse(name));
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
            await uploadFile({ client, partBytes }, file, placeOf(path)).catch(cannotUse(name));
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
      const { Key } = placeOf(path);
      const names: string[] = [];
      const below = { ...own, Prefix: `${Key}/`, Delimiter: '/' };
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

const everything = 's3:ListBucket, s3:GetObject and s3:PutObject';

/** `needs`: the actions that the caller needs. */
export function cannotUse(name: string, needs = everything) {
  return (cause: unknown): never => {
    if (cause instanceof FlotillaError) throw cause;
    const { kind, code, message } = classify(cause);
    const advice =
      kind === 'not-found'
        ? 'the bucket does not exist; create it or check its name'
        : kind === 'denied' || code === 'Forbidden' || code === '403'
          ? `access denied, or the bucket belongs to another account; check its name, owner and policy, and allow ${needs}`
          : message;
    throw new FlotillaError('File', `cannot use ${name}: ${advice} (${code})`, { cause });
  };
}
