import { createHash } from 'node:crypto';
import * as sqs from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { refusalOf } from '../../../testing/call-errors.ts';
import { virtualClock } from '../../clock.ts';
import { simulateOrganization } from '../../simulate-organization.ts';

async function open(QueueName: string, Attributes: Record<string, string> = {}) {
  const clock = virtualClock();
  const organization = simulateOrganization({ clock });
  const client = new sqs.SQSClient({ ...organization.access(), region: 'us-east-1' });
  const create = (name: string, attributes: Record<string, string> = {}) =>
    client.send(new sqs.CreateQueueCommand({ QueueName: name, Attributes: attributes }));
  const { QueueUrl = '' } = await create(QueueName, Attributes);
  const send = (input: Omit<sqs.SendMessageCommandInput, 'QueueUrl'>) =>
    client.send(new sqs.SendMessageCommand({ QueueUrl, ...input }));
  const receive = async (input: Omit<sqs.ReceiveMessageCommandInput, 'QueueUrl'> = {}) =>
    (await client.send(new sqs.ReceiveMessageCommand({ QueueUrl, ...input }))).Messages ?? [];
  return { organization, clock, client, create, QueueUrl, send, receive };
}

const fifo = { FifoQueue: 'true' };
const bodies = (messages: readonly sqs.Message[]) => messages.map(({ Body }) => Body);

test('a long poll waits on the clock until its time is over', async () => {
  const { clock, receive } = await open('work');
  const waiting = receive({ WaitTimeSeconds: 20 });
  let isOver = false;
  void waiting.then(() => {
    isOver = true;
  });
  await expect.poll(() => clock.next()).toBe(clock.now() + 20_000);
  await clock.advance(19_000);
  expect(isOver).toBe(false);
  await clock.advance(1_000);
  expect(await waiting).toEqual([]);
});

test('a long poll ends with the message that is sent while it waits', async () => {
  const { clock, send, receive } = await open('work', { ReceiveMessageWaitTimeSeconds: '20' });
  const waiting = receive();
  await expect.poll(() => clock.next()).toBe(clock.now() + 20_000);
  await send({ MessageBody: 'now' });
  expect(bodies(await waiting)).toEqual(['now']);
});

test('a long poll ends when a delayed message becomes visible', async () => {
  const { clock, send, receive } = await open('work');
  await send({ MessageBody: 'later', DelaySeconds: 5 });
  const waiting = receive({ WaitTimeSeconds: 20 });
  await expect.poll(() => clock.next()).toBe(clock.now() + 5_000);
  await clock.advance(5_000);
  expect(bodies(await waiting)).toEqual(['later']);
});

test('a caller that disconnects takes no message', async () => {
  const { clock, client, QueueUrl, send, receive } = await open('work');
  const leaving = new AbortController();
  const command = new sqs.ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 });
  const left = client.send(command, { abortSignal: leaving.signal }).catch(({ name }) => name);
  await expect.poll(() => clock.next()).toBe(clock.now() + 20_000);
  leaving.abort();
  expect(await left).toBe('AbortError');
  await send({ MessageBody: 'kept' });
  expect(bodies(await receive())).toEqual(['kept']);
});

test('attributes are returned only where they are requested', async () => {
  const { send, receive } = await open('work');
  const MessageAttributes = {
    colour: { DataType: 'String', StringValue: 'red' },
    'trace.id': { DataType: 'Number', StringValue: '7' },
    bytes: { DataType: 'Binary', BinaryValue: new Uint8Array([1, 2]) },
  };
  await send({ MessageBody: 'a', MessageAttributes });
  const visible = { VisibilityTimeout: 0 };
  const [bare] = await receive(visible);
  expect(Object.keys(bare ?? {}).sort()).toEqual([
    'Body',
    'MD5OfBody',
    'MessageId',
    'ReceiptHandle',
  ]);
  const [some] = await receive({
    ...visible,
    MessageSystemAttributeNames: ['ApproximateReceiveCount'],
    MessageAttributeNames: ['trace.*', 'bytes'],
  });
  expect({ system: some?.Attributes, own: some?.MessageAttributes }).toEqual({
    system: { ApproximateReceiveCount: '2' },
    own: { 'trace.id': MessageAttributes['trace.id'], bytes: MessageAttributes.bytes },
  });
});

/** The digest as the guide defines it, written a second time. */
function digestOf(
  parts: readonly (readonly [name: string, type: string, kind: number, value: string])[],
) {
  const hash = createHash('md5');
  const text = (value: string) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(Buffer.byteLength(value));
    hash.update(length).update(value);
  };
  for (const [name, type, kind, value] of parts) {
    text(name);
    text(type);
    hash.update(Buffer.from([kind]));
    text(value);
  }
  return hash.digest('hex');
}

test('a message is confirmed with the digests of its body and of its attributes', async () => {
  const { send, receive } = await open('work');
  const MessageAttributes = {
    zeta: { DataType: 'String', StringValue: 'last' },
    alpha: { DataType: 'Binary.png', BinaryValue: Buffer.from('first') },
  };
  const sent = await send({ MessageBody: 'hi', MessageAttributes });
  const all = digestOf([
    ['alpha', 'Binary.png', 2, 'first'],
    ['zeta', 'String', 1, 'last'],
  ]);
  expect({ body: sent.MD5OfMessageBody, attributes: sent.MD5OfMessageAttributes }).toEqual({
    body: createHash('md5').update('hi').digest('hex'),
    attributes: all,
  });
  const [received] = await receive({ MessageAttributeNames: ['zeta'] });
  expect(received?.MD5OfMessageAttributes).toBe(digestOf([['zeta', 'String', 1, 'last']]));
});

