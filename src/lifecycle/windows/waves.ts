/** How many accounts go first: a few as canaries, then more, then all. */

export interface WindowWave {
  /** Positions in the order of the window. */
  readonly from: number;
  readonly to: number;
}

/** A hundredth, at least one and at most twenty; then a tenth; then the rest. Ten accounts or fewer go at once. */
export function waves(accounts: number): readonly WindowWave[] {
  if (accounts === 0) return [];
  if (accounts <= 10) return [{ from: 0, to: accounts }];
  const canaries = Math.min(20, Math.max(1, Math.ceil(accounts / 100)));
  const tenth = Math.max(canaries + 1, Math.ceil(accounts / 10));
  return [
    { from: 0, to: canaries },
    { from: canaries, to: tenth },
    { from: tenth, to: accounts },
  ];
}

/** The share of started accounts that may fail before the window is closed. */
const errorBudget = 0.2;

/** A single failure is tolerated. */
export function isOverBudget(started: number, failed: number): boolean {
  return failed >= 2 && failed > started * errorBudget;
}
