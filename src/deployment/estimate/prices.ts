/**
 * List prices of us-east-1 in dollars, without free tiers and without volume discounts. Other regions differ by up to a
 * third. Each has the page that it is from.
 */

export interface Price {
  readonly dollars: number;
  /** What the price is for: `million requests`. */
  readonly unit: string;
  /** How many of the counted things are one unit. */
  readonly per: number;
  readonly page: string;
}

/** When the prices were read. */
export const pricesAsOf = '2025-06';

const million = 1_000_000;
const lambda = 'https://aws.amazon.com/lambda/pricing/';
const dynamodb = 'https://aws.amazon.com/dynamodb/pricing/on-demand/';
const cloudwatch = 'https://aws.amazon.com/cloudwatch/pricing/';

export const prices = {
  lambdaRequests: price(0.2, 'million requests', million, lambda),
  lambdaArm: price(0.000_013_333_4, 'GB-second', 1, lambda),
  lambdaX86: price(0.000_016_666_7, 'GB-second', 1, lambda),
  dynamodbWrites: price(0.625, 'million write request units', million, dynamodb),
  dynamodbReads: price(0.125, 'million read request units', million, dynamodb),
  dynamodbStorage: price(0.25, 'GB-month', 1, dynamodb),
  dynamodbRecovery: price(0.2, 'GB-month', 1, dynamodb),
  sqsRequests: price(0.4, 'million requests', million, 'https://aws.amazon.com/sqs/pricing/'),
  events: price(1, 'million events', million, 'https://aws.amazon.com/eventbridge/pricing/'),
  metrics: price(0.3, 'metric', 1, cloudwatch),
  metricCalls: price(0.01, 'thousand calls', 1000, cloudwatch),
  alarms: price(0.1, 'alarm', 1, cloudwatch),
  dashboards: price(3, 'dashboard', 1, cloudwatch),
  logs: price(0.5, 'GB', 1, cloudwatch),
  builds: price(0.005, 'minute', 1, 'https://aws.amazon.com/codebuild/pricing/'),
  s3Storage: price(0.023, 'GB-month', 1, 'https://aws.amazon.com/s3/pricing/'),
  s3Writes: price(0.005, 'thousand requests', 1000, 'https://aws.amazon.com/s3/pricing/'),
  traces: price(5, 'million traces', million, 'https://aws.amazon.com/xray/pricing/'),
  parameters: price(
    0.05,
    'advanced parameter',
    1,
    'https://aws.amazon.com/systems-manager/pricing/',
  ),
  costRequests: price(
    0.01,
    'request',
    1,
    'https://aws.amazon.com/aws-cost-management/aws-cost-explorer/pricing/',
  ),
} as const;

function price(dollars: number, unit: string, per: number, page: string): Price {
  return { dollars, unit, per, page };
}
