/**
 * A cost as a row of FOCUS 1.2 with AWS columns, daily. Usage that a savings plan covers is billed with zero, so it has
 * no negations.
 * https://docs.aws.amazon.com/cur/latest/userguide/table-dictionary-focus-1-2-aws.html
 */

import type { KnownCost } from '../../simulator/index.ts';
import type { ExportContext, ExportTable } from './export-table.ts';
import { productCodeOf } from './product-code.ts';

const texts = [
  ...['AvailabilityZone', 'BillingAccountId', 'BillingAccountName', 'BillingAccountType'],
  ...['BillingCurrency', 'CapacityReservationId', 'CapacityReservationStatus', 'ChargeCategory'],
  ...['ChargeClass', 'ChargeDescription', 'ChargeFrequency', 'CommitmentDiscountCategory'],
  ...['CommitmentDiscountId', 'CommitmentDiscountName', 'CommitmentDiscountStatus'],
  ...['CommitmentDiscountType', 'CommitmentDiscountUnit', 'ConsumedUnit', 'InvoiceId'],
  ...['InvoiceIssuerName', 'PricingCategory', 'PricingCurrency', 'PricingUnit', 'ProviderName'],
  ...['PublisherName', 'RegionId', 'RegionName', 'ResourceId', 'ResourceName', 'ResourceType'],
  ...['ServiceCategory', 'ServiceName', 'ServiceSubcategory', 'SkuId', 'SkuMeter', 'SkuPriceId'],
  ...['SubAccountId', 'SubAccountName', 'SubAccountType', 'x_Operation', 'x_ServiceCode'],
];
const numbers = [
  ...['BilledCost', 'CommitmentDiscountQuantity', 'ConsumedQuantity', 'ContractedCost'],
  ...['ContractedUnitPrice', 'EffectiveCost', 'ListCost', 'ListUnitPrice', 'PricingQuantity'],
  ...['PricingCurrencyContractedUnitPrice', 'PricingCurrencyEffectiveCost'],
  ...['PricingCurrencyListUnitPrice'],
];
const times = ['BillingPeriodEnd', 'BillingPeriodStart', 'ChargePeriodEnd', 'ChargePeriodStart'];
const maps = ['SkuPriceDetails', 'Tags', 'x_Discounts'];

const typed = (names: readonly string[], type: string) => names.map((name) => [name, type]);

export const focusTable: ExportTable = {
  name: 'FOCUS_1_2_AWS',
  partition: 'billing_period',
  columns: Object.fromEntries(
    [
      ...typed(texts, 'VARCHAR'),
      ...typed(numbers, 'DOUBLE'),
      ...typed(times, 'TIMESTAMP_MS'),
      ...typed(maps, 'MAP(VARCHAR, VARCHAR)'),
    ].sort(([a = ''], [b = '']) => (a < b ? -1 : 1)),
  ),
  rowOf: (cost, context) => (cost.recordType === 'SavingsPlanNegation' ? [] : [row(cost, context)]),
};

function row(cost: KnownCost, context: ExportContext) {
  return {
    ...billOf(context),
    ...chargeOf(cost, context),
    ...amountsOf(cost),
    ...serviceOf(cost),
    SubAccountId: cost.accountId,
    SubAccountName: cost.accountName,
    SubAccountType: 'Linked account',
    Tags: cost.tags,
    SkuPriceDetails: {},
    x_Discounts: {},
  };
}

function billOf({ payer, start, end, isFinal, month }: ExportContext) {
  return {
    BillingAccountId: payer.id,
    BillingAccountName: payer.name,
    BillingAccountType: 'Payer account',
    BillingCurrency: 'USD',
    BillingPeriodStart: `${start} 00:00:00`,
    BillingPeriodEnd: `${end} 00:00:00`,
    InvoiceId: isFinal ? `invoice-${month}` : null,
    InvoiceIssuerName: 'Amazon Web Services, Inc.',
    ProviderName: 'AWS',
    PublisherName: 'AWS',
  };
}

const categories: Readonly<Record<string, string>> = {
  Tax: 'Tax',
  Credit: 'Credit',
  Refund: 'Adjustment',
  Recurring: 'Purchase',
  Upfront: 'Purchase',
  Support: 'Purchase',
  Other: 'Purchase',
  SavingsPlanRecurringFee: 'Purchase',
  SavingsPlanUpfrontFee: 'Purchase',
};
const recurring = ['Recurring', 'Support', 'SavingsPlanRecurringFee'];

function chargeOf({ recordType, service, day }: KnownCost, { nextDay }: ExportContext) {
  const category = categories[recordType] ?? 'Usage';
  const once = recurring.includes(recordType) ? 'Recurring' : 'One-Time';
  return {
    ChargeCategory: category,
    ChargeClass: null,
    ChargeDescription: `${recordType} of ${service}`,
    ChargeFrequency: category === 'Usage' ? 'Usage-Based' : once,
    ChargePeriodStart: `${day} 00:00:00`,
    ChargePeriodEnd: `${nextDay(day)} 00:00:00`,
  };
}

function amountsOf({ recordType, amount, quantity, unit }: KnownCost) {
  const cost = Number(amount);
  const isCovered = recordType === 'SavingsPlanCoveredUsage';
  const isUsage = unit !== 'N/A';
  return {
    BilledCost: isCovered ? 0 : cost,
    EffectiveCost: cost,
    ContractedCost: cost,
    ListCost: cost,
    ConsumedQuantity: isUsage ? Number(quantity) : null,
    ConsumedUnit: isUsage ? unit : null,
    PricingQuantity: Number(quantity),
    PricingUnit: isUsage ? unit : null,
    PricingCategory: isCovered ? 'Committed' : 'Standard',
    PricingCurrency: 'USD',
    PricingCurrencyEffectiveCost: cost,
  };
}

function serviceOf({ service, usageType, region }: KnownCost) {
  return {
    ServiceName: service,
    ServiceCategory: 'Other',
    SkuMeter: usageType === 'NoUsageType' ? null : usageType,
    RegionId: region === 'NoRegion' ? null : region,
    x_ServiceCode: productCodeOf(service),
  };
}
