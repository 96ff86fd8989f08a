/** Stacks of an account and region, with their resources, events and change sets. */

import { perRegion } from '../../../world/service-state.ts';
import type { World } from '../../../world/world.ts';
import { uuid } from '../../events/event.ts';
import type { ExistingResource, ResourceTag } from '../providers/provider.ts';
import type { ParameterValue } from '../template/parameters.ts';
import type { Template } from '../template/shape.ts';
import type { TemplateMembers } from '../template/value.ts';

/** What a stack is made from. */
export interface StackDefinition {
  readonly text: string;
  readonly template: Template;
  readonly parameters: ReadonlyMap<string, ParameterValue>;
  readonly tags: readonly ResourceTag[];
}

export interface Stack {
  readonly name: string;
  readonly id: string;
  readonly accountId: string;
  readonly region: string;
  readonly createdAt: number;
  /** Ids of the stack that has a nested one, and of the outermost. */
  readonly parentId?: string;
  readonly rootId?: string;
  status: string;
  reason?: string;
  updatedAt?: number;
  deletedAt?: number;
  /** Undefined while a new stack is under review. */
  definition: StackDefinition | undefined;
  capabilities: readonly string[];
  roleArn: string | undefined;
  disableRollback: boolean;
  isProtected: boolean;
  outputs: readonly StackOutput[];
  /** Names of exports of other stacks. */
  imports: ReadonlySet<string>;
  resources: ReadonlyMap<string, StackResource>;
  /** Oldest first. */
  readonly events: StackEvent[];
  readonly changeSets: Map<string, ChangeSet>;
}

export interface StackOutput {
  readonly key: string;
  readonly value: string;
  readonly description?: string;
  readonly exportName?: string;
}

export interface StackResource extends ExistingResource {
  readonly id: string;
  readonly type: string;
  readonly attributes: TemplateMembers;
  readonly status: string;
  readonly reason?: string;
  readonly changedAt: number;
  readonly deletionPolicy: string;
}

export interface StackEvent {
  readonly id: string;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly properties?: TemplateMembers;
  readonly at: number;
}

export interface ChangeSet {
  readonly name: string;
  readonly id: string;
  readonly type: 'CREATE' | 'UPDATE';
  readonly createdAt: number;
  readonly description: string | undefined;
  readonly definition: StackDefinition;
  readonly capabilities: readonly string[];
  readonly roleArn: string | undefined;
  readonly disableRollback: boolean;
  readonly importsExisting: boolean;
  readonly changes: readonly PlannedChange[];
  status: string;
  reason?: string;
  execution: string;
}

export interface PlannedChange {
  readonly action: 'Add' | 'Import' | 'Modify' | 'Remove';
  readonly id: string;
  readonly type: string;
  readonly physicalId?: string;
  readonly replaces: boolean;
  /** Names of the properties that differ. */
  readonly changed: readonly string[];
}

export function emptyStack(
  identity: Pick<Stack, 'name' | 'id' | 'accountId' | 'region' | 'createdAt'>,
): Stack {
  return {
    ...identity,
    status: 'REVIEW_IN_PROGRESS',
    definition: undefined,
    capabilities: [],
    roleArn: undefined,
    disableRollback: false,
    isProtected: false,
    outputs: [],
    imports: new Set(),
    resources: new Map(),
    events: [],
    changeSets: new Map(),
  };
}

/** By id: a deleted stack leaves its name to the next one. */
export const stacksOf = perRegion(() => new Map<string, Stack>());

export const isDeleted = ({ status }: Stack) => status === 'DELETE_COMPLETE';

export function addEvent(world: World, stack: Stack, event: Omit<StackEvent, 'id'>): void {
  stack.events.push({ ...event, id: uuid(world.random) });
}

/** The status of the stack itself, with its event. */
export function setStatus(
  world: World,
  stack: Stack,
  {
    status,
    reason,
    now,
  }: { readonly status: string; readonly reason?: string; readonly now: number },
): void {
  stack.status = status;
  if (reason === undefined) delete stack.reason;
  else stack.reason = reason;
  addEvent(world, stack, {
    logicalId: stack.name,
    physicalId: stack.id,
    type: 'AWS::CloudFormation::Stack',
    status,
    ...(reason !== undefined && { reason }),
    at: now,
  });
}
