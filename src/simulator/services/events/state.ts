/** The EventBridge state of one account and region. */

import type { SimulatedAccount } from '../../world/account.ts';
import { perRegion } from '../../world/service-state.ts';
import type { World } from '../../world/world.ts';
import type { EventMatcher } from './pattern.ts';

export interface Bus {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  /** Statements by their Sid. */
  readonly policy: Map<string, object>;
  readonly rules: Map<string, EventRule>;
  readonly tags: Map<string, string>;
}

export interface EventRule {
  readonly name: string;
  readonly arn: string;
  description: string | undefined;
  pattern: string | undefined;
  matches: EventMatcher | undefined;
  schedule: string | undefined;
  roleArn: string | undefined;
  enabled: boolean;
  readonly targets: Map<string, RuleTarget>;
  readonly tags: Map<string, string>;
}

export interface RuleTarget {
  readonly Id: string;
  readonly Arn: string;
  readonly RoleArn?: string;
  readonly Input?: string;
  readonly InputPath?: string;
  readonly InputTransformer?: {
    readonly InputPathsMap?: Readonly<Record<string, string>>;
    readonly InputTemplate: string;
  };
  readonly SqsParameters?: { readonly MessageGroupId?: string };
  readonly DeadLetterConfig?: { readonly Arn?: string };
}

export const busesOf = perRegion(
  (world: World, account: SimulatedAccount, region): Map<string, Bus> => {
    const bus = makeBus(world, {
      accountId: account.id,
      region,
      name: 'default',
      now: account.joinedAt,
    });
    return new Map([[bus.name, bus]]);
  },
);

interface NewBus {
  readonly accountId: string;
  readonly region: string;
  readonly name: string;
  readonly now: number;
}

export function makeBus({ partition }: World, { accountId, region, name, now }: NewBus): Bus {
  return {
    name,
    arn: `arn:${partition.name}:events:${region}:${accountId}:event-bus/${name}`,
    createdAt: now,
    policy: new Map(),
    rules: new Map(),
    tags: new Map(),
  };
}
