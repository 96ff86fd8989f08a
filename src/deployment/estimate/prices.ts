/**
 * List prices of us-east-1 in dollars, without free tiers and without volume discounts. Other regions differ by up to a
 * third. Each names AWS's page, and where it was seen when the list was compared last: AWS shows most prices only after
 * a script of the page has run, so that a stored copy of the page has none.
 */

export interface Price {
  readonly dollars: number;
  /** What the price is for: `million requests`. */
  readonly unit: string;
  /** How many of the counted things are one unit. */
  readonly per: number;
  readonly page: string;
  /** `aws`: on AWS's own page. `others`: in what others publish. `nowhere`: from memory, as no page was found. */
  readonly seen: 'aws' | 'others' | 'nowhere';
}

/** When the prices were compared with published ones. */
export const pricesAsOf = '2026-11';

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
  dynamodbStorage: price(0.25, 'GB-month', 1, dynamodb, 'aws'),
  dynamodbRecovery: price(0.2, 'GB-month', 1, dynamodb),
  sqsRequests: price(0.4, 'million requests', million, 'https://aws.amazon.com/sqs/pricing/'),
  events: price(1, 'million events', million, 'https://aws.amazon.com/eventbridge/pricing/'),
  metrics: price(0.3, 'metric', 1, cloudwatch),
  metricCalls: price(0.01, 'thousand calls', 1000, cloudwatch, 'nowhere'),
  alarms: price(0.1, 'alarm', 1, cloudwatch),
  dashboards: price(3, 'dashboard', 1, cloudwatch),
  logs: price(0.5, 'GB', 1, cloudwatch),
  builds: price(0.005, 'minute', 1, 'https://aws.amazon.com/codebuild/pricing/'),
  s3Storage: price(0.023, 'GB-month', 1, 'https://aws.amazon.com/s3/pricing/'),
  s3Writes: price(0.005, 'thousand requests', 1000, 'https://aws.amazon.com/s3/pricing/'),
  traces: price(5, 'million traces', million, 'https://aws.amazon.com/xray/pricing/', 'aws'),
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
    'aws',
  ),
} as const;

function price(
  dollars: number,
  unit: string,
  per: number,
  page: string,
  seen: Price['seen'] = 'others',
): Price {
  return { dollars, unit, per, page, seen };
}

/** How many prices were seen on AWS's own pages, of all. */
export function countSeenOnAws(): { readonly seen: number; readonly all: number } {
  const all = Object.values(prices);
  return { seen: all.filter(({ seen }) => seen === 'aws').length, all: all.length };
}
