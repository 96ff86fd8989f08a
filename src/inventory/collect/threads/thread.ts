/** A thread that collects accounts: `openThreads` starts it. It holds no credentials but those that it asks for. */

import { parentPort, workerData } from 'node:worker_threads';
import type { AwsCredentialIdentity } from '@smithy/types';
import { openFleet } from '../../../aws/open-fleet.ts';
import { refreshing } from '../../../aws/refreshing.ts';
import { openSession } from '../../../aws/session.ts';
import { writeParquet } from '../../read/write-parquet.ts';
import type { AccountManifest } from '../../record.ts';
import { openStore } from '../../store/open-store.ts';
import { collectInto } from '../collect-into.ts';
import type { AccountTask, FromThread, ThreadSetup, ToThread } from './messages.ts';
import { isSentError, receivedError, type SentError, sentError } from './sent-error.ts';

const setup = workerData as ThreadSetup;
const { run, out, byKey, catalogueVersion, regions, formats, reconCompatible } = setup;

type Waiting = PromiseWithResolvers<AwsCredentialIdentity>;
/** Requests for credentials, by account; undefined is the caller. */
const waiting = new Map<string | undefined, Waiting[]>();
const cancellations = new Map<string, AbortController>();

const fleet = openFleet({
  ...(setup.endpoint !== undefined && { endpoint: setup.endpoint }),
  ...(setup.region !== undefined && { region: setup.region }),
  credentials: () => credentialsOf(undefined),
  ...(setup.observed && { onAttempt: (attempt) => send({ type: 'attempt', attempt }) }),
});
const store = openStore(fleet, out);
store.catch(() => {}); // Thrown where it is awaited.

parentPort?.on('message', (message: ToThread) => {
  if (message.type === 'collect') void perform(message.task);
  else if (message.type === 'cancel') cancellations.get(message.accountId)?.abort();
  else settle(message.owner, message.found);
});

function send(message: FromThread): void {
  parentPort?.postMessage(message);
}

function credentialsOf(owner: string | undefined): Promise<AwsCredentialIdentity> {
  const request: Waiting = Promise.withResolvers();
  waiting.set(owner, [...(waiting.get(owner) ?? []), request]);
  send({ type: 'credentials', owner });
  return request.promise;
}

/** One response for each request, in their order. */
function settle(owner: string | undefined, found: AwsCredentialIdentity | SentError): void {
  const [request, ...others] = waiting.get(owner) ?? [];
  if (others.length > 0) waiting.set(owner, others);
  else waiting.delete(owner);
  if (isSentError(found)) request?.reject(receivedError(found));
  else request?.resolve(found);
}

async function perform(task: AccountTask): Promise<void> {
  const accountId = task.account.id;
  const cancellation = new AbortController();
  cancellations.set(accountId, cancellation);
  const result = await collect(task, cancellation.signal).catch(sentError);
  cancellations.delete(accountId);
  send({ type: 'collected', accountId, result, counts: { ...fleet.pacer.counts } });
}

async function collect(
  { account, region, assumed, entries }: AccountTask,
  signal: AbortSignal,
): Promise<AccountManifest> {
  const credentials = refreshing(fleet.clock, () => credentialsOf(account.id));
  const target = { account, ...(region !== undefined && { region }) };
  const session = openSession({ fleet, target, role: { assumed, credentials }, signal });
  return collectInto(session, {
    ...{ run, byKey, catalogueVersion, regions, formats, reconCompatible, writeParquet },
    store: await store,
    entries: entries.flatMap((key) => byKey.get(key) ?? []),
    clock: fleet.clock,
    onRecords: (count) => send({ type: 'records', count, counts: { ...fleet.pacer.counts } }),
  });
}
