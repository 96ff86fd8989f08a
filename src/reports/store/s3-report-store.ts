/** The reports bucket. S3 compares the content with its digest, and refuses a bucket of another account. */

import { createHash } from 'node:crypto';
import { classify } from '../../aws/failures.ts';
import { reportsBucket } from '../../lifecycle/hub/reports-bucket.ts';
import type { Lifecycle } from '../../lifecycle/lifecycle.ts';
import { FlotillaError } from '../../model/flotilla-error.ts';
import type { ReportStore } from './report-store.ts';

export function s3ReportStore(
  lifecycle: Pick<Lifecycle, 'settings' | 'hub' | 'inHub'>,
): ReportStore {
  const bucket = reportsBucket(lifecycle);
  const s3 = lifecycle.inHub('s3');
  const own = { Bucket: bucket, ExpectedBucketOwner: lifecycle.hub.accountId };
  const name = `s3://${bucket}`;
  return {
    name,
    async put({ key, contentType, body }) {
      const Body = Buffer.from(body);
      const ChecksumSHA256 = createHash('sha256').update(Body).digest('base64');
      const object = { ...own, Key: key, Body, ChecksumSHA256, ContentType: contentType };
      await s3.call('PutObject', object).catch(explain(name));
    },
    async read(key) {
      try {
        const { Body } = await s3.call('GetObject', { ...own, Key: key });
        return await textOf(Body);
      } catch (error) {
        if (classify(error).code === 'NoSuchKey') return undefined;
        return explain(name)(error);
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
