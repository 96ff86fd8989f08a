/** AWS::Scheduler::Schedule and AWS::Scheduler::ScheduleGroup */

import { membersOf, type TemplateMembers } from '../template/value.ts';
import {
  alreadyExists,
  type ExistingResource,
  numberOf,
  type ProviderAccess,
  type ResourceProvider,
  type ResourceRequest,
  removedTags,
  required,
} from './provider.ts';

const settings = [
  'Description',
  'FlexibleTimeWindow',
  'ScheduleExpression',
  'ScheduleExpressionTimezone',
  'State',
  'Target',
];

export const schedule: ResourceProvider = {
  properties: [...settings, 'EndDate', 'GroupName', 'Name', 'StartDate'],
  replacedBy: ['GroupName', 'Name'],

  create: (request) => {
    const { access, properties, type } = request;
    const Name = String(properties.Name ?? request.generateName(64));
    try {
      const { ScheduleArn } = access.call('scheduler', 'CreateSchedule', inputOf(request, Name));
      return { physicalId: Name, attributes: { Arn: ScheduleArn } };
    } catch (error) {
      if (error instanceof Error && error.name === 'ConflictException') {
        throw alreadyExists(type, Name);
      }
      throw error;
    }
  },

  update: (request, { physicalId }) => {
    const input = inputOf(request, physicalId);
    const { ScheduleArn } = request.access.call('scheduler', 'UpdateSchedule', input);
    return { physicalId, attributes: { Arn: ScheduleArn } };
  },

  remove: (access, { physicalId, properties }) => {
    access.call('scheduler', 'DeleteSchedule', { Name: physicalId, ...groupOf(properties) });
  },
};

function inputOf(request: ResourceRequest, Name: string): object {
  const { properties } = request;
  required(request, 'ScheduleExpression');
  const { StartDate, EndDate, FlexibleTimeWindow } = properties;
  const { Mode, MaximumWindowInMinutes } = membersOf(FlexibleTimeWindow);
  const minutes = numberOf(MaximumWindowInMinutes);
  return {
    Name,
    ...groupOf(properties),
    ...Object.fromEntries(
      settings.flatMap((name) =>
        properties[name] === undefined ? [] : [[name, properties[name]]],
      ),
    ),
    FlexibleTimeWindow: { Mode, ...(minutes !== undefined && { MaximumWindowInMinutes: minutes }) },
    ...(StartDate !== undefined && { StartDate: new Date(String(StartDate)) }),
    ...(EndDate !== undefined && { EndDate: new Date(String(EndDate)) }),
  };
}

function groupOf({ GroupName }: TemplateMembers): object {
  return GroupName === undefined ? {} : { GroupName };
}

export const scheduleGroup: ResourceProvider = {
  properties: ['Name', 'Tags'],
  replacedBy: ['Name'],

  create: ({ access, properties, tags, generateName }) => {
    const Name = String(properties.Name ?? generateName(64));
    const input = { Name, Tags: tags };
    const { ScheduleGroupArn } = access.call('scheduler', 'CreateScheduleGroup', input);
    return { physicalId: Name, attributes: { Arn: ScheduleGroupArn } };
  },

  update: (request, before) => {
    const { access, tags } = request;
    const ResourceArn = arnOf(access, before);
    const TagKeys = removedTags(request, before);
    if (TagKeys.length > 0) access.call('scheduler', 'UntagResource', { ResourceArn, TagKeys });
    access.call('scheduler', 'TagResource', { ResourceArn, Tags: tags });
    return { physicalId: before.physicalId, attributes: { Arn: ResourceArn } };
  },

  remove: (access, { physicalId }) => {
    access.call('scheduler', 'DeleteScheduleGroup', { Name: physicalId });
  },
};

function arnOf(access: ProviderAccess, { physicalId }: ExistingResource): unknown {
  return access.call('scheduler', 'GetScheduleGroup', { Name: physicalId }).Arn;
}
