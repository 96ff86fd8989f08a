/** The queue of accounts that workers advance. */

import { fanOut } from '../../fleet/fan-out.ts';
import type { Lifecycle } from '../lifecycle.ts';
import type { AccountMessage } from '../model/account-message.ts';
import { accountsQueue } from '../routes/routes.ts';

export interface AccountQueue {
  /** Throws when a message was not taken: the planner is tried again, and duplicates do no harm. */
  send(messages: readonly AccountMessage[]): Promise<void>;
}

/** The maximum of SQS. */
const batchSize = 10;
const concurrency = 10;

export function accountQueue({ hub, inHub, clock }: Lifecycle): AccountQueue {
  const sqs = inHub('sqs');
  const sendBatch = async (QueueUrl: string, messages: readonly AccountMessage[]) => {
    const Entries = messages.map((message, index) => ({
      Id: String(index),
      MessageBody: JSON.stringify(message),
    }));
    const { Failed = [] } = (await sqs.call('SendMessageBatch', { QueueUrl, Entries })) as {
      readonly Failed?: readonly { readonly Message?: string }[];
    };
    const [failed] = Failed;
    if (failed) throw new Error(`${Failed.length} messages were not sent: ${failed.Message}`);
  };
  return {
    async send(messages) {
      if (messages.length === 0) return;
      const QueueName = `${hub.environment}${accountsQueue}`;
      const { QueueUrl } = await sqs.call('GetQueueUrl', { QueueName });
      const send = (batch: readonly AccountMessage[]) => sendBatch(String(QueueUrl), batch);
      for await (const settled of fanOut(batchesOf(messages), send, { concurrency, clock })) {
        if (settled.status === 'failed') throw settled.error;
      }
    },
  };
}

function batchesOf<T>(items: readonly T[]): T[][] {
  const batches: T[][] = [];
  for (let at = 0; at < items.length; at += batchSize)
    batches.push(items.slice(at, at + batchSize));
  return batches;
}
