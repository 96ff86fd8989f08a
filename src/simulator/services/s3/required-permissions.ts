/** The permissions that an S3 call requires: from the caller, and from the bucket policy. */

import { serviceModel } from '../../../aws/models/service-model.ts';
import type { CallContext, FindPermissions, RequiredPermission } from '../../service.ts';
import type { World } from '../../world/world.ts';
import type { Bucket } from './bucket.ts';
import { isPublic } from './buckets.ts';
import { copySourceOf } from './copy-source.ts';
import { findBucket } from './state.ts';

export const s3Permissions: FindPermissions = (operation, input, context) => {
  const name = input.Bucket;
  // Checked key by key, because the result may differ for each key.
  if (operation === 'DeleteObjects') return [];
  if (typeof name !== 'string' || operation === 'CreateBucket') return undefined;
  const { world } = context;
  const action = actionOf(operation, input);
  const key = typeof input.Key === 'string' ? input.Key : undefined;
  const need = { ...objectNeed(world, action, name, key), conditions: conditions(input) };
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html
  const isConditional =
    operation === 'DeleteObject' && typeof input.IfMatch === 'string' && input.IfMatch !== '*';
  const reading =
    isConditional || operation === 'GetObjectAttributes'
      ? [objectNeed(world, 's3:GetObject', name, key)]
      : [];
  return [need, ...reading, ...sourceNeeds(context, input.CopySource)];
};

/** Without a key it concerns the bucket. */
export function objectNeed(
  world: World,
  action: string,
  bucketName: string,
  key?: string,
): RequiredPermission {
  const bucket = findBucket(world, bucketName);
  const base = `arn:${world.partition.name}:s3:::${bucketName}`;
  return {
    action,
    resource: key === undefined ? base : `${base}/${key}`,
    ...(bucket && { owner: bucket.ownerId }),
    ...policyOf(bucket),
  };
}

/** A public policy is ignored where the bucket restricts public access. */
function policyOf(bucket: Bucket | undefined): Pick<RequiredPermission, 'resourcePolicy'> {
  if (bucket?.policy === undefined) return {};
  const block = bucket.settings.get('publicAccessBlock') as
    | { readonly RestrictPublicBuckets?: boolean }
    | undefined;
  if (block?.RestrictPublicBuckets && isPublic(bucket.policy)) return {};
  return { resourcePolicy: { text: bucket.policy, kind: 'resource' } };
}

function actionOf(operation: string, input: Readonly<Record<string, unknown>>): string {
  const action = serviceModel('s3').operations.get(operation)?.action ?? `s3:${operation}`;
  const isVersion = typeof input.VersionId === 'string';
  return isVersion && /^s3:(Get|Delete)Object(Tagging)?$/.test(action)
    ? action.replace('Object', 'ObjectVersion')
    : action;
}

function sourceNeeds({ world }: CallContext, source: unknown): readonly RequiredPermission[] {
  if (typeof source !== 'string') return [];
  const { bucket, key } = copySourceOf(source);
  return [objectNeed(world, 's3:GetObject', bucket, key)];
}

const conditionMembers: readonly (readonly [member: string, key: string])[] = [
  ['Prefix', 's3:prefix'],
  ['Delimiter', 's3:delimiter'],
  ['MaxKeys', 's3:max-keys'],
  ['ACL', 's3:x-amz-acl'],
  ['ServerSideEncryption', 's3:x-amz-server-side-encryption'],
  ['SSEKMSKeyId', 's3:x-amz-server-side-encryption-aws-kms-key-id'],
  ['StorageClass', 's3:x-amz-storage-class'],
  ['VersionId', 's3:VersionId'],
];

function conditions(input: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    conditionMembers.flatMap(([member, key]) =>
      input[member] === undefined ? [] : [[key, String(input[member])]],
    ),
  );
}
