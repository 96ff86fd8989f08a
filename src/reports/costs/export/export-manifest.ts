/**
 * The manifest of an export's month, which names the files of its newest delivery.
 * https://docs.aws.amazon.com/cur/latest/userguide/dataexports-export-delivery.html
 */

import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { below, lastOf } from '../../../inventory/read/s3-objects.ts';
import type { BucketPrefix } from '../../../inventory/store/open-store.ts';
import { FlotillaError } from '../../../model/flotilla-error.ts';

const manifestSchema = z.looseObject({
  dataFiles: z.array(z.string()).min(1),
  executionId: z.string().optional(),
});

export interface ExportManifest {
  /** Keys of Parquet files in the bucket of the manifest. */
  readonly keys: readonly string[];
  /** Another one: the month was delivered again. */
  readonly executionId?: string | undefined;
}

/** `partition`: `BILLING_PERIOD=2026-03`. The last part of the prefix is the name of the export. */
export function manifestKey({ prefix }: BucketPrefix, partition: string): string {
  return `${below(prefix)}metadata/${partition}/${lastOf(prefix)}-Manifest.json`;
}

/** Throws a `FlotillaError` for a file that is not a manifest, and for data that are not of this export. */
export async function readManifest(
  file: string,
  { bucket, prefix }: BucketPrefix,
  key: string,
): Promise<ExportManifest> {
  const place = `s3://${bucket}/${key}`;
  const manifest = manifestSchema.safeParse(jsonOf(await readFile(file, 'utf8'))).data;
  if (!manifest) throw new FlotillaError('File', `${place} is not the manifest of an export`);
  const folder = `s3://${bucket}/${below(prefix)}data/`;
  const foreign = manifest.dataFiles.find((url) => !url.startsWith(folder) || !isParquet(url));
  if (foreign !== undefined) {
    const message = `${place} names "${foreign}", which is not a Parquet file below ${folder}`;
    throw new FlotillaError('File', message);
  }
  const keys = manifest.dataFiles.map((url) => url.slice(`s3://${bucket}/`.length));
  return { keys, executionId: manifest.executionId };
}

function isParquet(url: string): boolean {
  return url.endsWith('.parquet');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
