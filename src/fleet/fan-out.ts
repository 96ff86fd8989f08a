/**
 * Runs an operation over many items, never more than the limit at once, and streams the outcome of each. It knows
 * nothing of AWS: its guarantees are about order, limits, deadlines, cancellation and memory.
 */

import { type Clock, wallClock } from '../model/clock.ts';
import { attempt } from './attempt.ts';
import { type LookAhead, lookAhead } from './look-ahead.ts';
import { createNotifier } from './notifier.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import type { FanOutOperation, SettledItem } from './settled-item.ts';

export interface FanOutOptions<I> {
  /** Maximum operations at once, 1 or more. */
  readonly concurrency: number;
  /** For one item. Default: none. */
  readonly timeoutMs?: number | undefined;
  /** Stops the run: nothing new starts, and running operations are cancelled. */
  readonly signal?: AbortSignal | undefined;
  /** `completion` (default) or `input`, which holds finished items back until their predecessors are done. */
  readonly order?: 'completion' | 'input' | undefined;
  /** Called after each item: a reason stops the run, and running operations may finish. */
  readonly stopWhen?: ((progress: FanOutProgress) => string | undefined) | undefined;
  readonly clock?: Clock | undefined;
  /** Default: an item is first seen when it starts. */
  readonly ahead?: LookAhead<I> | undefined;
}

export interface FanOutProgress {
  readonly done: number;
  readonly failed: number;
  /** Known when the items are an array. */
  readonly total: number | undefined;
}

type Items<I> = readonly I[] | AsyncIterable<I>;

/** How long a cancelled operation may take to stop before the run ends without it. */
const graceMs = 500;
/** Finished items that wait for the reader, per slot: a slow reader slows the run, and memory stays flat. */
const backlogPerSlot = 4;

/** Leaving the loop that reads it cancels the run. */
export async function* fanOut<I, T>(
  items: Items<I>,
  operation: FanOutOperation<I, T>,
  options: FanOutOptions<I>,
): AsyncGenerator<SettledItem<I, T>, void, undefined> {
  const run = new Run(items, operation, options);
  const over = run.start();
  over.catch(() => {}); // Thrown below, after the outcomes of started items.
  try {
    yield* run.settled();
    await over;
  } finally {
    run.cancel(new DOMException('the reader of the outcomes has left', 'AbortError'));
  }
}

class Run<I, T> {
  readonly #items: Items<I>;
  readonly #operation: FanOutOperation<I, T>;
  readonly #options: FanOutOptions<I>;
  readonly #clock: Clock;
  readonly #cancelled = new AbortController();
  readonly #notifier = createNotifier();
  readonly #cancelling = Promise.withResolvers<void>();
  readonly #outbox: Outbox<SettledItem<I, T>>;
  readonly #running = new Map<number, { readonly item: I; readonly startedAt: number }>();
  readonly #progress: { done: number; failed: number; readonly total: number | undefined };
  #stopped: string | undefined;
  #over = false;

  constructor(items: Items<I>, operation: FanOutOperation<I, T>, options: FanOutOptions<I>) {
    this.#items = items;
    this.#operation = operation;
    this.#options = options;
    this.#clock = options.clock ?? wallClock;
    this.#outbox = createOutbox(options.order ?? 'completion');
    this.#progress = { done: 0, failed: 0, total: 'length' in items ? items.length : undefined };
  }

  /** Resolves when every outcome is in the outbox; rejects when the items cannot be read. */
  async start(): Promise<void> {
    const { signal } = this.#options;
    const cancel = () => this.cancel(signal?.reason);
    signal?.addEventListener('abort', cancel, { once: true });
    if (signal?.aborted) cancel();
    try {
      await this.#feed();
    } finally {
      signal?.removeEventListener('abort', cancel);
      this.#over = true;
      this.#notifier.changed();
    }
  }

  async *settled(): AsyncGenerator<SettledItem<I, T>, void, undefined> {
    for (;;) {
      const ready = this.#outbox.take();
      if (ready.length > 0) this.#notifier.changed();
      yield* ready;
      if (ready.length > 0) continue;
      if (this.#over) return;
      await this.#notifier.change();
    }
  }

  cancel(reason: unknown): void {
    this.#cancelled.abort(reason);
    this.#stop('the run was stopped');
    this.#cancelling.resolve();
  }

  #stop(reason: string): void {
    this.#stopped ??= reason;
    this.#notifier.changed();
  }

  /** An error of the items ends the run, but only after started operations have ended. */
  async #feed(): Promise<void> {
    const started = this.#startAll();
    started.catch(() => this.#stop('the items could not be read'));
    // A cancelled run does not wait for a slow listing; a run that stops itself reports every item.
    const fed =
      'length' in this.#items ? started : Promise.race([started, this.#cancelling.promise]);
    await fed.finally(() => this.#drain());
  }

  async #startAll(): Promise<void> {
    let index = 0;
    const { ahead } = this.#options;
    for await (const item of ahead ? lookAhead(this.#items, ahead) : this.#items) {
      await this.#room();
      if (this.#stopped === undefined) this.#start(index++, item);
      else this.#outbox.put(index++, { status: 'not-started', item, reason: this.#stopped });
      if (this.#cancelled.signal.aborted && !('length' in this.#items)) return;
    }
  }

  async #room(): Promise<void> {
    const { concurrency } = this.#options;
    const isFull = () =>
      this.#running.size >= concurrency || this.#outbox.size() >= concurrency * backlogPerSlot;
    while (this.#stopped === undefined && isFull()) await this.#notifier.change();
  }

  #start(index: number, item: I): void {
    const { timeoutMs } = this.#options;
    const clock = this.#clock;
    this.#running.set(index, { item, startedAt: clock.now() });
    void attempt(item, this.#operation, { timeoutMs, signal: this.#cancelled.signal, clock }).then(
      (settled) => this.#settle(index, settled),
    );
  }

  #settle(index: number, settled: Exclude<SettledItem<I, T>, { status: 'not-started' }>): void {
    // An operation that exceeded the grace period has been reported already.
    if (!this.#running.delete(index)) return;
    this.#progress[settled.status]++;
    this.#outbox.put(index, settled);
    const reason = this.#options.stopWhen?.(this.#progress);
    if (reason !== undefined) this.#stop(reason);
    this.#notifier.changed();
  }

  /**
   * Waits for running operations. A cancelled run ends after the grace period, even if an operation ignores its signal.
   */
  async #drain(): Promise<void> {
    const { signal } = this.#cancelled;
    while (this.#running.size > 0 && !signal.aborted) await this.#notifier.change();
    if (this.#running.size === 0) return;
    let isGraceOver = false;
    const grace = setTimeout(() => {
      isGraceOver = true;
      this.#notifier.changed();
    }, graceMs);
    while (this.#running.size > 0 && !isGraceOver) await this.#notifier.change();
    clearTimeout(grace);
    for (const [index, { item, startedAt }] of this.#running) {
      const durationMs = this.#clock.now() - startedAt;
      this.#settle(index, { status: 'failed', item, error: signal.reason, durationMs });
    }
  }
}
