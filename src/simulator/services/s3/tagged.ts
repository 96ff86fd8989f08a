import type { TagSource } from '../tagging/tagged-resource.ts';
import { bucketsOf } from './state.ts';

export const s3Tags: TagSource = {
  list: (world, account, region) =>
    [...bucketsOf(world, account).values()].flatMap((bucket) =>
      bucket.tags && bucket.region === region
        ? [
            {
              arn: `arn:${world.partition.name}:s3:::${bucket.name}`,
              type: 's3:bucket',
              tags: bucket.tags,
            },
          ]
        : [],
    ),

  find: (world, account, region, arn) => {
    const name = /^arn:[\w-]+:s3:::([^/]+)$/.exec(arn)?.[1] ?? '';
    const bucket = bucketsOf(world, account).get(name);
    if (bucket?.region !== region) return undefined;
    bucket.tags ??= new Map();
    return bucket.tags;
  },
};
