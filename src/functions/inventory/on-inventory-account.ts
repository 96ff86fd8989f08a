/** Collects one account of an inventory into the reports bucket; the last one finishes the run. */

import * as z from 'zod';
import { classify } from '../../aws/failures.ts';
import { loadCatalogue } from '../../inventory/catalogue/catalogue.ts';
import { collectInto } from '../../inventory/collect/collect-into.ts';
import { failedManifest } from '../../inventory/collect/manifest.ts';
import { manifestFile } from '../../inventory/layout.ts';
import type { InventoryStore } from '../../inventory/store/store.ts';
import { writeJson } from '../../inventory/store/write-json.ts';
import type { EventHandler } from '../../lifecycle/handlers/event-handler.ts';
import type { FailedMessage, HandlerResult } from '../../lifecycle/handlers/handler-result.ts';
import { ignored } from '../../lifecycle/handlers/handler-result.ts';
import type { Lifecycle } from '../../lifecycle/lifecycle.ts';
import { parseJson } from '../../model/parse-json.ts';
import { bucketStore } from './bucket-store.ts';
import { finishRun } from './finish-run.ts';
import { type InventoryMessage, inventoryMessageSchema } from './inventory-message.ts';
import { openReadOnlySession } from './read-only-session.ts';

const batchSchema = z.object({
  Records: z.array(
    z.object({
      messageId: z.string(),
      body: z.string(),
      attributes: z.object({ ApproximateReceiveCount: z.coerce.number() }),
    }),
  ),
});

/** Deliveries after which an account counts as failed. Fewer than those after which a message is a dead letter. */
const maxDeliveries = 3;
/** To write what is known before the invocation is ended. */
const reservedMs = 30_000;

export const onInventoryAccount: EventHandler = async (lifecycle, event, context) => {
  const results: HandlerResult[] = [];
  const failed: FailedMessage[] = [];
  for (const { messageId, body, attributes } of batchSchema.parse(event).Records) {
    const message = inventoryMessageSchema.safeParse(parseJson(body));
    if (!message.success) {
      results.push(ignored(`message ${messageId} is not valid`));
      continue;
    }
    const isLast = attributes.ApproximateReceiveCount >= maxDeliveries;
    const signal = AbortSignal.timeout(Math.max(0, context.remainingMs() - reservedMs));
    const reason = await collect(lifecycle, message.data, { isLast, signal });
    if (reason !== undefined) failed.push({ messageId, reason });
    else results.push(recorded(message.data));
  }
  return { did: 'batch', results, failed };
};

function recorded({ account }: InventoryMessage): HandlerResult {
  return { did: 'record', label: 'InventoryOfAccount', accountId: account.id };
}

interface Attempt {
  /** The account counts as failed when it fails now. */
  readonly isLast: boolean;
  readonly signal: AbortSignal;
}

/** Returns why the message has to be delivered again. */
async function collect(
  lifecycle: Lifecycle,
  { run, account, once }: InventoryMessage,
  { isLast, signal }: Attempt,
): Promise<string | undefined> {
  const store = bucketStore(lifecycle);
  const path = manifestFile(run.date, run.runId, account.id);
  // A message may be delivered twice.
  if ((await store.read(path)) === undefined) {
    try {
      await collectAccount(lifecycle, store, { run, account, once }, signal);
    } catch (error) {
      const failure = classify(error);
      const isOver = isLast || !failure.retryable || signal.aborted;
      if (!isOver) return `${failure.message} (${failure.code})`;
      const at = new Date(lifecycle.clock.now()).toISOString();
      const manifest = failedManifest({
        runId: run.runId,
        account: toAccount(account),
        at,
        failure,
      });
      await writeJson(store, path, manifest);
    }
  }
  await finishRun(lifecycle, store, run);
  return undefined;
}

async function collectAccount(
  lifecycle: Lifecycle,
  store: InventoryStore,
  { run, account, once }: InventoryMessage,
  signal: AbortSignal,
): Promise<void> {
  const { version: catalogueVersion, entries, byKey } = loadCatalogue();
  const session = await openReadOnlySession(lifecycle, toAccount(account), signal);
  await collectInto(session, {
    store,
    run,
    entries: entries.filter(({ oncePerRun }) => once || !oncePerRun),
    byKey,
    catalogueVersion,
    regions: 'enabled',
    formats: ['ndjson'],
    writeParquet: async () => {},
    clock: lifecycle.clock,
  });
}

function toAccount({ id, name, ouPath }: InventoryMessage['account']) {
  return {
    id,
    ...(name !== undefined && { name }),
    ...(ouPath !== undefined && { ouPath }),
  };
}
