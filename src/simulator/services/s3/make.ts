import type { Bucket } from './bucket.ts';

export interface NewBucket {
  readonly name: string;
  readonly ownerId: string;
  readonly region: string;
  readonly createdAt: number;
}

export function makeBucket(options: NewBucket): Bucket {
  return {
    ...options,
    settings: new Map<string, object>([
      ['encryption', defaultEncryption],
      ['publicAccessBlock', blockAll],
      ['ownership', { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] }],
    ]),
    objects: new Map(),
    uploads: new Map(),
  };
}

export const defaultEncryption = {
  Rules: [
    {
      ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' },
      BucketKeyEnabled: false,
    },
  ],
};

const blockAll = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};
