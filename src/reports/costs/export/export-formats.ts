/**
 * The columns of exports in the words of Cost Explorer: accounts, days, services, usage types and charge types.
 *
 * What Cost Explorer distinguishes and an export does not: a fee of CUR 2.0 is `Upfront` with the ARN of a reservation,
 * `Support` with a product code of support, and `Other` without both. FOCUS 1.2 has no reservation in a purchase that is
 * paid once, unless it names a commitment. Names of services are those of the price list: `Amazon Elastic Compute
 * Cloud` is one service, where Cost Explorer has two.
 */

import type { CostExportFormat } from '../../../settings/settings.ts';

export interface ExportFormat {
  readonly name: string;
  /** The name of the folders of months. */
  readonly partition: string;
  readonly columns: readonly string[];
  /** SQL over `columns`. */
  readonly sql: {
    readonly account: string;
    readonly day: string;
    readonly currency: string;
    /** Whether the row has no invoice yet. */
    readonly isOpen: string;
    readonly amount: string;
    readonly service: string;
    readonly usageType: string;
    readonly chargeType: string;
  };
}

/** https://docs.aws.amazon.com/cur/latest/userguide/table-dictionary-cur2.html */
const cur: ExportFormat = {
  name: 'CUR 2.0 export',
  partition: 'BILLING_PERIOD',
  columns: [
    ...['bill_invoice_id', 'line_item_currency_code', 'line_item_line_item_type'],
    ...['line_item_product_code', 'line_item_unblended_cost', 'line_item_usage_account_id'],
    ...['line_item_usage_start_date', 'line_item_usage_type', 'product'],
    'reservation_reservation_a_r_n',
  ],
  sql: {
    account: 'line_item_usage_account_id',
    day: 'line_item_usage_start_date',
    currency: 'line_item_currency_code',
    isOpen: "coalesce(bill_invoice_id, '') = ''",
    amount: 'line_item_unblended_cost',
    service: "coalesce(product['product_name'], line_item_product_code)",
    usageType: 'line_item_usage_type',
    chargeType: `CASE line_item_line_item_type
      WHEN 'RIFee' THEN 'Recurring'
      WHEN 'Fee' THEN CASE
        WHEN coalesce(reservation_reservation_a_r_n, '') <> '' THEN 'Upfront'
        WHEN starts_with(line_item_product_code, 'AWSSupport') THEN 'Support'
        ELSE 'Other' END
      ELSE line_item_line_item_type END`,
  },
};

/** https://docs.aws.amazon.com/cur/latest/userguide/table-dictionary-focus-1-2-aws.html */
const focus: ExportFormat = {
  name: 'FOCUS 1.2 export',
  partition: 'billing_period',
  columns: [
    ...['BilledCost', 'BillingCurrency', 'ChargeCategory', 'ChargeFrequency', 'ChargePeriodStart'],
    ...['CommitmentDiscountId', 'CommitmentDiscountType', 'InvoiceId', 'PricingCategory'],
    ...['ServiceName', 'SkuMeter', 'SubAccountId', 'x_ServiceCode'],
  ],
  sql: {
    account: '"SubAccountId"',
    day: '"ChargePeriodStart"',
    currency: '"BillingCurrency"',
    isOpen: `coalesce("InvoiceId", '') = ''`,
    amount: '"BilledCost"',
    service: '"ServiceName"',
    usageType: '"SkuMeter"',
    chargeType: `CASE
      WHEN "ChargeCategory" = 'Adjustment' THEN 'Refund'
      WHEN "ChargeCategory" = 'Usage' AND "PricingCategory" = 'Committed' THEN CASE
        WHEN starts_with("CommitmentDiscountType", 'Reserv') THEN 'DiscountedUsage'
        ELSE 'SavingsPlanCoveredUsage' END
      WHEN "ChargeCategory" <> 'Purchase' THEN "ChargeCategory"
      WHEN ends_with("x_ServiceCode", 'SavingsPlans') THEN CASE "ChargeFrequency"
        WHEN 'Recurring' THEN 'SavingsPlanRecurringFee'
        ELSE 'SavingsPlanUpfrontFee' END
      WHEN starts_with("x_ServiceCode", 'AWSSupport') THEN 'Support'
      WHEN "ChargeFrequency" = 'Recurring' THEN 'Recurring'
      WHEN coalesce("CommitmentDiscountId", '') <> '' THEN 'Upfront'
      ELSE 'Other' END`,
  },
};

export const exportFormats: Readonly<Record<CostExportFormat, ExportFormat>> = {
  'cur-2.0': cur,
  'focus-1.2': focus,
};
