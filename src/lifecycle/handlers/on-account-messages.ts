/** Handles a batch of the accounts queue: each message advances one account. */

import * as z from 'zod';
import { classify } from '../../aws/failures.ts';
import { parseJson } from '../../model/parse-json.ts';
import { AccountBusy } from '../engine/advance.ts';
import { processMessage } from '../engine/process-message.ts';
import { accountMessageSchema } from '../model/account-message.ts';
import { publishRefused } from '../windows/publish-refused.ts';
import type { EventHandler } from './event-handler.ts';
import { advanced, type FailedMessage, type HandlerResult, ignored } from './handler-result.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
const batchSchema = z.object({
  Records: z.array(z.object({ messageId: z.string(), body: z.string() })),
});

/** What an account may need when its role is new and its build starts. */
const minRemainingMs = 60_000;

export const onAccountMessages: EventHandler = async (lifecycle, event, context) => {
  const { Records } = batchSchema.parse(event);
  const results: HandlerResult[] = [];
  const failed: FailedMessage[] = [];
  const process = async ({ messageId, body }: (typeof Records)[number]): Promise<void> => {
    const message = accountMessageSchema.safeParse(parseJson(body));
    // It would be refused every time; nothing but this queue's own planners sends messages.
    if (!message.success) return void results.push(ignored(`message ${messageId} is not valid`));
    if (context.remainingMs() < minRemainingMs)
      return void failed.push({ messageId, reason: 'no time is left in this invocation' });
    try {
      results.push(advanced(await processMessage(lifecycle, message.data)));
    } catch (error) {
      const { retryable, code, message: reason } = classify(error);
      if (retryable || error instanceof AccountBusy) return void failed.push({ messageId, reason });
      const { account, window } = message.data;
      if (window) {
        const { openedAt } = window;
        await publishRefused(lifecycle, [{ accountId: account.id, openedAt, code }]);
      }
      results.push({ did: 'fail', accountId: account.id, reason: `${reason} (${code})` });
    }
  };
  await Promise.all(Records.map(process));
  await lifecycle.meter.flush();
  return { did: 'batch', results, failed };
};
