/** Which members refer to other resources of the account, by their names. */

import type { ReferenceKind } from './known-resources.ts';
import type { NamingContext } from './naming-context.ts';

interface Reference {
  readonly pattern: RegExp;
  readonly kind: ReferenceKind;
  /** The shape that contains the member, where the name alone is ambiguous. */
  readonly within?: string;
  /** Services whose own resources have this name. */
  readonly ownIn?: readonly string[];
}

const bucketServices = ['s3tables', 's3vectors', 's3-outposts', 'lightsail'];

const references: readonly Reference[] = [
  { pattern: /role_?arns?$|(^|service|execution|task|iam)role$/i, kind: 'roleArn' },
  { pattern: /role_?name$/i, kind: 'roleName' },
  { pattern: /vpc_?ids?$/i, kind: 'vpc' },
  { pattern: /subnets?(_?ids?|_?identifiers?)?$/i, kind: 'subnet' },
  { pattern: /security_?groups?(_?ids?|_?identifiers?)?$/i, kind: 'securityGroup' },
  { pattern: /^group_?id$/i, kind: 'securityGroup', within: 'GroupIdentifier' },
  { pattern: /bucket_?arn$/i, kind: 'bucketArn', ownIn: bucketServices },
  { pattern: /bucket(_?name)?$/i, kind: 'bucketName', ownIn: bucketServices },
  { pattern: /kms\w*(key|id|arn)$/i, kind: 'key', ownIn: ['kms'] },
  { pattern: /log_?group_?arn$/i, kind: 'logGroupArn', ownIn: ['logs'] },
  { pattern: /log_?group_?name$/i, kind: 'logGroupName', ownIn: ['logs'] },
  { pattern: /topic_?arn$/i, kind: 'topic', ownIn: ['sns', 'kafka'] },
];

/** Undefined for references of unknown kind, or to resources that the account does not have. */
export function referenceFor(member: string, named: NamingContext): string | undefined {
  const { origin, estate, random, noun } = named;
  const found = referencesBy(member).find(({ within = noun }) => within === noun);
  if (!found || found.ownIn?.includes(origin.service)) return undefined;
  const there = estate.find(found.kind);
  return there.length === 0 ? undefined : random.pick(there);
}

/** The models have some thousands of names, and a response uses hundreds. */
const byMember = new Map<string, readonly Reference[]>();

function referencesBy(member: string): readonly Reference[] {
  const known = byMember.get(member);
  if (known) return known;
  const found = references.filter(({ pattern }) => pattern.test(member));
  byMember.set(member, found);
  return found;
}
