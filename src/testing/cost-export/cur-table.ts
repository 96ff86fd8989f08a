/**
 * A cost as a row of CUR 2.0, daily. What Cost Explorer calls Recurring is an `RIFee` here; Upfront, Support and Other
 * are a `Fee`: with the ARN of a reservation, with a product code of support, and without both.
 * https://docs.aws.amazon.com/cur/latest/userguide/table-dictionary-cur2.html
 */

import type { KnownCost } from '../../simulator/index.ts';
import type { ExportContext, ExportTable } from './export-table.ts';
import { productCodeOf } from './product-code.ts';

const lineItemTypes: Readonly<Record<string, string>> = {
  Recurring: 'RIFee',
  Upfront: 'Fee',
  Support: 'Fee',
  Other: 'Fee',
};

export const curTable: ExportTable = {
  name: 'COST_AND_USAGE_REPORT',
  partition: 'BILLING_PERIOD',
  columns: {
    identity_line_item_id: 'VARCHAR',
    identity_time_interval: 'VARCHAR',
    bill_bill_type: 'VARCHAR',
    bill_billing_entity: 'VARCHAR',
    bill_billing_period_start_date: 'TIMESTAMP',
    bill_billing_period_end_date: 'TIMESTAMP',
    bill_invoice_id: 'VARCHAR',
    bill_payer_account_id: 'VARCHAR',
    bill_payer_account_name: 'VARCHAR',
    cost_category: 'MAP(VARCHAR, VARCHAR)',
    line_item_currency_code: 'VARCHAR',
    line_item_line_item_description: 'VARCHAR',
    line_item_line_item_type: 'VARCHAR',
    line_item_operation: 'VARCHAR',
    line_item_product_code: 'VARCHAR',
    line_item_unblended_cost: 'DOUBLE',
    line_item_usage_account_id: 'VARCHAR',
    line_item_usage_account_name: 'VARCHAR',
    line_item_usage_amount: 'DOUBLE',
    line_item_usage_end_date: 'TIMESTAMP',
    line_item_usage_start_date: 'TIMESTAMP',
    line_item_usage_type: 'VARCHAR',
    pricing_unit: 'VARCHAR',
    product: 'MAP(VARCHAR, VARCHAR)',
    product_region_code: 'VARCHAR',
    product_servicecode: 'VARCHAR',
    reservation_reservation_a_r_n: 'VARCHAR',
    resource_tags: 'MAP(VARCHAR, VARCHAR)',
    tags: 'MAP(VARCHAR, VARCHAR)',
  },
  rowOf: (cost, context) => [
    {
      ...identityOf(cost, context),
      ...billOf(context),
      ...lineItemOf(cost),
      pricing_unit: cost.unit,
      product: { product_name: cost.service },
      product_region_code: regionOf(cost) ?? '',
      product_servicecode: productCodeOf(cost.service),
      reservation_reservation_a_r_n: reservationOf(cost),
      resource_tags: {},
      cost_category: {},
      tags: cost.tags,
    },
  ],
};

function identityOf({ day }: KnownCost, { index, nextDay }: ExportContext) {
  return {
    identity_line_item_id: `line-${index}`,
    identity_time_interval: `${day}T00:00:00Z/${nextDay(day)}T00:00:00Z`,
  };
}

/** An invoice has its number when the bill is final. */
function billOf({ payer, start, end, isFinal, month }: ExportContext) {
  return {
    bill_bill_type: 'Anniversary',
    bill_billing_entity: 'AWS',
    bill_billing_period_start_date: `${start} 00:00:00`,
    bill_billing_period_end_date: `${end} 00:00:00`,
    bill_invoice_id: isFinal ? `invoice-${month}` : '',
    bill_payer_account_id: payer.id,
    bill_payer_account_name: payer.name,
  };
}

function lineItemOf(cost: KnownCost) {
  const { recordType, usageType } = cost;
  return {
    line_item_currency_code: 'USD',
    line_item_line_item_description: `${recordType} of ${cost.service}`,
    line_item_line_item_type: lineItemTypes[recordType] ?? recordType,
    line_item_operation: '',
    line_item_product_code: productCodeOf(cost.service),
    line_item_unblended_cost: Number(cost.amount),
    line_item_usage_account_id: cost.accountId,
    line_item_usage_account_name: cost.accountName,
    line_item_usage_amount: Number(cost.quantity),
    line_item_usage_start_date: `${cost.day} 00:00:00`,
    line_item_usage_end_date: `${cost.day} 23:59:59`,
    // Cost Explorer's name for what has no usage type.
    line_item_usage_type: usageType === 'NoUsageType' ? '' : usageType,
  };
}

function regionOf({ region }: KnownCost): string | undefined {
  return region === 'NoRegion' ? undefined : region;
}

function reservationOf({ recordType, accountId, region }: KnownCost): string {
  if (!['Recurring', 'Upfront'].includes(recordType)) return '';
  return `arn:aws:rds:${region}:${accountId}:ri:reservation`;
}
