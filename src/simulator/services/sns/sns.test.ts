import { expect, test } from 'vitest';
import type { ServiceInput } from '../../../aws/generic-client.ts';
import { openServiceClient } from '../../../testing/account-access.ts';
import { errorNameOf, refusalOf } from '../../../testing/call-errors.ts';
import { simulateOrganization } from '../../simulate-organization.ts';

interface ReceivedMessage {
  readonly Body: string;
  readonly MessageAttributes?: object;
}

/** A topic, and queues that admit it. */
async function open(name = 'topic', attributes: ServiceInput = {}) {
  const organization = simulateOrganization();
  const [sns, sqs] = ['sns', 'sqs'].map((service) => openServiceClient(organization, service, {}));
  if (!sns || !sqs) throw new Error('the test has not been set up');
  const { TopicArn } = await sns.call('CreateTopic', { Name: name, Attributes: attributes });
  const queue = async (QueueName: string, Attributes: ServiceInput = {}) => {
    const QueueArn = `arn:aws:sqs:us-east-1:${organization.managementAccountId}:${QueueName}`;
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'sns.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: QueueArn,
        },
      ],
    });
    const created = await sqs.call('CreateQueue', {
      QueueName,
      Attributes: { Policy, ...Attributes },
    });
    const receive = async () => {
      const { Messages = [] } = (await sqs.call('ReceiveMessage', {
        QueueUrl: created.QueueUrl,
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ['All'],
      })) as { readonly Messages?: readonly ReceivedMessage[] };
      return Messages;
    };
    return { arn: QueueArn, receive };
  };
  const subscribe = async (Endpoint: string, Attributes: ServiceInput = {}) => {
    const input = { TopicArn, Protocol: 'sqs', Endpoint, Attributes };
    return (await sns.call('Subscribe', input)).SubscriptionArn as string;
  };
  const publish = (Message: string, more: ServiceInput = {}) =>
    sns.call('Publish', { TopicArn, Message, ...more });
  return { organization, sns, TopicArn, queue, subscribe, publish };
}

const text = (StringValue: string) => ({ DataType: 'String', StringValue });

test('a filter policy selects messages by their attributes', async () => {
  const { queue, subscribe, publish } = await open();
  const { arn, receive } = await queue('jobs');
  const FilterPolicy = JSON.stringify({
    colour: ['red', { prefix: 'bl' }],
    size: [{ numeric: ['>', 3] }],
  });
  await subscribe(arn, { FilterPolicy, RawMessageDelivery: 'true' });
  const attributes = (colour: string, size: string) => ({
    MessageAttributes: { colour: text(colour), size: { DataType: 'Number', StringValue: size } },
  });
  await publish('red 5', attributes('red', '5'));
  await publish('red 2', attributes('red', '2'));
  await publish('blue 4', attributes('blue', '4'));
  await publish('green 9', attributes('green', '9'));
  await publish('no attributes');
  const lists = { DataType: 'String.Array', StringValue: '["green", "red"]' };
  const size = { DataType: 'Number', StringValue: '7' };
  await publish('a list', { MessageAttributes: { colour: lists, size } });
  expect((await receive()).map(({ Body }) => Body)).toEqual(['red 5', 'blue 4', 'a list']);
});

test('a filter policy selects messages by their bodies', async () => {
  const { queue, subscribe, publish, sns } = await open();
  const { arn, receive } = await queue('jobs');
  const SubscriptionArn = await subscribe(arn, { RawMessageDelivery: 'true' });
  const set = (AttributeName: string, AttributeValue: string) =>
    sns.call('SetSubscriptionAttributes', { SubscriptionArn, AttributeName, AttributeValue });
  await set('FilterPolicyScope', 'MessageBody');
  await set('FilterPolicy', JSON.stringify({ order: { state: ['paid'] } }));
  await publish('{"order":{"state":"paid"}}');
  await publish('{"order":{"state":"open"}}');
  await publish('not JSON');
  expect((await receive()).map(({ Body }) => Body)).toEqual(['{"order":{"state":"paid"}}']);
  await set('FilterPolicy', '{}');
  await publish('everything');
  expect((await receive()).map(({ Body }) => Body)).toEqual(['everything']);
});

test('attributes are in the notification, or beside a raw message', async () => {
  const { queue, subscribe, publish } = await open();
  const [wrapped, raw] = [await queue('wrapped'), await queue('raw')];
  await subscribe(wrapped.arn);
  await subscribe(raw.arn, { RawMessageDelivery: 'true' });
  await publish('hello', { MessageAttributes: { colour: text('red') } });
  const [notification] = await wrapped.receive();
  expect(JSON.parse(notification?.Body ?? '{}')).toMatchObject({
    Message: 'hello',
    MessageAttributes: { colour: { Type: 'String', Value: 'red' } },
  });
  expect(await raw.receive()).toEqual([
    expect.objectContaining({ Body: 'hello', MessageAttributes: { colour: text('red') } }),
  ]);
});

