/** Lets several loops wait for a change, without a listener each. */

export interface Notifier {
  /** Resolves at the next `changed()`. */
  change(): Promise<void>;
  changed(): void;
}

export function createNotifier(): Notifier {
  let next = Promise.withResolvers<void>();
  return {
    change: () => next.promise,
    changed() {
      next.resolve();
      next = Promise.withResolvers();
    },
  };
}
