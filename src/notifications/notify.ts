/** Sends a notification through all channels at once. One that is broken or slow does not affect the others. */

import { classify } from '../aws/failures.ts';
import type { Clock } from '../model/clock.ts';
import { type Channel, type ChannelResult, SendFailed } from './channel.ts';
import type { OperatorNotice } from './notification.ts';

/** Of one channel, with all retries: an invocation must end in time. */
const deadlineMs = 60_000;

/** Returns a result per channel, in their order. Never throws. */
export function notify(
  channels: readonly Channel[],
  notification: OperatorNotice,
  clock: Clock,
): Promise<readonly ChannelResult[]> {
  return Promise.all(channels.map((channel) => sendThrough(channel, notification, clock)));
}

async function sendThrough(
  channel: Channel,
  notification: OperatorNotice,
  clock: Clock,
): Promise<ChannelResult> {
  const { name } = channel;
  const late = new AbortController();
  const done = new AbortController();
  // A channel that ignores its signal is left behind.
  const overdue = clock.sleep(deadlineMs, done.signal).then((): never => {
    const error = new SendFailed(`no result within ${deadlineMs / 1000} s`, 0);
    late.abort(error);
    throw error;
  });
  overdue.catch(() => {});
  try {
    const { attempts } = await Promise.race([channel.send(notification, late.signal), overdue]);
    return { channel: name, status: 'sent', attempts };
  } catch (error) {
    return { channel: name, status: 'failed', ...failureOf(error) };
  } finally {
    done.abort();
  }
}

/** The message of an unknown error may contain the address that was called: only its code is reported. */
function failureOf(error: unknown): { readonly attempts: number; readonly reason: string } {
  if (error instanceof SendFailed) return { attempts: error.attempts, reason: error.message };
  return { attempts: 1, reason: classify(error).code };
}
