/**
 * Filters. An expression is decided as early as possible: of an account before its costs are made, of a series before
 * its days are summed.
 * https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_Expression.html
 */

import { unsupported } from '../../refusals.ts';
import { invalid } from './errors.ts';

export interface Expression {
  readonly Or?: readonly Expression[];
  readonly And?: readonly Expression[];
  readonly Not?: Expression;
  readonly Dimensions?: Condition;
  readonly Tags?: Condition;
  readonly CostCategories?: object;
}

interface Condition {
  readonly Key?: string;
  readonly Values?: readonly string[];
  readonly MatchOptions?: readonly string[];
}

const dimensionKeys = ['LINKED_ACCOUNT', 'SERVICE', 'USAGE_TYPE', 'RECORD_TYPE', 'REGION'];

/** What is known of a cost: values by dimension, and the tags of its account that are active. */
export interface CostFacts {
  readonly dimensions: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

export function checkDimension(key: string | undefined): string {
  if (key === undefined || !allDimensions.has(key)) throw invalid(`Dimension ${key} is not valid.`);
  if (!dimensionKeys.includes(key)) throw unsupported(`the dimension ${key} of ce`);
  return key;
}

/** Throws for what AWS refuses, and for what the simulator does not implement. */
export function checkExpression(expression: Expression): void {
  const { Or, And, Not, Dimensions, Tags, CostCategories } = expression;
  const roots = [Or, And, Not, Dimensions, Tags, CostCategories].filter((one) => one !== undefined);
  if (roots.length !== 1) {
    throw invalid('An expression must have exactly one of Or, And, Not, Dimensions and Tags.');
  }
  if (CostCategories) throw unsupported('cost categories of ce');
  for (const operands of [Or, And]) {
    if (operands && operands.length < 2) throw invalid('And and Or need at least two expressions.');
    operands?.forEach(checkExpression);
  }
  if (Not) checkExpression(Not);
  if (Dimensions) checkDimensions(Dimensions);
  if (Tags) checkTags(Tags);
}

function checkDimensions({ Key, Values = [], MatchOptions = [] }: Condition): void {
  checkDimension(Key);
  if (Values.length === 0) throw invalid(`Values of the dimension ${Key} must not be empty.`);
  const other = MatchOptions.find((option) => !['EQUALS', 'CASE_SENSITIVE'].includes(option));
  if (other !== undefined) throw invalid(`MatchOption ${other} is not valid for Dimensions.`);
}

function checkTags({ Key, Values = [], MatchOptions = [] }: Condition): void {
  if (!Key) throw invalid('Tags need a Key.');
  const options = ['EQUALS', 'CASE_SENSITIVE', 'ABSENT'];
  const other = MatchOptions.find((option) => !options.includes(option));
  if (other !== undefined) throw invalid(`MatchOption ${other} is not valid for Tags.`);
  if (Values.length === 0 && !MatchOptions.includes('ABSENT')) {
    throw invalid(`Values of the tag ${Key} must not be empty.`);
  }
}

/** Undefined: the known dimensions do not decide it. */
export function matches(expression: Expression, facts: CostFacts): boolean | undefined {
  const { Or, And, Not, Dimensions, Tags } = expression;
  if (Or) return anyOf(Or.map((one) => matches(one, facts)));
  if (And) {
    const none = anyOf(And.map((one) => negated(matches(one, facts))));
    return negated(none);
  }
  if (Not) return negated(matches(Not, facts));
  if (Tags) return tagMatches(Tags, facts);
  const { Key = '', Values = [] } = Dimensions ?? {};
  const value = facts.dimensions[Key];
  return value === undefined ? undefined : Values.includes(value);
}

/** An empty value is that of a resource without the tag. */
function tagMatches({ Key = '', Values = [], MatchOptions = [] }: Condition, { tags }: CostFacts) {
  const value = tags[Key];
  if (MatchOptions.includes('ABSENT')) return value === undefined;
  return Values.includes(value ?? '');
}

function anyOf(results: readonly (boolean | undefined)[]): boolean | undefined {
  if (results.includes(true)) return true;
  return results.includes(undefined) ? undefined : false;
}

function negated(result: boolean | undefined): boolean | undefined {
  return result === undefined ? undefined : !result;
}

const allDimensions: ReadonlySet<string> = new Set([
  ...dimensionKeys,
  ...['AZ', 'INSTANCE_TYPE', 'LINKED_ACCOUNT_NAME', 'OPERATION', 'PURCHASE_TYPE', 'SERVICE_CODE'],
  ...['USAGE_TYPE_GROUP', 'OPERATING_SYSTEM', 'TENANCY', 'SCOPE', 'PLATFORM', 'SUBSCRIPTION_ID'],
  ...['LEGAL_ENTITY_NAME', 'DEPLOYMENT_OPTION', 'DATABASE_ENGINE', 'CACHE_ENGINE'],
  ...['INSTANCE_TYPE_FAMILY', 'BILLING_ENTITY', 'RESERVATION_ID', 'RESOURCE_ID'],
  ...['RIGHTSIZING_TYPE', 'SAVINGS_PLANS_TYPE', 'SAVINGS_PLAN_ARN', 'PAYMENT_OPTION'],
  ...['INVOICING_ENTITY', 'ANOMALY_TOTAL_IMPACT_ABSOLUTE', 'ANOMALY_TOTAL_IMPACT_PERCENTAGE'],
]);