test('a subscription shows its attributes', async () => {
  const { sns, TopicArn, queue, subscribe, organization } = await open();
  const { arn } = await queue('jobs');
  const SubscriptionArn = await subscribe(arn, { FilterPolicy: '{"a":["b"]}' });
  const { Attributes } = await sns.call('GetSubscriptionAttributes', { SubscriptionArn });
  expect(Attributes).toEqual({
    SubscriptionArn,
    TopicArn,
    Owner: organization.managementAccountId,
    Protocol: 'sqs',
    Endpoint: arn,
    PendingConfirmation: 'false',
    ConfirmationWasAuthenticated: 'true',
    SubscriptionPrincipal: `arn:aws:iam::${organization.managementAccountId}:user/administrator`,
    RawMessageDelivery: 'false',
    FilterPolicy: '{"a":["b"]}',
    FilterPolicyScope: 'MessageAttributes',
  });
});

test('attributes that are not valid are refused', async () => {
  const { sns, queue, subscribe } = await open();
  const { arn } = await queue('jobs');
  const SubscriptionArn = await subscribe(arn);
  const set = (AttributeName: string, AttributeValue: string) =>
    errorNameOf(
      sns.call('SetSubscriptionAttributes', { SubscriptionArn, AttributeName, AttributeValue }),
    );
  expect([
    await set('FilterPolicy', '{"a":"b"}'),
    await set('FilterPolicyScope', 'Everything'),
    await set('RawMessageDelivery', 'yes'),
    await set('RedrivePolicy', '{}'),
    await set('Colour', 'red'),
    await set('DeliveryPolicy', '{}'),
    await errorNameOf(subscribe(arn, { RawMessageDelivery: 'true' })),
  ]).toEqual([
    ...Array(5).fill('InvalidParameterException'),
    'NotImplemented',
    'InvalidParameterException',
  ]);
});

test('what a queue does not accept goes to the dead letters of the subscription', async () => {
  const { queue, subscribe, publish } = await open();
  const [closed, letters] = [await queue('closed', { Policy: '' }), await queue('letters')];
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: letters.arn });
  await subscribe(closed.arn, { RedrivePolicy, RawMessageDelivery: 'true' });
  await publish('lost');
  expect([await closed.receive(), (await letters.receive()).map(({ Body }) => Body)]).toEqual([
    [],
    ['lost'],
  ]);
});

test('a message has a text for each protocol', async () => {
  const { queue, subscribe, publish } = await open();
  const { arn, receive } = await queue('jobs');
  await subscribe(arn, { RawMessageDelivery: 'true' });
  const json = { MessageStructure: 'json' };
  await publish(JSON.stringify({ default: 'others', sqs: 'queues' }), json);
  await publish(JSON.stringify({ default: 'others', email: 'people' }), json);
  expect((await receive()).map(({ Body }) => Body)).toEqual(['queues', 'others']);
  expect(await refusalOf(publish('{"sqs":"queues"}', json))).toMatchObject({
    message: 'Invalid parameter: Message Structure - No default entry in JSON message body',
  });
});

test('entries of a batch are published one by one', async () => {
  const { sns, TopicArn, queue, subscribe } = await open();
  const { arn, receive } = await queue('jobs');
  await subscribe(arn, { RawMessageDelivery: 'true' });
  const batch = (PublishBatchRequestEntries: readonly object[]) =>
    sns.call('PublishBatch', { TopicArn, PublishBatchRequestEntries });
  const { Successful, Failed } = await batch([
    { Id: 'good', Message: 'a' },
    { Id: 'bad', Message: 'b', Subject: 'ü' },
  ]);
  expect({ Successful, Failed }).toEqual({
    Successful: [{ Id: 'good', MessageId: expect.any(String) }],
    Failed: [
      {
        Id: 'bad',
        Code: 'InvalidParameterException',
        Message: 'Invalid parameter: Subject',
        SenderFault: true,
      },
    ],
  });
  expect((await receive()).map(({ Body }) => Body)).toEqual(['a']);
  const same = { Id: 'same', Message: 'a' };
  expect(await errorNameOf(batch([same, same]))).toBe('BatchEntryIdsNotDistinctException');
});

test('a FIFO topic delivers to FIFO queues in groups, each message once', async () => {
  const { queue, subscribe, publish } = await open('topic.fifo', { FifoTopic: 'true' });
  const { arn, receive } = await queue('jobs.fifo', { FifoQueue: 'true' });
  await subscribe(arn, { RawMessageDelivery: 'true' });
  const order = { MessageGroupId: 'g', MessageDeduplicationId: 'd' };
  await publish('a', order);
  await publish('a', order);
  await publish('b', { ...order, MessageDeduplicationId: 'e' });
  expect((await receive()).map(({ Body }) => Body)).toEqual(['a', 'b']);
  expect((await refusalOf(publish('c'))).message).toBe(
    'Invalid parameter: The MessageGroupId parameter is required for FIFO topics',
  );
});
