/** New customer managed policies, and the documents behind any policy's ARN. */

import { awsManagedPolicy } from '../../../policy/managed-policies.ts';
import { uniqueId } from '../../world/ids.ts';
import type { IamCreationContext, IamState, ManagedPolicy } from './resources.ts';

export interface NewPolicy {
  readonly name: string;
  readonly path?: string | undefined;
  readonly document: string;
  readonly description?: string | undefined;
  readonly tags?: ReadonlyMap<string, string>;
}

export function makePolicy(creation: IamCreationContext, options: NewPolicy): ManagedPolicy {
  const { world, account, random, now, state } = creation;
  const path = options.path ?? '/';
  const arn = `arn:${world.partition.name}:iam::${account.id}:policy${path}${options.name}`;
  const policy: ManagedPolicy = {
    id: uniqueId('ANPA', random),
    name: options.name,
    path,
    arn,
    description: options.description ?? '',
    createdAt: now,
    updatedAt: now,
    versions: [{ id: 'v1', document: options.document, createdAt: now }],
    defaultVersionId: 'v1',
    nextVersion: 2,
    tags: new Map(options.tags),
  };
  state.policies.set(arn, policy);
  return policy;
}

/** The default version's document, for AWS managed and customer managed policies. */
export function policyText(state: IamState, arn: string): string | undefined {
  const own = state.policies.get(arn);
  if (!own) return awsManagedPolicy(arn)?.document;
  return own.versions.find(({ id }) => id === own.defaultVersionId)?.document;
}
