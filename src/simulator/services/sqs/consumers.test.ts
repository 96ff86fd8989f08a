import { CreateQueueCommand, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { virtualClock } from '../../clock.ts';
import { driveUntil } from '../../drive.ts';
import { simulateOrganization } from '../../simulate-organization.ts';

const minuteMs = 60_000;

interface QueueEvent {
  readonly Records: readonly { readonly messageId: string; readonly body: string }[];
}

/** A queue whose function fails the messages that `isRefused` names. */
async function openQueue(isRefused: (body: string) => boolean) {
  const clock = virtualClock();
  const organization = simulateOrganization({ clock });
  const sqs = new SQSClient({ ...organization.access(), region: 'us-east-1' });
  const create = async (QueueName: string, Attributes: Record<string, string>) =>
    (await sqs.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl ?? '';
  const arnOf = (name: string) =>
    `arn:aws:sqs:us-east-1:${organization.managementAccountId}:${name}`;
  await create('letters', {});
  const url = await create('work', {
    VisibilityTimeout: '360',
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arnOf('letters'), maxReceiveCount: 2 }),
  });
  const batches: string[][] = [];
  organization.addFunction({
    accountId: organization.managementAccountId,
    region: 'us-east-1',
    name: 'worker',
    queue: { arn: arnOf('work'), batchSize: 2 },
    handle: async (event) => {
      const { Records } = event as QueueEvent;
      batches.push(Records.map(({ body }) => body));
      const failed = Records.filter(({ body }) => isRefused(body));
      return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
    },
  });
  const send = (bodies: readonly string[]) => {
    const Entries = bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
    return sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
  };
  const advance = (ms: number) => driveUntil({ organization, clock }, clock.now() + ms);
  return { batches, send, advance };
}

test('a function receives the messages of its queue in batches, each once', async () => {
  const { batches, send, advance } = await openQueue(() => false);
  await send(['a', 'b', 'c']);

  await advance(60 * minuteMs);

  expect(batches).toEqual([['a', 'b'], ['c']]);
});

test('only messages that failed are delivered again, and given up after too many times', async () => {
  const { batches, send, advance } = await openQueue((body) => body === 'b');
  await send(['a', 'b']);

  await advance(60 * minuteMs);

  expect(batches).toEqual([['a', 'b'], ['b']]);
});
