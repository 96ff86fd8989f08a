/** Amazon SNS: topics, and the permissions of all its operations. */

import { policyMistake } from '../../../policy/policy-mistake.ts';
import { type CallContext, defineService, type FindPermissions } from '../../service.ts';
import { invalid, topicArnOf, topicAt, topicsPage } from './find.ts';
import { publishHandlers } from './publishing.ts';
import { makeTopic, type Topic, topicByArn, topicsOf } from './state.ts';
import { subscriptionHandlers } from './subscriptions.ts';

interface TopicInput {
  readonly TopicArn: string;
  readonly Name: string;
  readonly AttributeName: string;
  readonly AttributeValue?: string;
  readonly Attributes?: Readonly<Record<string, string>>;
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
  readonly Label: string;
  readonly AWSAccountId: readonly string[];
  readonly ActionName: readonly string[];
  readonly NextToken?: string;
  readonly ResourceArn: string;
  readonly TagKeys: readonly string[];
}

const topicHandlers = {
  CreateTopic: ({ Name, Attributes = {}, Tags = [] }: TopicInput, context: CallContext) => {
    if (!/^[\w-]{1,256}(\.fifo)?$/.test(Name)) throw invalid('Topic Name');
    const { world, caller, region } = context;
    const topics = topicsOf.ofCall(context);
    const made = makeTopic(world, { accountId: caller.accountId, region, name: Name });
    const topic = topics.get(made.arn) ?? made;
    for (const [name, value] of Object.entries(Attributes)) setAttribute(topic, name, value);
    for (const { Key, Value } of Tags) topic.tags.set(Key, Value);
    topics.set(topic.arn, topic);
    return { TopicArn: topic.arn };
  },

  DeleteTopic: ({ TopicArn }: TopicInput, context: CallContext) => {
    topicsOf.ofCall(context).delete(TopicArn);
    return {};
  },

  GetTopicAttributes: ({ TopicArn }: TopicInput, context: CallContext) => {
    const { attributes, subscriptions } = topicAt(context, TopicArn);
    const confirmed = [...subscriptions.values()].filter((one) => one.confirmed).length;
    return {
      Attributes: {
        ...Object.fromEntries(attributes),
        SubscriptionsConfirmed: String(confirmed),
        SubscriptionsPending: String(subscriptions.size - confirmed),
        SubscriptionsDeleted: '0',
      },
    };
  },

  SetTopicAttributes: (input: TopicInput, context: CallContext) => {
    const { AttributeName, AttributeValue = '' } = input;
    setAttribute(topicAt(context, input.TopicArn), AttributeName, AttributeValue);
    return {};
  },

  AddPermission: (input: TopicInput, context: CallContext) => {
    const { TopicArn, Label, AWSAccountId, ActionName } = input;
    const { world } = context;
    changeStatements(topicAt(context, TopicArn), (statements) => {
      if (statements.some(({ Sid }) => Sid === Label)) throw invalid('Statement already exists');
      const added = {
        Sid: Label,
        Effect: 'Allow',
        Principal: {
          AWS: AWSAccountId.map((id) => `arn:${world.partition.name}:iam::${id}:root`),
        },
        Action: ActionName.map((name) => `SNS:${name}`),
        Resource: TopicArn,
      };
      return [...statements, added];
    });
    return {};
  },

  RemovePermission: ({ TopicArn, Label }: TopicInput, context: CallContext) => {
    changeStatements(topicAt(context, TopicArn), (statements) =>
      statements.filter(({ Sid }) => Sid !== Label),
    );
    return {};
  },

  ListTopics: ({ NextToken }: TopicInput, context: CallContext) => {
    const topics = [...topicsOf.ofCall(context).values()];
    const { items, token } = topicsPage(context, 'topics', topics, NextToken);
    return { Topics: items.map(({ arn }) => ({ TopicArn: arn })), ...token };
  },

  TagResource: ({ ResourceArn, Tags = [] }: TopicInput, context: CallContext) => {
    const { tags } = topicAt(context, ResourceArn);
    for (const { Key, Value } of Tags) tags.set(Key, Value);
    return {};
  },

  UntagResource: ({ ResourceArn, TagKeys }: TopicInput, context: CallContext) => {
    const { tags } = topicAt(context, ResourceArn);
    for (const key of TagKeys) tags.delete(key);
    return {};
  },

  ListTagsForResource: ({ ResourceArn }: TopicInput, context: CallContext) => ({
    Tags: [...topicAt(context, ResourceArn).tags].map(([Key, Value]) => ({ Key, Value })),
  }),
};

function setAttribute({ attributes }: Topic, name: string, value: string): void {
  if (name === 'Policy') checkPolicy(value);
  attributes.set(name, value);
}

function checkPolicy(text: string): void {
  if (policyMistake(text, 'resource') !== undefined) throw invalid('Policy Error: null');
}

interface Statement {
  readonly Sid?: string;
}

function changeStatements(
  { attributes }: Topic,
  change: (statements: readonly Statement[]) => readonly Statement[],
): void {
  const policy = JSON.parse(attributes.get('Policy') ?? '{}') as {
    readonly Statement?: Statement | readonly Statement[];
  };
  const Statement = change([policy.Statement ?? []].flat());
  const text = JSON.stringify({ ...policy, Statement });
  if (Statement.length === 0) attributes.delete('Policy');
  else {
    checkPolicy(text);
    attributes.set('Policy', text);
  }
}

/** Another account's topic requires permission in its policy. */
const permissions: FindPermissions = (operation, input, { world, caller, region }) => {
  const { SubscriptionArn: subscription } = input;
  const subscribed = typeof subscription === 'string' ? topicArnOf(subscription) : undefined;
  const named = [input.TopicArn, input.TargetArn, input.ResourceArn, subscribed].find(
    (arn) => typeof arn === 'string',
  );
  const created = `arn:${world.partition.name}:sns:${region}:${caller.accountId}:${input.Name}`;
  const arn = typeof named === 'string' ? named : operation === 'CreateTopic' ? created : undefined;
  if (arn === undefined) return undefined;
  const owner = arn.split(':')[4] ?? caller.accountId;
  const text = topicByArn(world, arn)?.attributes.get('Policy');
  const isForeign = owner !== caller.accountId;
  const policy =
    text !== undefined && isForeign ? { resourcePolicy: { text, kind: 'resource' as const } } : {};
  const conditions =
    operation === 'Subscribe'
      ? { 'sns:Endpoint': String(input.Endpoint), 'sns:Protocol': String(input.Protocol) }
      : {};
  const action = `sns:${operation.replace(/Batch$/, '')}`;
  return [{ action, resource: arn, owner, conditions, ...policy }];
};

export const snsService = defineService({
  name: 'sns',
  operations: { ...topicHandlers, ...subscriptionHandlers, ...publishHandlers },
  permissions,
});
