/** Subscriptions: add, confirm, list, change, remove. */

import { AwsError } from '../../../wire/aws-error.ts';
import type { CallContext } from '../../service.ts';
import { hexadecimal } from '../../world/ids.ts';
import { uuid } from '../events/event.ts';
import { askToConfirm, isEmail } from './email.ts';
import { checkEndpoint } from './endpoints.ts';
import {
  checkSubscriptionArn,
  invalid,
  subscriptionAt,
  topicArnOf,
  topicAt,
  topicsPage,
} from './find.ts';
import { type Subscription, type Topic, topicByArn, topicsOf } from './state.ts';
import { setSubscriptionAttribute } from './subscription-attributes.ts';

interface SubscribeInput {
  readonly TopicArn: string;
  readonly Protocol: string;
  readonly Endpoint?: string;
  readonly Attributes?: Readonly<Record<string, string>>;
  readonly ReturnSubscriptionArn?: boolean;
}

interface SubscriptionInput {
  readonly TopicArn: string;
  readonly SubscriptionArn: string;
  readonly AttributeName: string;
  readonly AttributeValue?: string;
  readonly Token: string;
  readonly NextToken?: string;
}

export const subscriptionHandlers = {
  // Subscriptions of an account's own endpoints are confirmed immediately; the owners of addresses confirm by mail.
  Subscribe: (input: SubscribeInput, context: CallContext) => {
    const topic = topicAt(context, input.TopicArn);
    checkEndpoint(input.Protocol, input.Endpoint ?? '');
    const known = [...topic.subscriptions.values()].find(
      (one) => one.protocol === input.Protocol && one.endpoint === input.Endpoint,
    );
    if (known) checkSame(known, input.Attributes);
    const subscription = known ?? makeSubscription(input, context);
    topic.subscriptions.set(subscription.arn, subscription);
    const { confirmed, arn } = subscription;
    if (!confirmed && isEmail(subscription)) askToConfirm(context.world, topic, subscription);
    const isShown = confirmed || input.ReturnSubscriptionArn;
    return { SubscriptionArn: isShown ? arn : 'pending confirmation' };
  },

  ConfirmSubscription: ({ TopicArn, Token }: SubscriptionInput, context: CallContext) => {
    const topic = topicAt(context, TopicArn);
    const subscription = [...topic.subscriptions.values()].find(({ token }) => token === Token);
    if (!subscription) throw invalid('Token');
    subscription.confirmed = true;
    return { SubscriptionArn: subscription.arn };
  },

  Unsubscribe: ({ SubscriptionArn }: SubscriptionInput, context: CallContext) => {
    checkSubscriptionArn(SubscriptionArn);
    topicByArn(context.world, topicArnOf(SubscriptionArn))?.subscriptions.delete(SubscriptionArn);
    return {};
  },

  GetSubscriptionAttributes: ({ SubscriptionArn }: SubscriptionInput, context: CallContext) => {
    const { topicArn, subscription } = subscriptionAt(context, SubscriptionArn);
    const { attributes, confirmed, owner, protocol, endpoint, principal } = subscription;
    const hasFilter = attributes.has('FilterPolicy');
    return {
      Attributes: {
        SubscriptionArn,
        TopicArn: topicArn,
        Owner: owner,
        Protocol: protocol,
        Endpoint: endpoint,
        PendingConfirmation: String(!confirmed),
        ConfirmationWasAuthenticated: String(confirmed && !isEmail(subscription)),
        SubscriptionPrincipal: principal,
        RawMessageDelivery: 'false',
        ...(hasFilter && { FilterPolicyScope: 'MessageAttributes' }),
        ...Object.fromEntries(attributes),
      },
    };
  },

  SetSubscriptionAttributes: (input: SubscriptionInput, context: CallContext) => {
    const { subscription } = subscriptionAt(context, input.SubscriptionArn);
    setSubscriptionAttribute(subscription, input.AttributeName, input.AttributeValue ?? '');
    return {};
  },

  ListSubscriptions: ({ NextToken }: SubscriptionInput, context: CallContext) => {
    const all = [...topicsOf.ofCall(context).values()].flatMap(listed);
    const { items, token } = topicsPage(context, 'subscriptions', all, NextToken);
    return { Subscriptions: items.map(({ shape }) => shape), ...token };
  },

  ListSubscriptionsByTopic: ({ TopicArn, NextToken }: SubscriptionInput, context: CallContext) => {
    const all = listed(topicAt(context, TopicArn));
    const { items, token } = topicsPage(context, `subscriptions ${TopicArn}`, all, NextToken);
    return { Subscriptions: items.map(({ shape }) => shape), ...token };
  },
};

function makeSubscription(input: SubscribeInput, { world, caller }: CallContext): Subscription {
  const { TopicArn, Protocol, Endpoint = '', Attributes = {} } = input;
  const isOwn = ['sqs', 'lambda'].includes(Protocol) && Endpoint.split(':')[4] === caller.accountId;
  const subscription: Subscription = {
    arn: `${TopicArn}:${uuid(world.random)}`,
    protocol: Protocol,
    endpoint: Endpoint,
    owner: caller.accountId,
    principal: caller.arn,
    token: world.random.text(hexadecimal, 64),
    confirmed: isOwn,
    attributes: new Map(),
    filter: undefined,
  };
  for (const [name, value] of Object.entries(Attributes)) {
    setSubscriptionAttribute(subscription, name, value);
  }
  return subscription;
}

function checkSame({ attributes }: Subscription, requested: SubscribeInput['Attributes'] = {}) {
  const isSame = Object.entries(requested).every(([name, value]) => attributes.get(name) === value);
  if (isSame) return;
  const message =
    'Invalid parameter: Attributes Reason: Subscription already exists with different attributes';
  throw new AwsError('InvalidParameterException', message);
}

function listed(topic: Topic) {
  return [...topic.subscriptions.values()].map((one) => ({
    arn: one.arn,
    shape: {
      SubscriptionArn: one.confirmed ? one.arn : 'PendingConfirmation',
      Owner: one.owner,
      Protocol: one.protocol,
      Endpoint: one.endpoint,
      TopicArn: topic.arn,
    },
  }));
}
