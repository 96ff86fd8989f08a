/** Event buses, their policies, and tags. */

import { policyMistake } from '../../../policy/policy-mistake.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { unsupported } from '../../refusals.ts';
import type { CallContext } from '../../service.ts';
import { eventsPage, findBus, invalid, notFound, setTags, type TagList } from './find.ts';
import { type Bus, busesOf, makeBus } from './state.ts';

interface BusInput extends TagList {
  readonly Name: string;
  readonly EventSourceName?: string;
  readonly NamePrefix?: string;
  readonly NextToken?: string;
  readonly Limit?: number;
}

interface PermissionInput {
  readonly EventBusName?: string;
  readonly StatementId: string;
  readonly Principal?: string;
  readonly Action?: string;
  readonly Condition?: { readonly Type: string; readonly Key: string; readonly Value: string };
  readonly Policy?: string;
  readonly RemoveAllPermissions?: boolean;
}

interface ResourceInput extends TagList {
  readonly ResourceARN: string;
  readonly TagKeys: readonly string[];
}

export const busHandlers = {
  CreateEventBus: (input: BusInput, context: CallContext) => {
    const { world, caller, region, now } = context;
    const buses = busesOf.ofCall(context);
    checkBusName(input);
    if (buses.has(input.Name)) {
      throw new AwsError(
        'ResourceAlreadyExistsException',
        `Event bus ${input.Name} already exists.`,
      );
    }
    const bus = makeBus(world, { accountId: caller.accountId, region, name: input.Name, now });
    setTags(bus.tags, input);
    buses.set(bus.name, bus);
    return { EventBusArn: bus.arn };
  },

  DescribeEventBus: ({ Name }: Partial<BusInput>, context: CallContext) =>
    described(findBus(context, Name)),

  DeleteEventBus: ({ Name }: BusInput, context: CallContext) => {
    if (Name === 'default') throw invalid('Cannot delete event bus default.');
    const buses = busesOf.ofCall(context);
    const bus = buses.get(Name);
    if (bus && bus.rules.size > 0) {
      throw invalid("Event bus can't be deleted since it has rules.");
    }
    buses.delete(Name);
    return {};
  },

  ListEventBuses: (input: BusInput, context: CallContext) => {
    const { NamePrefix = '' } = input;
    const buses = [...busesOf.ofCall(context).values()];
    const { items, token } = eventsPage(context, input, {
      scope: `buses ${NamePrefix}`,
      items: buses.filter(({ name }) => name.startsWith(NamePrefix)),
      key: ({ name }) => name,
    });
    return { EventBuses: items.map(described), ...token };
  },

  PutPermission: (input: PermissionInput, context: CallContext) => {
    const bus = findBus(context, input.EventBusName);
    if (input.Policy !== undefined) {
      const statements = statementsOf(input.Policy);
      checkStatements(statements);
      bus.policy.clear();
      for (const one of statements) bus.policy.set(String(one.Sid), one);
      return {};
    }
    const { StatementId, Principal = '', Action, Condition } = input;
    const root = `arn:${context.world.partition.name}:iam::${Principal}:root`;
    const statement = {
      Sid: StatementId,
      Effect: 'Allow',
      Principal: Principal === '*' ? '*' : { AWS: root },
      Action,
      Resource: bus.arn,
      ...(Condition && { Condition: { [Condition.Type]: { [Condition.Key]: Condition.Value } } }),
    };
    checkStatements([statement]);
    bus.policy.set(StatementId, statement);
    return {};
  },

  RemovePermission: (input: PermissionInput, context: CallContext) => {
    const { policy } = findBus(context, input.EventBusName);
    if (input.RemoveAllPermissions) policy.clear();
    else if (!policy.delete(input.StatementId)) {
      throw notFound(`Statement with the provided id does not exist.`);
    }
    return {};
  },

  TagResource: (input: ResourceInput, context: CallContext) => {
    setTags(tagsOf(context, input.ResourceARN), input);
    return {};
  },

  UntagResource: ({ ResourceARN, TagKeys }: ResourceInput, context: CallContext) => {
    const tags = tagsOf(context, ResourceARN);
    for (const key of TagKeys) tags.delete(key);
    return {};
  },

  ListTagsForResource: ({ ResourceARN }: ResourceInput, context: CallContext) => ({
    Tags: [...tagsOf(context, ResourceARN)].map(([Key, Value]) => ({ Key, Value })),
  }),
};

/**
 * Partners' buses are named after their event sources, which are not simulated.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateEventBus.html
 */
function checkBusName({ Name, EventSourceName }: BusInput): void {
  if (EventSourceName !== undefined) throw unsupported('partner event sources of EventBridge');
  if (/^[\w.-]{1,256}$/.test(Name) && !Name.startsWith('aws.')) return;
  throw invalid(
    `Parameter Name is not valid. Reason: The event bus name ${Name} is not allowed: "/" and the prefix "aws." are for partner event sources.`,
  );
}

function described(bus: Bus) {
  const Statement = [...bus.policy.values()];
  const policy = { Version: '2012-10-17', Statement };
  return {
    Name: bus.name,
    Arn: bus.arn,
    CreationTime: new Date(bus.createdAt),
    LastModifiedTime: new Date(bus.createdAt),
    ...(Statement.length > 0 && { Policy: JSON.stringify(policy) }),
  };
}

function checkStatements(Statement: readonly object[]): void {
  if (Statement.length === 0) return;
  const mistake = policyMistake(JSON.stringify({ Version: '2012-10-17', Statement }), 'resource');
  if (mistake !== undefined) throw invalid(`Provided policy is not valid. ${mistake}`);
}

function statementsOf(text: string): readonly { readonly Sid?: string }[] {
  try {
    const { Statement } = JSON.parse(text) as { readonly Statement?: object | object[] };
    return Statement === undefined ? [] : [Statement].flat();
  } catch {
    throw invalid('Policy is not valid JSON.');
  }
}

/** `…:event-bus/name`, `…:rule/name`, `…:rule/bus/name`. */
function tagsOf(context: CallContext, arn: string): Map<string, string> {
  const path = arn.split(':').slice(5).join(':');
  if (path.startsWith('event-bus/')) return findBus(context, arn).tags;
  const parts = path.replace(/^rule\//, '').split('/');
  const name = parts.pop() ?? '';
  const rule = findBus(context, parts.join('/') || 'default').rules.get(name);
  if (!rule) throw notFound(`Rule ${name} does not exist.`);
  return rule.tags;
}
