/**
 * The files of inventory runs in the reports bucket, with the permissions of the function. They are kept in memory until they
 * are complete: a function has more of it than of disk.
 */

import { createHash } from 'node:crypto';
import { classify } from '../../aws/failures.ts';
import type { InventoryStore } from '../../inventory/store/store.ts';
import { reportsBucket } from '../../lifecycle/hub/names.ts';
import type { Lifecycle } from '../../lifecycle/lifecycle.ts';

export function bucketStore(
  lifecycle: Pick<Lifecycle, 'settings' | 'hub' | 'inHub'>,
): InventoryStore {
  const Bucket = reportsBucket(lifecycle);
  const prefix = lifecycle.settings.reporting.resourcesPrefix;
  const s3 = lifecycle.inHub('s3');
  const own = { Bucket, ExpectedBucketOwner: lifecycle.hub.accountId };
  const keyOf = (path: string) => `${prefix}/${path}`;
  return {
    name: `s3://${Bucket}/${prefix}`,
    // The installation made the bucket.
    check: async () => {},
    async create(path) {
      const parts: Buffer[] = [];
      return {
        // Only Parquet is made from a file.
        file: '',
        write: async (text) => void parts.push(Buffer.from(text)),
        flush: async () => {},
        discard: async () => {},
        async finish() {
          const Body = Buffer.concat(parts);
          const ChecksumSHA256 = createHash('sha256').update(Body).digest('base64');
          await s3.call('PutObject', { ...own, Key: keyOf(path), Body, ChecksumSHA256 });
        },
      };
    },
    async read(path) {
      try {
        const { Body } = await s3.call('GetObject', { ...own, Key: keyOf(path) });
        return await (Body as { transformToString(): Promise<string> }).transformToString();
      } catch (error) {
        if (classify(error).kind === 'not-found') return undefined;
        throw error;
      }
    },
    async list(path) {
      const Prefix = `${keyOf(path)}/`;
      const names: string[] = [];
      for await (const page of s3.pages('ListObjectsV2', { ...own, Prefix, Delimiter: '/' })) {
        const { Contents = [] } = page as {
          readonly Contents?: readonly { readonly Key: string }[];
        };
        names.push(...Contents.map(({ Key }) => Key.slice(Prefix.length)));
      }
      return names;
    },
  };
}
