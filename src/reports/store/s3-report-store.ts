/** The reports bucket. S3 compares the content with its digest, and refuses a bucket of another account. */

import { createHash } from 'node:crypto';
import { classify } from '../../aws/failures.ts';
import { reportsBucket } from '../../lifecycle/hub/names.ts';
import type { Lifecycle } from '../../lifecycle/lifecycle.ts';
import { FlotillaError } from '../../model/flotilla-error.ts';
import type { ReportObject, ReportStore } from './report-store.ts';

/** A text as it was read, to recognize a change. */
interface VersionedText {
  readonly text: string;
  readonly etag: string;
}

export interface S3ReportStore extends ReportStore {
  readVersion(key: string): Promise<VersionedText | undefined>;
  /**
   * Replaces an object that was read; without one, adds the first. False: another worker has written since.
   * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
   */
  replace(object: ReportObject, before: VersionedText | undefined): Promise<boolean>;
}

const lostRaces = ['PreconditionFailed', 'ConditionalRequestConflict', 'NoSuchKey'];

export function s3ReportStore(
  lifecycle: Pick<Lifecycle, 'settings' | 'hub' | 'inHub'>,
): S3ReportStore {
  const bucket = reportsBucket(lifecycle);
  const s3 = lifecycle.inHub('s3');
  const own = { Bucket: bucket, ExpectedBucketOwner: lifecycle.hub.accountId };
  const name = `s3://${bucket}`;
  const put = async ({ key, contentType, body }: ReportObject, conditions: object) => {
    const Body = Buffer.from(body);
    const ChecksumSHA256 = createHash('sha256').update(Body).digest('base64');
    const object = { ...own, Key: key, Body, ChecksumSHA256, ContentType: contentType };
    await s3.call('PutObject', { ...object, ...conditions });
  };
  const readVersion = async (key: string): Promise<VersionedText | undefined> => {
    try {
      const { Body, ETag } = await s3.call('GetObject', { ...own, Key: key });
      return { text: await textOf(Body), etag: String(ETag) };
    } catch (error) {
      if (classify(error).code === 'NoSuchKey') return undefined;
      return explain(name)(error);
    }
  };
  return {
    name,
    put: (object) => put(object, {}).catch(explain(name)),
    readVersion,
    read: async (key) => (await readVersion(key))?.text,
    async replace(object, before) {
      try {
        await put(object, before ? { IfMatch: before.etag } : { IfNoneMatch: '*' });
        return true;
      } catch (error) {
        return lostRaces.includes(classify(error).code) ? false : explain(name)(error);
      }
    },
  };
}

/** The content as the SDK's codecs return it. */
async function textOf(body: unknown): Promise<string> {
  const { transformToString } = body as { transformToString(): Promise<string> };
  return await transformToString.call(body);
}

function explain(name: string) {
  return (cause: unknown): never => {
    const { kind, code, message } = classify(cause);
    if (kind !== 'not-found' && kind !== 'denied') throw cause;
    const advice =
      code === 'NoSuchBucket'
        ? 'the bucket does not exist; create it, or give reporting.bucket_name in the settings'
        : message;
    throw new FlotillaError('File', `cannot use ${name}: ${advice} (${code})`, { cause });
  };
}
