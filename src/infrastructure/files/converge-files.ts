/** Writes the files of the role-distribution tool where they differ from those in the bucket. */

import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { classify } from '../../aws/failures.ts';
import { type ConvergeContext, type ResourceChange, sameDocument } from '../../converge/change.ts';
import { type PolicyFiles, policyFolder } from './policy-files.ts';

export interface FilesBucket {
  readonly bucket: string;
  /** The account that the bucket must belong to. */
  readonly ownerId: string;
}

export async function convergeFiles(
  s3: S3Client,
  { bucket, ownerId, files }: FilesBucket & { readonly files: PolicyFiles },
  { dry }: Pick<ConvergeContext, 'dry'>,
): Promise<readonly ResourceChange[]> {
  const changes: ResourceChange[] = [];
  for (const [name, document] of Object.entries(files)) {
    const Key = `${policyFolder}${name}`;
    const place = { Bucket: bucket, Key, ExpectedBucketOwner: ownerId };
    const text = await readFile(s3, place);
    if (sameDocument(text, document)) continue;
    const Body = `${JSON.stringify(document, null, 2)}\n`;
    const put = { ...place, Body, ContentType: 'application/json' };
    if (!dry) await s3.send(new PutObjectCommand(put));
    const resource = `file s3://${bucket}/${Key}`;
    const there = text !== undefined;
    changes.push({
      resource,
      action: there ? 'update' : 'create',
      differences: there ? ['content'] : [],
    });
  }
  return changes;
}

interface ObjectPlace {
  readonly Bucket: string;
  readonly Key: string;
  readonly ExpectedBucketOwner: string;
}

export async function readFile(s3: S3Client, place: ObjectPlace): Promise<string | undefined> {
  try {
    const { Body } = await s3.send(new GetObjectCommand(place));
    return (await Body?.transformToString()) ?? '';
  } catch (error) {
    if (classify(error).code === 'NoSuchKey') return undefined;
    throw error;
  }
}
