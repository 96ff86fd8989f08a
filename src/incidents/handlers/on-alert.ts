/**
 * Handles alerts of the queue: budgets of accounts publish on topics, which the queue is subscribed to. A record that
 * cannot be read, or that SNS has not signed, costs only itself, and is reported.
 */

import * as z from 'zod';
import { classify } from '../../aws/failures.ts';
import type { EventHandler } from '../../lifecycle/handlers/event-handler.ts';
import type { FailedMessage, HandlerResult } from '../../lifecycle/handlers/handler-result.ts';
import type { Lifecycle } from '../../lifecycle/lifecycle.ts';
import type { Fetch } from '../../notifications/post-webhook.ts';
import { readAccountLabel } from '../account-facts.ts';
import { publishException } from '../publish-exception.ts';
import { notificationVerifier, type VerifyNotification } from '../sns-signature.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
const batchSchema = z.object({ Records: z.array(z.unknown()) });
const recordSchema = z.object({ messageId: z.string(), body: z.string() });

/** https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html */
const notificationSchema = z.object({
  Type: z.literal('Notification'),
  MessageId: z.string(),
  TopicArn: z.string().regex(/^arn:aws[\w-]*:sns:[\w-]+:\d{12}:[\w-]+$/),
  Message: z.string(),
});

type Alert = z.output<typeof notificationSchema>;

export function onAlert(fetch: Fetch = globalThis.fetch): EventHandler {
  const isSigned = notificationVerifier(fetch);
  return (lifecycle, event) => handleBatch({ lifecycle, isSigned }, event);
}

interface AlertAccess {
  readonly lifecycle: Lifecycle;
  readonly isSigned: VerifyNotification;
}

async function handleBatch(access: AlertAccess, event: unknown): Promise<HandlerResult> {
  const { Records } = batchSchema.parse(event);
  const results: HandlerResult[] = [];
  const failed: FailedMessage[] = [];
  const handle = async (record: unknown) => {
    const { data } = recordSchema.safeParse(record);
    try {
      results.push(await handleRecord(access, data, record));
    } catch (error) {
      // Without an id it cannot be delivered again, and the whole batch is.
      if (!data) throw error;
      failed.push({ messageId: data.messageId, reason: classify(error).message });
    }
  };
  await Promise.all(Records.map(handle));
  return { did: 'batch', results, failed };
}

async function handleRecord(
  { lifecycle, isSigned }: AlertAccess,
  record: z.output<typeof recordSchema> | undefined,
  received: unknown,
): Promise<HandlerResult> {
  const body = record && parseJson(record.body);
  const alert = (await isSigned(body)) ? notificationSchema.safeParse(body).data : undefined;
  if (alert) return publishAlert(lifecycle, alert);
  const label = 'GenericException';
  const message = record?.body ?? JSON.stringify(received) ?? String(received);
  await publishException(lifecycle, {
    label,
    title: 'Exception received over SQS',
    message,
    source: `sqs ${record?.messageId ?? message}`,
  });
  return { did: 'record', label };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** SNS may deliver a message twice, in two messages of the queue: its own id is the same. */
async function publishAlert(
  lifecycle: Lifecycle,
  { TopicArn, MessageId, Message }: Alert,
): Promise<HandlerResult> {
  const accountId = TopicArn.split(':')[4] ?? '';
  const name = await readAccountLabel(lifecycle, accountId);
  const label = 'BudgetAlertException';
  await publishException(lifecycle, {
    label,
    accountId,
    title: `Budget alert on account '${name}'`,
    message: `A budget of account ${name} has sent the following alert.\n\n----\n\n${Message}`,
    source: `sns ${TopicArn} ${MessageId}`,
  });
  return { did: 'record', label, accountId };
}
