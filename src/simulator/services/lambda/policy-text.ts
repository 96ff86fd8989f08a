import type { LambdaFunction } from './lambda-function.ts';

/** The resource policy of a function; undefined when it has no statements. */
export function policyTextOf({ policy }: LambdaFunction): string | undefined {
  if (policy.size === 0) return undefined;
  return JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement: [...policy.values()] });
}
