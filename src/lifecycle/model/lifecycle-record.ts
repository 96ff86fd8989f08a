/**
 * The record of an account in the transactions table: the open transaction, the build it waits for, or why it failed.
 */

import * as z from 'zod';
import { lifecycleStates } from '../../model/lifecycle-state.ts';
import type { Migration } from './migration.ts';

const transactionKinds = ['on-boarding', 'maintenance'] as const;
/** Why a transaction is open. */
export type TransactionKind = (typeof transactionKinds)[number];

const purposes = ['preparation', 'purge'] as const;
/** What a build is for. */
export type BuildPurpose = (typeof purposes)[number];

const factsSchema = z.strictObject({
  name: z.string().optional(),
  email: z.string().optional(),
  parents: z.array(z.string()),
  /** When they were read, milliseconds. */
  at: z.number(),
});

/** Stored as JSON next to the attributes of the existing system. Times are milliseconds since 1970. */
export const lifecycleRecordSchema = z.strictObject({
  version: z.literal(2),
  /** The state whose events have been published. */
  state: z.enum(lifecycleStates).optional(),
  /** When the account must have been checked again, even if no event arrives. */
  deadline: z.number(),
  step: z
    .strictObject({
      purpose: z.enum(purposes),
      attempt: z.number(),
      startedAt: z.number(),
      buildId: z.string(),
      /** The failure of the build has been published as an exception. */
      reported: z.boolean().optional(),
      /** It has been published that the build still runs after the deadline. */
      late: z.boolean().optional(),
    })
    .optional(),
  /** Consecutive retryable errors. */
  errors: z.number(),
  /** What the next build waits for, as a sentence without a period. */
  waitingFor: z.string().optional(),
  /** The unknown value of the state tag that has been published as an exception. */
  unknownState: z.string().optional(),
  /** The last transaction failed; it is not retried before `deadline`. */
  failed: z
    .strictObject({
      at: z.number(),
      reason: z.string(),
      /** The state tag at that time. */
      state: z.string().optional(),
    })
    .optional(),
  /** Consecutive failed transactions. */
  failures: z.number(),
  /** Name, address and OU path as last read, so that not every check has to read them again. */
  facts: factsSchema.optional(),
});

/** By the version that each step starts from. */
export const recordMigrations: Readonly<Record<number, Migration>> = {
  1: ({ troubles, ...record }) => ({ ...record, version: 2, errors: troubles }),
};

/** The record of an account in the transactions table. */
export type LifecycleRecord = z.infer<typeof lifecycleRecordSchema>;

/** The value of an open transaction in the existing system: all tags, flattened, and these. */
export const transactionSchema = z.looseObject({
  account: z.string(),
  transaction: z.enum(transactionKinds),
  'cost-center': z.string(),
  /** Seconds since 1970. */
  begin: z.number(),
});

/** The value of an open transaction in the existing system: all tags, flattened, and these. */
export interface Transaction extends Readonly<Record<string, unknown>> {
  readonly account: string;
  readonly transaction: TransactionKind;
  readonly 'cost-center': string;
  /** Seconds since 1970. */
  readonly begin: number;
}
