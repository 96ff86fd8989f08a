/**
 * Sets of tags that a request puts.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/CostAllocTagging.html
 */

import type { Tag } from '@aws-sdk/client-s3';
import { s3Error } from './errors.ts';

const maxObjectTags = 10;
const maxBucketTags = 50;

export function readObjectTags(tags: readonly Tag[] | undefined): Map<string, string> {
  const read = readTags(tags);
  if ([...read.keys()].some(isSystemTag)) {
    throw invalidTag('Your TagKey cannot be prefixed with aws:');
  }
  if (read.size > maxObjectTags) {
    const message = `Object tags cannot be greater than ${maxObjectTags}`;
    throw s3Error('BadRequest', message, 400);
  }
  return read;
}

/** Tags of AWS itself, those of a stack for example, must stay as they are. */
export function readBucketTags(
  tags: readonly Tag[] | undefined,
  before: ReadonlyMap<string, string> = new Map(),
): Map<string, string> {
  const read = readTags(tags);
  if (read.size > maxBucketTags) {
    throw s3Error('BadRequest', `Bucket tag count cannot be greater than ${maxBucketTags}`, 400);
  }
  for (const [key, value] of read) {
    if (!isSystemTag(key) || before.get(key) === value) continue;
    throw invalidTag('System tags cannot be added/updated by requester');
  }
  if ([...before.keys()].some((key) => isSystemTag(key) && !read.has(key))) {
    throw invalidTag('System tags cannot be removed by requester');
  }
  return read;
}

function readTags(tags: readonly Tag[] | undefined): Map<string, string> {
  const read = new Map<string, string>();
  for (const { Key = '', Value = '' } of tags ?? []) {
    if (Key.length < 1 || Key.length > 128)
      throw invalidTag('The TagKey you have provided is invalid');
    if (Value.length > 256) throw invalidTag('The TagValue you have provided is invalid');
    if (read.has(Key)) throw invalidTag('Cannot provide multiple Tags with the same key');
    read.set(Key, Value);
  }
  return read;
}

function isSystemTag(key: string): boolean {
  return /^aws:/i.test(key);
}

function invalidTag(message: string) {
  return s3Error('InvalidTag', message, 400);
}
