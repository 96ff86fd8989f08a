/** Reads items before their turn, so that what they need can be requested early. */

export interface LookAhead<I> {
  /** How many items are read before their turn. */
  readonly items: number;
  /** Called once for each of them, in order. Must not throw. */
  readonly prepare: (item: I) => void;
}

/** Yields all items in order. An error of the source is thrown after the items before it. */
export async function* lookAhead<I>(
  source: Iterable<I> | AsyncIterable<I>,
  { items, prepare }: LookAhead<I>,
): AsyncGenerator<I, void, undefined> {
  const iterator =
    Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  const ahead: Promise<IteratorResult<I>>[] = [];
  const read = () => {
    const next = Promise.resolve(iterator.next());
    next.then(
      ({ done, value }) => (done ? undefined : prepare(value)),
      () => {}, // Thrown where it is awaited.
    );
    ahead.push(next);
  };
  try {
    while (ahead.length < items) read();
    for (let next = await ahead.shift(); next && !next.done; next = await ahead.shift()) {
      read();
      yield next.value;
    }
  } finally {
    // Not awaited: the source may be waiting for a slow page.
    void Promise.resolve(iterator.return?.()).catch(() => {});
  }
}
