/** A deployment of a stack, and what it needs to change resources whose changes take time. */

import type { World } from '../../../world/world.ts';
import type { ProvidedResource, ProviderAccess, ResourceTag } from '../providers/provider.ts';
import type { TemplateMembers } from '../template/value.ts';
import type { Stack, StackResource } from './state.ts';
import type { Steps } from './steps.ts';

export interface StackDeployment {
  readonly world: World;
  readonly stack: Stack;
  readonly accessAt: (now: number) => ProviderAccess;
  /** Returns undefined for a type whose changes happen at once. */
  readonly steppedProvider: (type: string) => SteppedProvider | undefined;
  /** Whether resources that exist are imported, if the template retains them. */
  readonly importsExisting?: boolean;
}

export interface SteppedRequest {
  readonly deployment: StackDeployment;
  /** Logical id. */
  readonly id: string;
  readonly type: string;
  /** Evaluated. */
  readonly properties: TemplateMembers;
  /** Those of the stack, overridden by the resource's own. */
  readonly tags: readonly ResourceTag[];
  /** A unique name made from the names of the stack and the resource. */
  readonly generateName: (maxLength: number) => string;
  /** Called by a creation that has not succeeded, or not yet: what exists is removed in a rollback. */
  readonly exists: (physicalId: string) => void;
}

/** Of a custom resource or a nested stack. Throws an `AwsError` or a `TemplateError` when the change failed. */
export interface SteppedProvider {
  readonly create: (request: SteppedRequest) => Steps<ProvidedResource>;
  /** A resource with another physical id has replaced the one before, which is removed later. */
  readonly update: (request: SteppedRequest, before: StackResource) => Steps<ProvidedResource>;
  readonly remove: (deployment: StackDeployment, existing: StackResource) => Steps;
}
