/** Stack sets of the organization: templates, targets, stacks and operations. */

import { perWorld } from '../../world/service-state.ts';

export interface StackSet {
  readonly name: string;
  /** `name:uuid`. */
  readonly id: string;
  readonly arn: string;
  readonly region: string;
  text: string;
  description: string | undefined;
  capabilities: readonly string[];
  tags: ReadonlyMap<string, string>;
  /** Accounts that join a target get the stack, and those that leave lose it. */
  autoDeployment: boolean;
  retainStacks: boolean;
  /** Ids of OUs or the root. */
  readonly targets: Set<string>;
  readonly regions: Set<string>;
  /** By account and region. */
  readonly instances: Map<string, StackInstance>;
  readonly operations: Operation[];
}

export interface StackInstance {
  readonly accountId: string;
  readonly region: string;
  /** The target that it belongs to. */
  readonly unitId: string;
  readonly stackId: string;
  status: 'CURRENT' | 'OUTDATED';
  detailed: 'PENDING' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
  reason?: string;
  lastOperationId?: string;
}

export interface Operation {
  readonly id: string;
  readonly action: 'CREATE' | 'UPDATE' | 'DELETE';
  readonly createdAt: number;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED';
  endedAt?: number;
  failedCount: number;
  readonly results: StackOperationResult[];
}

export interface StackOperationResult {
  readonly accountId: string;
  readonly region: string;
  readonly unitId: string;
  readonly status: 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
  readonly reason?: string;
}

/** By region and name. */
export const stackSetsOf = perWorld(() => new Map<string, StackSet>());

export const instanceKey = (accountId: string, region: string) => `${accountId}/${region}`;
