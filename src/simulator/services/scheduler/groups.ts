/** Groups of schedules, and their tags. A schedule has no tags of its own. */

import { callPage } from '../../call-page.ts';
import type { CallContext } from '../../service.ts';
import { conflict, invalid, notFound } from './errors.ts';
import { defaultGroup, type ScheduleGroup, schedulesOf } from './state.ts';

interface GroupInput {
  readonly Name: string;
  readonly Tags?: readonly GroupTag[];
}

interface GroupTag {
  readonly Key: string;
  readonly Value: string;
}

interface TagInput {
  readonly ResourceArn: string;
  readonly Tags?: readonly GroupTag[];
  readonly TagKeys?: readonly string[];
}

interface ListGroupsInput {
  readonly NamePrefix?: string;
  readonly NextToken?: string;
  readonly MaxResults?: number;
}

export const groupHandlers = {
  CreateScheduleGroup: ({ Name, Tags = [] }: GroupInput, context: CallContext) => {
    const { groups } = schedulesOf.ofCall(context);
    if (groups.has(Name)) throw conflict(`Schedule group ${Name} already exists.`);
    const arn = groupArn(context, Name);
    const tags = new Map(Tags.map(({ Key, Value }) => [Key, Value]));
    groups.set(Name, { name: Name, arn, createdAt: context.now, tags });
    return { ScheduleGroupArn: arn };
  },

  GetScheduleGroup: ({ Name }: GroupInput, context: CallContext) =>
    described(groupAt(context, Name)),

  ListScheduleGroups: (input: ListGroupsInput, context: CallContext) => {
    const { NamePrefix = '', NextToken, MaxResults = 100 } = input;
    const all = [...schedulesOf.ofCall(context).groups.values()];
    const { items, token } = callPage(context, {
      items: all.filter(({ name }) => name.startsWith(NamePrefix)),
      key: ({ name }) => name,
      token: NextToken,
      size: MaxResults,
      scope: `schedule groups ${NamePrefix}`,
      invalidToken: () => invalid('Invalid NextToken.'),
    });
    return { ScheduleGroups: items.map(described), ...token };
  },

  /** The schedules of a group go with it. */
  DeleteScheduleGroup: ({ Name }: GroupInput, context: CallContext) => {
    if (Name === defaultGroup) throw invalid('The default schedule group cannot be deleted.');
    groupAt(context, Name);
    const { groups, schedules } = schedulesOf.ofCall(context);
    groups.delete(Name);
    for (const [key, { groupName }] of schedules) if (groupName === Name) schedules.delete(key);
    return {};
  },

  TagResource: ({ ResourceArn, Tags = [] }: TagInput, context: CallContext) => {
    const { tags } = groupByArn(context, ResourceArn);
    for (const { Key, Value } of Tags) tags.set(Key, Value);
    return {};
  },

  UntagResource: ({ ResourceArn, TagKeys = [] }: TagInput, context: CallContext) => {
    const { tags } = groupByArn(context, ResourceArn);
    for (const key of TagKeys) tags.delete(key);
    return {};
  },

  ListTagsForResource: ({ ResourceArn }: TagInput, context: CallContext) => ({
    Tags: [...groupByArn(context, ResourceArn).tags].map(([Key, Value]) => ({ Key, Value })),
  }),
};

export function groupAt(context: CallContext, name: string): ScheduleGroup {
  const group = schedulesOf.ofCall(context).groups.get(name);
  if (group) return group;
  throw notFound(`Schedule group ${name} does not exist.`);
}

function groupByArn(context: CallContext, arn: string): ScheduleGroup {
  const { groups } = schedulesOf.ofCall(context);
  const group = [...groups.values()].find((one) => one.arn === arn);
  if (group) return group;
  throw notFound(`Schedule group ${arn} does not exist.`);
}

export function groupArn({ world, region, caller }: CallContext, name: string): string {
  return `arn:${world.partition.name}:scheduler:${region}:${caller.accountId}:schedule-group/${name}`;
}

function described({ arn, name, createdAt }: ScheduleGroup) {
  const date = new Date(createdAt);
  return {
    Arn: arn,
    Name: name,
    State: 'ACTIVE',
    CreationDate: date,
    LastModificationDate: date,
  };
}
