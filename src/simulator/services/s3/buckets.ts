/** Creates, lists and deletes buckets. */

import type { S3 } from '@aws-sdk/client-s3';
import { compiledPolicy } from '../../../policy/compiled.ts';
import { callPage } from '../../call-page.ts';
import { callerAccount } from '../../caller-account.ts';
import type { CallContext, Handlers } from '../../service.ts';
import { isRegionUsable } from '../../world/regions.ts';
import type { Bucket } from './bucket.ts';
import { invalidArgument, s3Error } from './errors.ts';
import { bucketAnywhere, bucketOf } from './find.ts';
import { makeBucket } from './make.ts';
import { addBucket, bucketsOf, findBucket, removeBucket } from './state.ts';

const maxBuckets = 10_000;

export const bucketHandlers: Handlers<S3> = {
  ListBuckets: (input, context) => {
    const { MaxBuckets = maxBuckets, Prefix = '', BucketRegion, ContinuationToken } = input;
    if (MaxBuckets < 1 || MaxBuckets > maxBuckets) {
      throw invalidArgument('Argument max-buckets must be an integer between 1 and 10000');
    }
    const { caller } = context;
    const own = [...bucketsOf.ofCall(context).values()].filter(
      ({ name, region }) =>
        name.startsWith(Prefix) && (BucketRegion === undefined || region === BucketRegion),
    );
    const isPaged = input.MaxBuckets !== undefined || ContinuationToken !== undefined;
    const page = callPage(context, {
      items: own.sort((a, b) => (a.name < b.name ? -1 : 1)),
      key: ({ name }: Bucket) => name,
      token: ContinuationToken,
      // Only a client that sends page parameters gets pages: the old form of the call is never paged.
      size: isPaged ? MaxBuckets : maxBuckets,
      isUnlimited: !isPaged,
      scope: `buckets ${Prefix} ${BucketRegion}`,
      invalidToken: () => invalidArgument('The continuation token provided is incorrect'),
    });
    return {
      Buckets: page.items.map((bucket) => ({
        Name: bucket.name,
        CreationDate: new Date(bucket.createdAt),
        ...(isPaged && { BucketRegion: bucket.region }),
      })),
      Owner: { ID: ownerId(caller.accountId) },
      ContinuationToken: page.next,
      ...(input.Prefix !== undefined && { Prefix: input.Prefix }),
    };
  },

  CreateBucket: (input, context) => {
    const { world, now } = context;
    checkName(input.Bucket);
    const account = callerAccount(context);
    const known = findBucket(world, input.Bucket);
    if (known) return alreadyThere(context, known);
    const { CreateBucketConfiguration: configuration } = input;
    const region = locationOf(context, configuration?.LocationConstraint);
    const bucket = makeBucket({ name: input.Bucket, ownerId: account.id, region, createdAt: now });
    if (input.ObjectOwnership) {
      bucket.settings.set('ownership', { Rules: [{ ObjectOwnership: input.ObjectOwnership }] });
    }
    if (input.ObjectLockEnabledForBucket) {
      bucket.settings.set('objectLock', { ObjectLockEnabled: 'Enabled' });
      bucket.versioning = 'Enabled';
    }
    addBucket(world, account, bucket);
    return { Location: `/${bucket.name}` };
  },

  HeadBucket: (input, context) => {
    const bucket = bucketOf(context, input);
    return { BucketRegion: bucket.region, AccessPointAlias: false };
  },

  GetBucketLocation: (input, context) => {
    const { region } = bucketAnywhere(context, input);
    // The oldest region returns an empty element.
    return region === 'us-east-1' ? {} : { LocationConstraint: region as never };
  },

  DeleteBucket: (input, context) => {
    const bucket = bucketOf(context, input);
    if (bucket.objects.size > 0) {
      const versions = bucket.versioning ? ' You must delete all versions in the bucket.' : '';
      const message = `The bucket you tried to delete is not empty.${versions}`;
      throw s3Error('BucketNotEmpty', message, 409, { BucketName: bucket.name });
    }
    const owner = context.world.accounts.get(bucket.ownerId);
    if (owner) removeBucket(context.world, owner, bucket.name);
    return {};
  },

  GetBucketAcl: (input, context) => {
    const bucket = bucketOf(context, input);
    const acl = bucket.settings.get('acl');
    return acl ?? privateAcl(bucket.ownerId);
  },

  PutBucketAcl: (input, context) => {
    const bucket = bucketOf(context, input);
    const ownership = JSON.stringify(bucket.settings.get('ownership') ?? '');
    if (ownership.includes('BucketOwnerEnforced')) {
      throw s3Error('AccessControlListNotSupported', 'The bucket does not allow ACLs', 400);
    }
    const { AccessControlPolicy: policy, ACL = 'private' } = input;
    bucket.settings.set('acl', policy ?? cannedAcl(bucket.ownerId, ACL));
    return {};
  },

  GetBucketPolicyStatus: (input, context) => {
    const { policy } = bucketOf(context, input);
    if (policy === undefined) throw noSuchPolicy(input.Bucket);
    return { PolicyStatus: { IsPublic: isPublic(policy) } };
  },
};

