/** Schedules and their groups, of one account and region. */

import { perRegion } from '../../world/service-state.ts';

export interface TargetSchedule {
  readonly name: string;
  readonly groupName: string;
  readonly arn: string;
  readonly createdAt: number;
  changedAt: number;
  settings: ScheduleSettings;
}

export interface ScheduleSettings {
  readonly expression: string;
  /** `Europe/Berlin`. */
  readonly timeZone: string;
  /** Milliseconds; undefined: from its creation on. */
  readonly startsAt: number | undefined;
  readonly endsAt: number | undefined;
  readonly description: string | undefined;
  readonly isEnabled: boolean;
  /** The target is invoked within this time after the scheduled one. */
  readonly windowMs: number;
  /** Whether it deletes itself when no more invocations are due. */
  readonly deletesItself: boolean;
  readonly target: ScheduleTarget;
}

export interface ScheduleTarget {
  readonly Arn: string;
  readonly RoleArn: string;
  readonly Input?: string;
  readonly DeadLetterConfig?: { readonly Arn?: string };
  readonly RetryPolicy?: {
    readonly MaximumEventAgeInSeconds?: number;
    readonly MaximumRetryAttempts?: number;
  };
  readonly EventBridgeParameters?: { readonly DetailType: string; readonly Source: string };
  readonly SqsParameters?: { readonly MessageGroupId?: string };
}

export interface ScheduleGroup {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly tags: Map<string, string>;
}

interface Schedules {
  readonly groups: Map<string, ScheduleGroup>;
  /** By `group/name`. */
  readonly schedules: Map<string, TargetSchedule>;
}

export const defaultGroup = 'default';

export const schedulesOf = perRegion((world, account, region): Schedules => {
  const arn = `arn:${world.partition.name}:scheduler:${region}:${account.id}:schedule-group/${defaultGroup}`;
  const group = { name: defaultGroup, arn, createdAt: account.joinedAt, tags: new Map() };
  return { groups: new Map([[defaultGroup, group]]), schedules: new Map() };
});
