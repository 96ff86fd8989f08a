/** Where costs are read from. Every source returns the same lines, so that reports do not know which one it was. */

import type { Period } from '../month.ts';

/** What the cost of an account is divided into: services, usage types, or charge types such as usage, tax and credit. */
export type CostDivision = 'service' | 'usage-type' | 'charge-type';

/** The cost of one account and service, usage type or charge type. */
export interface CostLine {
  /** Empty: the cost of no account. */
  readonly accountId: string;
  readonly key: string;
  /** USD, as a decimal of `money/decimal.ts`. */
  readonly amount: bigint;
}

export interface CostReading {
  readonly lines: readonly CostLine[];
  /** What the source itself states as the total of the same period and charge types, USD. */
  readonly total: bigint;
  /** The bill is not final. */
  readonly isEstimated: boolean;
}

export interface CostQuery {
  readonly period: Period;
  readonly division: CostDivision;
  /** One account instead of all. */
  readonly accountId?: string;
}

export interface CostSource {
  /** `Cost Explorer`. */
  readonly name: string;
  /** Reads every page, or throws. */
  read(query: CostQuery, signal?: AbortSignal): Promise<CostReading>;
  /** The organization's total of all charge types, USD. */
  readTotal(period: Period, signal?: AbortSignal): Promise<bigint>;
  /** By account, without a division. */
  readByAccount(period: Period, signal?: AbortSignal): Promise<ReadonlyMap<string, bigint>>;
  /** Paid requests until now. */
  requests(): number;
}

/** Charge types that holders of accounts see: credits, refunds and discounts are of the organization. */
export const accountCharges = ['Usage', 'Upfront', 'Recurring', 'Support', 'Tax', 'Other'];
