/** How many resources a stack has, which CloudFormation limits. */

import type { DeployedFunction, Deployment } from './deployment.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
export const maxResources = 500;

type Counted = Pick<
  Deployment,
  | 'functions'
  | 'tables'
  | 'queues'
  | 'buckets'
  | 'topics'
  | 'parameters'
  | 'busStatements'
  | 'alarms'
>;

export function resourceCount(deployment: Counted): number {
  const { functions, tables, queues, buckets, topics, parameters, busStatements, alarms } =
    deployment;
  return (
    sum(functions.map(ofFunction)) +
    tables.length +
    // Each has a policy.
    2 * (queues.length + buckets.length) +
    sum(topics.map(({ subscribers }) => 2 + subscribers.length)) +
    parameters.length +
    busStatements.length +
    alarms.length +
    // The dashboard.
    1
  );
}

/** The function, its role and its log group, and what invokes it. */
function ofFunction({ on }: DeployedFunction): number {
  if ('queue' in on) return 3 + 1;
  // The URL and two permissions; or the rule, its permission, and where events go that failed.
  return 3 + 3;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
