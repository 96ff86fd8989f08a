/** Uploads the files of a runner to the bucket: each under its own path, the manifest last. */

import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { FlotillaError } from '../../model/flotilla-error.ts';
import type { BucketPrefix } from '../store/open-store.ts';
import { cannotUse } from '../store/s3-store.ts';
import { uploadFile } from '../store/upload-file.ts';

export interface UploadFolderOptions {
  /** The account whose inventory it must be. */
  readonly accountId: string;
  readonly folder: string;
  readonly bucket: BucketPrefix;
  /** The account that the bucket must belong to. Default: any. */
  readonly owner?: string | undefined;
  /** No further file is started once it is aborted. */
  readonly signal?: AbortSignal;
}

export interface UploadResult {
  readonly objects: number;
  readonly bytes: number;
}

/** When the manifest exists, so do all files that it refers to. Throws a `FlotillaError` where there is none. */
export async function uploadFolder({
  accountId,
  folder,
  bucket,
  owner,
  signal,
}: UploadFolderOptions): Promise<UploadResult> {
  const paths = (await filesIn(folder)).map((file) => relative(folder, file).split(sep).join('/'));
  const isManifest = (path: string) => path.endsWith(`/manifests/${accountId}.json`);
  if (!paths.some(isManifest)) {
    throw new FlotillaError(
      'File',
      `there is no manifest of account ${accountId} in "${folder}": nothing was collected into it`,
    );
  }
  const others = paths.filter((path) => !isManifest(path));
  let bytes = 0;
  for (const path of [...others, ...paths.filter(isManifest)]) {
    signal?.throwIfAborted();
    const place = {
      Bucket: bucket.bucket,
      Key: [bucket.prefix, path].filter(Boolean).join('/'),
      ...(owner !== undefined && { ExpectedBucketOwner: owner }),
    };
    bytes += await uploadFile(bucket, join(folder, path), place).catch(
      cannotUse(`s3://${place.Bucket}/${place.Key}`, 's3:PutObject'),
    );
  }
  return { objects: paths.length, bytes };
}

/** A temporary file of an unfinished download or record file is skipped. */
async function filesIn(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (cause: NodeJS.ErrnoException) => {
      throw new FlotillaError('File', `cannot read "${folder}" (${cause.code})`, { cause });
    },
  );
  return found
    .filter((one) => one.isFile() && !one.name.endsWith('.part'))
    .map((one) => join(one.parentPath, one.name))
    .sort();
}
