/**
 * Collects accounts in threads of their own, because a call costs more processor time than one thread has. An account is
 * collected by one thread, so the pacing of its quotas is whole: AWS counts calls per account. What accounts share (the
 * organization, the roles, the run's own files) stays with the thread that opens these.
 */

import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { AwsCredentialIdentity } from '@smithy/types';
import type { AwsAttempt } from '../../../aws/clients.ts';
import type { Session } from '../../../aws/session.ts';
import type { AccountManifest } from '../../record.ts';
import type { AccountCollector } from '../account-collector.ts';
import type { CallCounts, FromThread, ThreadSetup, ToThread } from './messages.ts';
import { isSentError, receivedError, sentError } from './sent-error.ts';

export interface ThreadsOptions {
  /** Maximum number of threads. */
  readonly threads: number;
  readonly setup: ThreadSetup;
  /** The caller's own, for a store in a bucket. */
  readonly credentials: () => Promise<AwsCredentialIdentity>;
  readonly onRecords?: ((count: number) => void) | undefined;
  readonly onAttempt?: ((attempt: AwsAttempt) => void) | undefined;
}

export interface CollectorThreads extends AccountCollector {
  close(): Promise<void>;
}

interface RunningAccount {
  readonly session: Session;
  readonly result: PromiseWithResolvers<AccountManifest>;
}

interface CollectorThread {
  readonly worker: Worker;
  readonly accounts: Map<string, RunningAccount>;
  counts: CallCounts;
}

/** The file of a thread: a source in a clone, and built in the package. */
const threadFile = new URL(`./thread${extname(import.meta.filename)}`, import.meta.url);
/** V8's default is four times that, which every thread would fill before it collects garbage. */
const resourceLimits = { maxYoungGenerationSizeMb: 32 };

export function openThreads(options: ThreadsOptions): CollectorThreads {
  const threads = new Set<CollectorThread>();
  const ended = { calls: 0, throttled: 0 };

  const start = (): CollectorThread => {
    const worker = new Worker(threadFile, { workerData: options.setup, resourceLimits });
    const thread: CollectorThread = {
      worker,
      accounts: new Map(),
      counts: { calls: 0, throttled: 0 },
    };
    worker.on('message', (message: FromThread) => receive(thread, message, options));
    let cause: unknown;
    worker.on('error', (error) => {
      cause = error;
    });
    worker.on('exit', (code) => {
      threads.delete(thread);
      ended.calls += thread.counts.calls;
      ended.throttled += thread.counts.throttled;
      failAll(thread, cause ?? new Error(`a collecting thread ended with code ${code}`));
    });
    threads.add(thread);
    return thread;
  };

  const nextThread = (): CollectorThread => {
    if (threads.size < options.threads) return start();
    return [...threads].reduce((a, b) => (b.accounts.size < a.accounts.size ? b : a));
  };

  return {
    get counts() {
      return [...threads].reduce(
        ({ calls, throttled }, { counts }) => ({
          calls: calls + counts.calls,
          throttled: throttled + counts.throttled,
        }),
        ended,
      );
    },
    collect: (session, entries) =>
      collectIn(
        nextThread(),
        session,
        entries.map(({ key }) => key),
      ),
    async close() {
      await Promise.all([...threads].map(({ worker }) => worker.terminate()));
    },
  };
}

async function collectIn(
  { worker, accounts }: CollectorThread,
  session: Session,
  entries: readonly string[],
): Promise<AccountManifest> {
  const { account, region, role: assumed, signal } = session;
  const result = Promise.withResolvers<AccountManifest>();
  accounts.set(account.id, { session, result });
  post(worker, { type: 'collect', task: { account, region, assumed, entries } });
  const cancel = () => post(worker, { type: 'cancel', accountId: account.id });
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) cancel();
  try {
    return await result.promise;
  } catch (error) {
    // A deadline differs from an interruption, which only this thread knows.
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', cancel);
    accounts.delete(account.id);
  }
}

function receive(thread: CollectorThread, message: FromThread, options: ThreadsOptions): void {
  switch (message.type) {
    case 'credentials':
      void provide(thread, message.owner, options);
      return;
    case 'records':
      thread.counts = message.counts;
      options.onRecords?.(message.count);
      return;
    case 'attempt':
      options.onAttempt?.(message.attempt);
      return;
    case 'collected': {
      thread.counts = message.counts;
      const { result } = thread.accounts.get(message.accountId) ?? {};
      if (isSentError(message.result)) result?.reject(receivedError(message.result));
      else result?.resolve(message.result);
    }
  }
}

async function provide(
  { worker, accounts }: CollectorThread,
  owner: string | undefined,
  { credentials }: ThreadsOptions,
): Promise<void> {
  const session = owner === undefined ? undefined : accounts.get(owner)?.session;
  const ask = session ? session.credentials : credentials;
  const found = owner !== undefined && !session ? gone(owner) : ask().catch(sentError);
  post(worker, { type: 'credentials', owner, found: await found });
}

/** Another account's credentials would be wrong for a call that is still under way. */
function gone(owner: string) {
  return sentError(new DOMException(`account ${owner} is no longer collected`, 'AbortError'));
}

function post(worker: Worker, message: ToThread): void {
  worker.postMessage(message);
}

function failAll({ accounts }: CollectorThread, cause: unknown): void {
  for (const { result } of accounts.values()) result.reject(cause);
}
