/**
 * What an account and an installation use. The counts of a cycle are those of a rehearsal, rounded up, and a test compares
 * them; what no rehearsal can measure is an assumption, and says so.
 */

/** One maintenance of one account: expired, purged, prepared, released. */
export const cycleUsage = {
  invocations: 9,
  /** Of at most one kilobyte each; a transaction counts twice. */
  writes: 16,
  reads: 4,
  /** Ours, and those that builds and tags send from other accounts. */
  events: 14,
  queueRequests: 1,
} as const;

/** Assumptions. */
export const assumed = {
  /** Of a function of the life cycle, which mostly waits for AWS. */
  secondsPerInvocation: 3,
  /** A sweep lists a hundred accounts with their tags in so long, and ends within the rest. */
  sweepSecondsPerHundredAccounts: 0.3,
  sweepSeconds: 3,
  /** A report reads an account in so long. */
  reportSecondsPerAccount: 0.05,
  reportSeconds: 10,
  reportsPerMonth: 12,
  costReportsPerMonth: 32,
  bytesOfLogPerInvocation: 3_000,
  /** Shadow, activities of a year, and a transaction. */
  bytesPerAccount: 20_000,
  /** By label and cost center. */
  metrics: 60,
  bytesOfReportsPerAccount: 50_000,
  costRequestsPerReport: 2,
  /** Lambda polls a queue with so many connections, each for twenty seconds. */
  pollersPerQueue: 5,
  pollSeconds: 20,
} as const;
