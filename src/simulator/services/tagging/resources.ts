/** All resources that the tagging API returns for an account and region: those that have or had tags. */

import { callerAccount } from '../../caller-account.ts';
import type { CallContext } from '../../service.ts';
import { ec2Tags } from '../ec2/tagged.ts';
import { s3Tags } from '../s3/tagged.ts';
import { organizationTags } from './organization-tags.ts';
import type { TaggedResource, TagSource } from './tagged-resource.ts';

const sources: readonly TagSource[] = [organizationTags, ec2Tags, s3Tags];

export function taggedResources(context: CallContext): readonly TaggedResource[] {
  const { world, region } = context;
  const account = callerAccount(context);
  return sources.flatMap((source) => source.list(world, account, region));
}

export function tagsBehind(context: CallContext, arn: string): Map<string, string> | undefined {
  const account = callerAccount(context);
  for (const source of sources) {
    const tags = source.find(context.world, account, context.region, arn);
    if (tags) return tags;
  }
  return undefined;
}