test('a FIFO queue delivers a message once that is sent twice within five minutes', async () => {
  const { clock, send, receive } = await open('work.fifo', fifo);
  const message = { MessageGroupId: 'g', MessageDeduplicationId: 'd' };
  const first = await send({ MessageBody: 'a', ...message });
  const second = await send({ MessageBody: 'a', ...message });
  expect(second.MessageId).toBe(first.MessageId);
  expect(second.SequenceNumber).toBe(first.SequenceNumber);
  await clock.advance(5 * 60_000);
  const third = await send({ MessageBody: 'b', ...message });
  expect(BigInt(third.SequenceNumber ?? 0)).toBeGreaterThan(BigInt(first.SequenceNumber ?? 0));
  expect(bodies(await receive({ MaxNumberOfMessages: 10 }))).toEqual(['a', 'b']);
});

test('a group of a FIFO queue waits for its message in flight, other groups do not', async () => {
  const { client, QueueUrl, send, receive } = await open('work.fifo', {
    ...fifo,
    ContentBasedDeduplication: 'true',
  });
  for (const MessageBody of ['a1', 'a2', 'b1']) {
    await send({ MessageBody, MessageGroupId: MessageBody.slice(0, 1) });
  }
  const [first] = await receive();
  expect(first?.Body).toBe('a1');
  expect(bodies(await receive({ MaxNumberOfMessages: 10 }))).toEqual(['b1']);
  const handle = { QueueUrl, ReceiptHandle: first?.ReceiptHandle };
  await client.send(new sqs.DeleteMessageCommand(handle));
  const [second] = await receive({ MessageSystemAttributeNames: ['All'] });
  expect({ body: second?.Body, group: second?.Attributes?.MessageGroupId }).toEqual({
    body: 'a2',
    group: 'a',
  });
  expect(second?.Attributes?.MessageDeduplicationId).toBe(
    createHash('sha256').update('a2').digest('hex'),
  );
});

test.each([
  [
    { MessageBody: 'a' },
    'MissingParameter',
    'The request must contain the parameter MessageGroupId.',
  ],
  [
    { MessageBody: 'a', MessageGroupId: 'g' },
    'InvalidParameterValue',
    'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
  ],
  [
    { MessageBody: 'a', MessageGroupId: 'g', MessageDeduplicationId: 'd', DelaySeconds: 3 },
    'InvalidParameterValue',
    'Value 3 for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type',
  ],
])('a FIFO queue refuses %j', async (input, name, message) => {
  const { send } = await open('work.fifo', fifo);
  expect(await refusalOf(send(input))).toMatchObject({ name, message });
});

test('the suffix of a FIFO queue and its attribute go together', async () => {
  const { client, create, QueueUrl } = await open('work.fifo', fifo);
  const { Attributes } = await client.send(
    new sqs.GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
  );
  expect(Attributes).toMatchObject({
    ...fifo,
    ContentBasedDeduplication: 'false',
    DeduplicationScope: 'queue',
    FifoThroughputLimit: 'perQueue',
  });
  const names = [create('a.fifo'), create('b', fifo), create('c', { FifoQueue: 'false' })];
  const refused = await Promise.all(names.map(async (one) => (await refusalOf(one)).name));
  expect(refused).toEqual([
    'InvalidParameterValue',
    'InvalidParameterValue',
    'InvalidAttributeName',
  ]);
});

test('entries of a batch succeed and fail one by one', async () => {
  const { client, QueueUrl, receive } = await open('work');
  const Entries = [
    { Id: 'good', MessageBody: 'a' },
    { Id: 'bad', MessageBody: 'b', MessageDeduplicationId: 'd' },
  ];
  const sent = await client.send(new sqs.SendMessageBatchCommand({ QueueUrl, Entries }));
  expect(sent.Successful?.map(({ Id }) => Id)).toEqual(['good']);
  expect(sent.Failed).toEqual([
    {
      Id: 'bad',
      SenderFault: true,
      Code: 'InvalidParameterValue',
      Message: expect.stringContaining('MessageDeduplicationId'),
    },
  ]);
  const [message] = await receive();
  const changed = await client.send(
    new sqs.ChangeMessageVisibilityBatchCommand({
      QueueUrl,
      Entries: [
        { Id: 'known', ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout: 0 },
        { Id: 'unknown', ReceiptHandle: 'guess', VisibilityTimeout: 0 },
      ],
    }),
  );
  expect(changed.Successful).toEqual([{ Id: 'known' }]);
  expect(changed.Failed?.map(({ Id, Code }) => [Id, Code])).toEqual([
    ['unknown', 'ReceiptHandleIsInvalid'],
  ]);
  expect(bodies(await receive())).toEqual(['a']);
});

test('a queue of dead letters lists the queues that use it', async () => {
  const { client, create, QueueUrl, organization } = await open('letters');
  const arn = `arn:aws:sqs:us-east-1:${organization.managementAccountId}:letters`;
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: 3 });
  const source = await create('work', { RedrivePolicy });
  await create('other');
  const { queueUrls } = await client.send(new sqs.ListDeadLetterSourceQueuesCommand({ QueueUrl }));
  expect(queueUrls).toEqual([source.QueueUrl]);
});
