/** Amazon EventBridge Scheduler: schedules with a time zone, a window, retries and dead letters. */

import { callPage } from '../../call-page.ts';
import { type CallContext, defineService, type FindPermissions } from '../../service.ts';
import type { World } from '../../world/world.ts';
import { conflict, invalid, notFound } from './errors.ts';
import { groupArn, groupAt, groupHandlers } from './groups.ts';
import { invokeTarget } from './invoke-target.ts';
import { type ScheduleInput, settingsOf } from './schedule-input.ts';
import { defaultGroup, schedulesOf, type TargetSchedule } from './state.ts';
import { timesOf } from './times.ts';

interface ScheduleName {
  readonly Name: string;
  readonly GroupName?: string;
}

interface ListInput {
  readonly GroupName?: string;
  readonly NamePrefix?: string;
  readonly State?: string;
  readonly NextToken?: string;
  readonly MaxResults?: number;
}

const operations = {
  ...groupHandlers,

  CreateSchedule: (input: ScheduleInput, context: CallContext) => {
    const { Name: name, GroupName: groupName = defaultGroup } = input;
    groupAt(context, groupName);
    const { schedules } = schedulesOf.ofCall(context);
    const key = `${groupName}/${name}`;
    if (schedules.has(key)) throw conflict(`Schedule ${name} already exists.`);
    const arn = scheduleArn(context, key);
    const settings = settingsOf(context, input, arn);
    const { now } = context;
    const schedule = { name, groupName, arn, createdAt: now, changedAt: now, settings };
    schedules.set(key, schedule);
    plan(context, schedule);
    return { ScheduleArn: arn };
  },

  UpdateSchedule: (input: ScheduleInput, context: CallContext) => {
    const schedule = scheduleAt(context, input);
    schedule.settings = settingsOf(context, input, schedule.arn);
    schedule.changedAt = context.now;
    plan(context, schedule);
    return { ScheduleArn: schedule.arn };
  },

  GetSchedule: (input: ScheduleName, context: CallContext) => described(scheduleAt(context, input)),

  DeleteSchedule: (input: ScheduleName, context: CallContext) => {
    const { groupName, name } = scheduleAt(context, input);
    schedulesOf.ofCall(context).schedules.delete(`${groupName}/${name}`);
    return {};
  },

  ListSchedules: (input: ListInput, context: CallContext) => {
    const { GroupName, NamePrefix = '', State, NextToken, MaxResults = 100 } = input;
    const all = [...schedulesOf.ofCall(context).schedules.values()];
    const { items, token } = callPage(context, {
      items: all.filter(
        ({ name, groupName, settings: { isEnabled } }) =>
          name.startsWith(NamePrefix) &&
          (GroupName === undefined || groupName === GroupName) &&
          (State === undefined || (State === 'ENABLED') === isEnabled),
      ),
      key: ({ arn }) => arn,
      token: NextToken,
      size: MaxResults,
      scope: `schedules ${GroupName} ${NamePrefix} ${State}`,
      invalidToken: () => invalid('Invalid NextToken.'),
    });
    return { Schedules: items.map(summarized), ...token };
  },
};

function scheduleArn({ world, region, caller }: CallContext, key: string): string {
  return `arn:${world.partition.name}:scheduler:${region}:${caller.accountId}:schedule/${key}`;
}

function scheduleAt(
  context: CallContext,
  { Name, GroupName = defaultGroup }: ScheduleName,
): TargetSchedule {
  const schedule = schedulesOf.ofCall(context).schedules.get(`${GroupName}/${Name}`);
  if (schedule) return schedule;
  throw notFound(`Schedule ${Name} does not exist.`);
}

/** A schedule that was deleted or changed is no longer invoked by its old settings. */
function plan(context: CallContext, schedule: TargetSchedule): void {
  const { world, now } = context;
  const { settings, createdAt, groupName, name } = schedule;
  const { schedules } = schedulesOf.ofCall(context);
  const next = timesOf(settings, createdAt);
  const key = `${groupName}/${name}`;
  const isCurrent = () => schedules.get(key) === schedule && schedule.settings === settings;
  const planAfter = (after: number) => {
    const at = next?.(after);
    if (at === undefined) {
      if (settings.deletesItself) schedules.delete(key);
      return;
    }
    world.timeline.schedule(at, invocation, () => {
      if (!isCurrent()) return;
      if (settings.isEnabled) invokeInWindow(world, schedule, at);
      planAfter(at);
    });
  };
  // A rate begins at the moment of its creation.
  planAfter(now - 1);
}

const invocation = 'the invocation of a schedule';

function invokeInWindow(world: World, schedule: TargetSchedule, dueAt: number): void {
  const { windowMs } = schedule.settings;
  if (windowMs === 0) {
    invokeTarget(world, schedule, dueAt);
    return;
  }
  const at = dueAt + Math.floor(world.random.next() * windowMs);
  world.timeline.schedule(at, invocation, () => invokeTarget(world, schedule, dueAt));
}

function described(schedule: TargetSchedule) {
  const { arn, name, groupName, createdAt, changedAt, settings } = schedule;
  const { startsAt, endsAt, description, windowMs, target } = settings;
  return {
    Arn: arn,
    Name: name,
    GroupName: groupName,
    ScheduleExpression: settings.expression,
    ScheduleExpressionTimezone: settings.timeZone,
    ...(startsAt !== undefined && { StartDate: new Date(startsAt) }),
    ...(endsAt !== undefined && { EndDate: new Date(endsAt) }),
    ...(description !== undefined && { Description: description }),
    State: settings.isEnabled ? 'ENABLED' : 'DISABLED',
    CreationDate: new Date(createdAt),
    LastModificationDate: new Date(changedAt),
    Target: target,
    FlexibleTimeWindow:
      windowMs === 0
        ? { Mode: 'OFF' }
        : { Mode: 'FLEXIBLE', MaximumWindowInMinutes: windowMs / 60_000 },
    ActionAfterCompletion: settings.deletesItself ? 'DELETE' : 'NONE',
  };
}

function summarized({ arn, name, groupName, createdAt, changedAt, settings }: TargetSchedule) {
  return {
    Arn: arn,
    Name: name,
    GroupName: groupName,
    State: settings.isEnabled ? 'ENABLED' : 'DISABLED',
    CreationDate: new Date(createdAt),
    LastModificationDate: new Date(changedAt),
    Target: { Arn: settings.target.Arn },
  };
}

const permissions: FindPermissions = (operation, input, context) => {
  const { Name, GroupName = defaultGroup, ResourceArn } = input;
  const action = `scheduler:${operation}`;
  if (typeof ResourceArn === 'string') return [{ action, resource: ResourceArn }];
  if (typeof Name !== 'string') return undefined;
  const isGroup = operation.endsWith('Group');
  const resource = isGroup ? groupArn(context, Name) : scheduleArn(context, `${GroupName}/${Name}`);
  return [{ action, resource }];
};

export const schedulerService = defineService({ name: 'scheduler', operations, permissions });
