/**
 * Alerts of many accounts as they may really arrive: delivered twice, in any order, mixed with garbage, while AWS refuses
 * some calls, and handled by several workers at a time.
 */

import type { EventHandler } from '../lifecycle/handlers/event-handler.ts';
import type { Lifecycle } from '../lifecycle/lifecycle.ts';
import { seededRandom } from '../rehearsal/seeded-random.ts';
import type { FeatureSettings } from '../settings/settings.ts';
import {
  alertRecord,
  type IncidentEnvironment,
  openIncidentEnvironment,
} from './incident-environment.ts';

interface StormOptions {
  /** Deliveries to the queue. */
  readonly records: number;
  readonly seed: number;
  readonly features: Partial<FeatureSettings>;
  /** Prepares the environment before the storm. */
  readonly prepare?: (environment: IncidentEnvironment) => Promise<void>;
}

export interface StormResult {
  readonly environment: IncidentEnvironment;
  /** What each real alert says, and each piece of garbage: all different. */
  readonly texts: readonly string[];
  /** Deliveries of events to OnException, repetitions included. */
  readonly deliveries: number;
}

const accounts = 20;
const batchSize = 10;
const workers = 4;

export async function runAlertStorm(options: StormOptions): Promise<StormResult> {
  const environment = await openIncidentEnvironment(options.features);
  await options.prepare?.(environment);
  const random = seededRandom(options.seed);
  const { records, texts } = storm(environment, options.records, random);
  const stopFaults = addFaults(environment);
  await drain(environment, { handler: environment.onAlert, events: batches(records) });
  const events = shuffled(
    environment.exceptions.flatMap((event) => (random() < 0.2 ? [event, event] : [event])),
    random,
  );
  await drain(environment, { handler: environment.onException, events });
  stopFaults();
  return { environment, texts, deliveries: events.length };
}

/** A third of the records are repetitions: by the queue, or by the topic. One in twenty is garbage. */
function storm(
  { addAccount }: IncidentEnvironment,
  count: number,
  random: () => number,
): { readonly records: readonly object[]; readonly texts: readonly string[] } {
  const ids = Array.from({ length: accounts }, (_, index) => addAccount(`account-${index}`));
  const texts: string[] = [];
  const records: object[] = [];
  while (records.length < count) {
    const number = texts.length;
    const messageId = `sqs-${number}`;
    if (random() < 0.05) {
      const body = `garbage ${number} {"Type":"Notification"`;
      texts.push(body);
      records.push({ messageId, body });
      continue;
    }
    const message = `alert number ${number}.`;
    texts.push(message);
    const id = ids[Math.floor(random() * ids.length)] ?? '';
    const record = alertRecord(id, { message, snsId: `sns-${number}`, messageId });
    records.push(record);
    if (random() < 0.25) records.push(record);
    if (random() < 0.25) records.push({ ...record, messageId: `${messageId}-again` });
  }
  return { records: shuffled(records, random), texts };
}

function batches(records: readonly object[]): readonly object[] {
  const starts = Array.from({ length: Math.ceil(records.length / batchSize) }, (_, at) => at);
  return starts.map((at) => ({ Records: records.slice(at * batchSize, (at + 1) * batchSize) }));
}

/** Those that a retry helps against. */
function addFaults({ organization }: IncidentEnvironment): () => void {
  const fault = { error: { code: 'InternalServerError', status: 500 } } as const;
  const removals = ['CreateOpsItem', 'UpdateOpsItem', 'PutEvents', 'StartIncident'].map(
    (operation) => organization.fault({ operation, probability: 0.02, fault }),
  );
  return () => {
    for (const remove of removals) remove();
  };
}

interface Drained {
  readonly handler: EventHandler;
  readonly events: readonly object[];
}

/** Handles all events, several at a time; those that failed are delivered again, as a queue does. */
async function drain(
  { lifecycle, advanceUntilDone, clock }: IncidentEnvironment,
  { handler, events }: Drained,
): Promise<void> {
  const waiting = [...events];
  const work = async (worker: Lifecycle) => {
    for (let event = waiting.shift(); event; event = waiting.shift()) {
      try {
        const result = await handler(worker, event, { remainingMs: () => 300_000 });
        const failed = new Set('failed' in result ? result.failed.map((one) => one.messageId) : []);
        const { Records = [] } = event as { readonly Records?: readonly { messageId: string }[] };
        const again = Records.filter(({ messageId }) => failed.has(messageId));
        if (again.length > 0) waiting.push({ Records: again });
      } catch {
        waiting.push(event);
        await clock.sleep(1_000);
      }
    }
  };
  const all = Array.from({ length: workers }, () => lifecycle.asWorker());
  await advanceUntilDone(() => Promise.all(all.map(work)));
}

function shuffled<T>(items: readonly T[], random: () => number): readonly T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
