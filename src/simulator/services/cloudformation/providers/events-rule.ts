/** AWS::Events::Rule. The physical id of a rule on another bus is `bus|rule`. */

import { AwsError } from '../../../../wire/aws-error.ts';
import { findBus } from '../../events/find.ts';
import {
  alreadyExists,
  documentText,
  type ExistingResource,
  listOf,
  type ProvidedResource,
  type ProviderAccess,
  type ResourceProvider,
  type ResourceRequest,
} from './provider.ts';

export const eventsRule: ResourceProvider = {
  properties: [
    'Description',
    'EventBusName',
    'EventPattern',
    'Name',
    'RoleArn',
    'ScheduleExpression',
    'State',
    'Tags',
    'Targets',
  ],
  replacedBy: ['Name', 'EventBusName'],

  create: (request) => {
    const { access, properties, type } = request;
    const name = String(properties.Name ?? request.generateName(64));
    const bus = findBus(access.context, busName(properties.EventBusName));
    if (bus.rules.has(name)) throw alreadyExists(type, name);
    const physicalId = bus.name === 'default' ? name : `${bus.name}|${name}`;
    const made = { physicalId, properties: {}, tags: [] };
    put(request, made);
    return provided(access, physicalId);
  },

  update: (request, before) => {
    put(request, before);
    return provided(request.access, before.physicalId);
  },

  remove: (access, { physicalId, properties }) => {
    const { bus, rule } = partsOf(physicalId);
    const Ids = targetIds(properties);
    if (Ids.length > 0)
      access.call('events', 'RemoveTargets', { Rule: rule, EventBusName: bus, Ids });
    access.call('events', 'DeleteRule', { Name: rule, EventBusName: bus });
  },
};

const busName = (value: unknown) => (value === undefined ? undefined : String(value));

function partsOf(physicalId: string) {
  const [rule = '', bus = 'default'] = physicalId.split('|').reverse();
  return { rule, bus };
}

function put({ access, properties, tags }: ResourceRequest, before: ExistingResource): void {
  const { rule, bus } = partsOf(before.physicalId);
  const { EventPattern, ScheduleExpression, State, Description, RoleArn } = properties;
  access.call('events', 'PutRule', {
    Name: rule,
    EventBusName: bus,
    ...(EventPattern !== undefined && { EventPattern: documentText(EventPattern) }),
    ScheduleExpression,
    State,
    Description,
    RoleArn,
    ...(tags.length > 0 && { Tags: tags }),
  });
  const kept = targetIds(properties);
  const Ids = targetIds(before.properties).filter((id) => !kept.includes(id));
  const target = { Rule: rule, EventBusName: bus };
  if (Ids.length > 0) access.call('events', 'RemoveTargets', { ...target, Ids });
  if (kept.length === 0) return;
  const { FailedEntryCount } = access.call('events', 'PutTargets', {
    ...target,
    Targets: properties.Targets,
  });
  if (FailedEntryCount !== 0) {
    throw new AwsError('InternalException', `${FailedEntryCount} targets of ${rule} failed.`);
  }
}

const targetIds = (properties: ExistingResource['properties']) =>
  listOf(properties.Targets).map(({ Id }) => String(Id));

function provided({ context }: ProviderAccess, physicalId: string): ProvidedResource {
  const { rule, bus } = partsOf(physicalId);
  return { physicalId, attributes: { Arn: findBus(context, bus).rules.get(rule)?.arn } };
}
