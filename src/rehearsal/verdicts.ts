/** Counts, for each invariant, how often it was checked and how often it was broken. */

const invariantNames = [
  'no account is in two states, or in an unknown one',
  'every state follows one that it may follow',
  'no account leaves a state before its build has succeeded',
  'every account of a window is purged and released again, or named in an exception',
  'every account that is new or was reset is released in time, or named in an exception',
  'a purge leaves nothing that must go, and a dry run deletes nothing',
  'nothing exempt is deleted',
  'no account waits without a deadline',
  'no account is stuck longer than its deadline and a sweep',
  'no transaction ends in two ways',
  'no more transactions fail than allowed',
  'no invocation exceeds its time budget',
  'no API is called above its quota',
] as const;

export type InvariantName = (typeof invariantNames)[number];

export interface Invariant {
  readonly name: InvariantName;
  readonly checked: number;
  /** The first violations; `broken` counts all. */
  readonly examples: readonly string[];
  readonly broken: number;
}

export interface Violation {
  readonly name: InvariantName;
  /** What broke it, with a time. */
  readonly sentence: string;
  /** Undefined when it is not about one account. */
  readonly accountId: string | undefined;
}

interface Judgement {
  readonly holds: boolean;
  readonly accountId?: string;
  readonly sentence: () => string;
}

export interface Verdicts {
  judge(name: InvariantName, judgement: Judgement): void;
  report(): readonly Invariant[];
}

const maxExamples = 5;

/** `onViolation` is called for the violations that become examples. */
export function createVerdicts(onViolation: (violation: Violation) => void = () => {}): Verdicts {
  const tally = new Map(
    invariantNames.map((name) => [name, { checked: 0, broken: 0, examples: [] as string[] }]),
  );
  return {
    judge(name, { holds, accountId, sentence }) {
      const entry = tally.get(name);
      if (!entry) return;
      entry.checked++;
      if (holds) return;
      entry.broken++;
      if (entry.examples.length >= maxExamples) return;
      const text = sentence();
      entry.examples.push(text);
      onViolation({ name, accountId, sentence: text });
    },
    report: () => [...tally].map(([name, entry]) => ({ name, ...entry })),
  };
}
