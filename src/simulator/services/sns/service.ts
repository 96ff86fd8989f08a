/** Amazon SNS. */

import { policyMistake } from '../../../policy/policy-mistake.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { callPage } from '../../call-page.ts';
import { type CallContext, defineService, type FindPermissions } from '../../service.ts';
import { hexadecimal } from '../../world/ids.ts';
import { uuid } from '../events/event.ts';
import { askToConfirm, isEmail } from './email.ts';
import { checkEndpoint, checkSubscriptionArn } from './endpoints.ts';
import { notify } from './publish.ts';
import { makeTopic, type Subscription, type Topic, topicByArn, topicsOf } from './state.ts';

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
  readonly Protocol: string;
  readonly Endpoint?: string;
  readonly SubscriptionArn: string;
  readonly Token: string;
  readonly NextToken?: string;
  readonly ResourceArn: string;
  readonly TagKeys: readonly string[];
}

/** A phone number may take the place of both ARNs. */
interface PublishInput {
  readonly TopicArn?: string;
  readonly TargetArn?: string;
  readonly Message: string;
  readonly Subject?: string;
}

const handlers = {
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

  // Subscriptions of an account's own endpoints are confirmed immediately; the owners of addresses confirm by mail.
  Subscribe: (input: TopicInput, context: CallContext) => {
    const { TopicArn, Protocol, Endpoint = '' } = input;
    const topic = topicAt(context, TopicArn);
    checkEndpoint(Protocol, Endpoint);
    const known = [...topic.subscriptions.values()].find(
      (one) => one.protocol === Protocol && one.endpoint === Endpoint,
    );
    const { world, caller } = context;
    const isOwn =
      ['sqs', 'lambda'].includes(Protocol) && Endpoint.split(':')[4] === caller.accountId;
    const subscription = known ?? {
      arn: `${TopicArn}:${uuid(world.random)}`,
      protocol: Protocol,
      endpoint: Endpoint,
      owner: caller.accountId,
      token: world.random.text(hexadecimal, 64),
      confirmed: isOwn,
    };
    topic.subscriptions.set(subscription.arn, subscription);
    if (!subscription.confirmed && isEmail(subscription)) askToConfirm(world, topic, subscription);
    return { SubscriptionArn: subscription.confirmed ? subscription.arn : 'pending confirmation' };
  },

  ConfirmSubscription: ({ TopicArn, Token }: TopicInput, context: CallContext) => {
    const topic = topicAt(context, TopicArn);
    const subscription = [...topic.subscriptions.values()].find(({ token }) => token === Token);
    if (!subscription) throw invalid('Token');
    subscription.confirmed = true;
    return { SubscriptionArn: subscription.arn };
  },

  Unsubscribe: ({ SubscriptionArn }: TopicInput, context: CallContext) => {
    checkSubscriptionArn(SubscriptionArn);
    const topicArn = SubscriptionArn.split(':').slice(0, 6).join(':');
    topicByArn(context.world, topicArn)?.subscriptions.delete(SubscriptionArn);
    return {};
  },

  ListTopics: ({ NextToken }: TopicInput, context: CallContext) => {
    const topics = [...topicsOf.ofCall(context).values()];
    const { items, token } = page(context, 'topics', topics, NextToken);
    return { Topics: items.map(({ arn }) => ({ TopicArn: arn })), ...token };
  },

  ListSubscriptions: ({ NextToken }: TopicInput, context: CallContext) => {
    const topics = [...topicsOf.ofCall(context).values()];
    const all = topics.flatMap((topic) => subscriptionsOf(topic));
    const { items, token } = page(context, 'subscriptions', all, NextToken);
    return { Subscriptions: items.map(({ answer }) => answer), ...token };
  },

  ListSubscriptionsByTopic: ({ TopicArn, NextToken }: TopicInput, context: CallContext) => {
    const all = subscriptionsOf(topicAt(context, TopicArn));
    const { items, token } = page(context, `subscriptions ${TopicArn}`, all, NextToken);
    return { Subscriptions: items.map(({ answer }) => answer), ...token };
  },

  Publish: (
    { TopicArn, TargetArn = TopicArn, Message, Subject }: PublishInput,
    context: CallContext,
  ) => {
    if (Subject !== undefined && !/^[\x20-\x7e]{1,100}$/.test(Subject)) throw invalid('Subject');
    if (TargetArn === undefined) {
      throw invalid('TopicArn or TargetArn Reason: no value for required parameter');
    }
    const topic = topicAt(context, TargetArn);
    return { MessageId: notify(context.world, topic, { message: Message, subject: Subject }) };
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

function topicAt({ world }: CallContext, arn: string): Topic {
  const topic = topicByArn(world, arn);
  if (!topic) throw new AwsError('NotFoundException', 'Topic does not exist', { status: 404 });
  return topic;
}

function invalid(what: string): AwsError {
  return new AwsError('InvalidParameterException', `Invalid parameter: ${what}`);
}

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

function subscriptionsOf(topic: Topic) {
  return [...topic.subscriptions.values()].map((one) => ({
    arn: one.arn,
    answer: toAnswer(topic, one),
  }));
}

function toAnswer({ arn }: Topic, subscription: Subscription) {
  const { protocol, endpoint, owner, confirmed } = subscription;
  return {
    SubscriptionArn: confirmed ? subscription.arn : 'PendingConfirmation',
    Owner: owner,
    Protocol: protocol,
    Endpoint: endpoint,
    TopicArn: arn,
  };
}

function page<T extends { readonly arn: string }>(
  context: CallContext,
  scope: string,
  all: readonly T[],
  token: string | undefined,
) {
  const found = callPage(context, {
    items: all,
    key: ({ arn }) => arn,
    token,
    size: 100,
    scope,
    invalidToken: () => invalid('NextToken'),
  });
  return { items: found.items, token: found.token };
}

/** Another account's topic requires permission in its policy. */
const permissions: FindPermissions = (operation, input, { world, caller, region }) => {
  const named = [input.TopicArn, input.TargetArn, input.ResourceArn].find(
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
  return [{ action: `sns:${operation}`, resource: arn, owner, conditions, ...policy }];
};

export const snsService = defineService({ name: 'sns', operations: handlers, permissions });
