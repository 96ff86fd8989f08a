/** Finished items that wait for the reader, in the requested order. */

export interface Outbox<T> {
  put(index: number, value: T): void;
  /** Removes and returns the items that may leave now. */
  take(): T[];
  /** Finished and not yet taken, including those that wait for their predecessors. */
  size(): number;
}

export function createOutbox<T>(order: 'completion' | 'input'): Outbox<T> {
  const early = new Map<number, T>();
  let ready: T[] = [];
  let next = 0;
  return {
    put(index, value) {
      if (order === 'completion') {
        ready.push(value);
        return;
      }
      early.set(index, value);
      for (
        let following = early.get(next);
        following !== undefined;
        following = early.get(++next)
      ) {
        ready.push(following);
        early.delete(next);
      }
    },
    take() {
      const taken = ready;
      ready = [];
      return taken;
    },
    size: () => ready.length + early.size,
  };
}
