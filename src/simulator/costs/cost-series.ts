/** What an account pays for one usage type of a service, day by day. */

export interface CostSeries {
  readonly accountId: string;
  /** As Cost Explorer names it, `Amazon Elastic Compute Cloud - Compute`. */
  readonly service: string;
  /** `EUC1-BoxUsage:t3.medium`; `NoUsageType` for what is not usage. */
  readonly usageType: string;
  /** `Usage`, `Tax`, `Support`, `Credit`, … */
  readonly recordType: string;
  /** `eu-central-1`; `global`, or `NoRegion` for what has none. */
  readonly region: string;
  /** Unit of the quantity, `Hrs`; `N/A` for what has none. */
  readonly unit: string;
  /** Returns what is known of a day at a time; undefined: nothing yet, or nothing at all. */
  amountOn(day: number, asOfMs: number): CostAmount | undefined;
}

/** In units of 10⁻¹⁰. */
export interface CostAmount {
  readonly cost: bigint;
  readonly quantity: bigint;
}

export const noUsageType = 'NoUsageType';
export const noRegion = 'NoRegion';
