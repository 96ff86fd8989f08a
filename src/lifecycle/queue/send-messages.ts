/** Sends messages to a queue of the installation. */

import { fanOut } from '../../fleet/fan-out.ts';
import { functionName } from '../hub/names.ts';
import type { Lifecycle } from '../lifecycle.ts';

/** The maximum of SQS. */
const batchSize = 10;
const concurrency = 10;

/**
 * `queue`: its name, after the environment's identifier. Throws when a message was not taken: the planner is tried again,
 * and duplicates do no harm.
 */
export async function sendMessages(
  lifecycle: Pick<Lifecycle, 'hub' | 'inHub' | 'clock'>,
  queue: string,
  messages: readonly object[],
): Promise<void> {
  if (messages.length === 0) return;
  const sqs = lifecycle.inHub('sqs');
  const { QueueUrl } = await sqs.call('GetQueueUrl', { QueueName: functionName(lifecycle, queue) });
  const send = async (batch: readonly object[]) => {
    const Entries = batch.map((message, index) => ({
      Id: String(index),
      MessageBody: JSON.stringify(message),
    }));
    const { Failed = [] } = (await sqs.call('SendMessageBatch', { QueueUrl, Entries })) as {
      readonly Failed?: readonly { readonly Message?: string }[];
    };
    const [failed] = Failed;
    if (failed) throw new Error(`${Failed.length} messages were not sent: ${failed.Message}`);
  };
  const { clock } = lifecycle;
  for await (const settled of fanOut(batchesOf(messages), send, { concurrency, clock })) {
    if (settled.status === 'failed') throw settled.error;
  }
}

function batchesOf<T>(items: readonly T[]): T[][] {
  const batches: T[][] = [];
  for (let at = 0; at < items.length; at += batchSize)
    batches.push(items.slice(at, at + batchSize));
  return batches;
}
