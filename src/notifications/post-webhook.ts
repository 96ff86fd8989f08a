/**
 * Posts JSON to a webhook: time-outs, retries with increasing waits, and the receiver's own wish (Retry-After). The
 * address is a secret, as is everything that the receiver answers: errors contain a status or a code only.
 */

import { classify } from '../aws/failures.ts';
import type { Clock } from '../model/clock.ts';
import { SendFailed, type SentMessage } from './channel.ts';

/** The network, as `fetch` offers it. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface WebhookAccess {
  readonly fetch: Fetch;
  readonly clock: Clock;
}

export interface WebhookPost {
  readonly url: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether the text of a successful response still means a failure, and which. Default: it does not. */
  readonly rejected?: (text: string) => Rejection | undefined;
}

export interface Rejection {
  readonly reason: string;
  readonly retryable: boolean;
  /** What the receiver asked for. */
  readonly waitMs?: number;
}

const attemptTimeoutMs = 10_000;
const maxAttempts = 4;
const firstWaitMs = 1_000;
/** Longer waits belong to the next delivery. */
const maxWaitMs = 20_000;

/** Throws a {@link SendFailed}. */
export async function postWebhook(
  access: WebhookAccess,
  post: WebhookPost,
  signal: AbortSignal,
): Promise<SentMessage> {
  const problem = checkUrl(post.url);
  if (problem) throw new SendFailed(problem, 0);
  for (let attempts = 1; ; attempts++) {
    const rejection = await attempt(access, post, signal);
    if (!rejection) return { attempts };
    const { reason, retryable, waitMs = firstWaitMs * 2 ** (attempts - 1) } = rejection;
    if (waitMs > maxWaitMs) {
      const seconds = Math.ceil(waitMs / 1000);
      throw new SendFailed(`${reason}; the receiver asks to wait for ${seconds} s`, attempts);
    }
    if (!retryable || attempts === maxAttempts) throw new SendFailed(reason, attempts);
    await access.clock.sleep(waitMs, signal);
  }
}

/** Plain HTTP only on this machine, for tests and the simulator. */
function checkUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return 'the address is not a URL';
  const { protocol, hostname } = new URL(text);
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  if (protocol === 'https:' || (protocol === 'http:' && isLocal)) return undefined;
  return 'the address does not begin with https://';
}

async function attempt(
  { fetch, clock }: WebhookAccess,
  { url, body, headers, rejected }: WebhookPost,
  signal: AbortSignal,
): Promise<Rejection | undefined> {
  const late = new AbortController();
  const done = new AbortController();
  const timer = clock.sleep(attemptTimeoutMs, done.signal).then((): Rejection => {
    late.abort(new DOMException('timed out', 'TimeoutError'));
    return { reason: `no response within ${attemptTimeoutMs / 1000} s`, retryable: true };
  });
  timer.catch(() => {});
  const request = async (): Promise<Rejection | undefined> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'flotilla', ...headers },
      body,
      // Another host must not receive what was meant for this one.
      redirect: 'manual',
      signal: AbortSignal.any([signal, late.signal]),
    });
    const text = await response.text();
    return response.ok ? rejected?.(text) : refusal(response, clock);
  };
  try {
    return await Promise.race([request(), timer]);
  } catch (error) {
    signal.throwIfAborted();
    if (late.signal.aborted) return await timer;
    return { reason: `the receiver cannot be reached (${classify(error).code})`, retryable: true };
  } finally {
    done.abort();
  }
}

/** https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
function refusal({ status, headers }: Response, clock: Clock): Rejection {
  const retryable = status === 429 || status === 408 || status >= 500;
  const waitMs = retryable ? retryAfterMs(headers.get('retry-after'), clock) : undefined;
  return { reason: `HTTP ${status}`, retryable, ...(waitMs !== undefined && { waitMs }) };
}

function retryAfterMs(value: string | null, clock: Clock): number | undefined {
  if (value === null || value === '') return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - clock.now());
}