export function noSuchPolicy(name: string) {
  const message = 'The bucket policy does not exist';
  return s3Error('NoSuchBucketPolicy', message, 404, { BucketName: name });
}

/** Canonical ids of owners are 64 hexadecimal digits. */
export function ownerId(accountId: string): string {
  return accountId.padStart(64, '0');
}

/** Public means that a policy allows all principals without a condition. */
export function isPublic(policy: string): boolean {
  return compiledPolicy(policy, 'resource').some(
    ({ effect, principals, conditions }) =>
      effect === 'Allow' && conditions.length === 0 && principals?.aws.includes('*') === true,
  );
}

function privateAcl(account: string) {
  const ID = ownerId(account);
  return {
    Owner: { ID },
    Grants: [
      { Grantee: { ID, Type: 'CanonicalUser' as const }, Permission: 'FULL_CONTROL' as const },
    ],
  };
}

function cannedAcl(account: string, canned: string) {
  const own = privateAcl(account);
  const everybody = {
    Type: 'Group' as const,
    URI: 'http://acs.amazonaws.com/groups/global/AllUsers',
  };
  const permissions =
    canned === 'public-read' ? ['READ'] : canned === 'public-read-write' ? ['READ', 'WRITE'] : [];
  const grants = permissions.map((Permission) => ({ Grantee: everybody, Permission }));
  return { ...own, Grants: [...own.Grants, ...grants] };
}

function alreadyThere({ world, region, caller }: CallContext, bucket: Bucket) {
  if (bucket.ownerId !== caller.accountId) {
    const message =
      'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.';
    throw s3Error('BucketAlreadyExists', message, 409, { BucketName: bucket.name });
  }
  // Only North Virginia succeeds when the bucket already belongs to the caller.
  if (bucket.region === region && region === world.partition.globalRegion) {
    return { Location: `/${bucket.name}` };
  }
  const message =
    'Your previous request to create the named bucket succeeded and you already own it.';
  throw s3Error('BucketAlreadyOwnedByYou', message, 409, { BucketName: bucket.name });
}

function checkName(name: string): void {
  const isValid =
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !name.includes('..') &&
    !/^\d+\.\d+\.\d+\.\d+$/.test(name);
  if (!isValid) {
    throw s3Error('InvalidBucketName', 'The specified bucket is not valid.', 400, {
      BucketName: name,
    });
  }
}

/**
 * The oldest region's endpoint is the global one: it creates buckets in every region. The other endpoints create them
 * in their own. https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
 */
function locationOf(context: CallContext, constraint: string | undefined): string {
  const { world, region } = context;
  const isGlobal = region === world.partition.globalRegion;
  const requested = constraint === 'EU' ? 'eu-west-1' : constraint;
  if (!isGlobal) {
    if (requested === region) return region;
    throw incompatibleLocation('IllegalLocationConstraintException', constraint);
  }
  if (requested === undefined) return region;
  if (requested === region || !world.partition.regions.includes(requested)) {
    const message = 'The specified location-constraint is not valid';
    throw s3Error('InvalidLocationConstraint', message, 400, { LocationConstraint: constraint });
  }
  if (isRegionUsable(world, callerAccount(context), requested)) return requested;
  throw incompatibleLocation('IllegalLocationConstraintException', constraint);
}

function incompatibleLocation(code: string, constraint = 'unspecified') {
  const message = `The ${constraint} location constraint is incompatible for the region specific endpoint this request was sent to.`;
  return s3Error(code, message, 400);
}
