/** What the three containers of a runner are told. */

import { Option } from 'commander';
import { accountProblem, bucketProblem } from '../variables/variables.ts';
import { filled, wrong } from './values.ts';

/** Of each of them. */
export interface RunnerGiven {
  readonly account: string;
  /** Where Kubernetes reads what a container has to say at its end. */
  readonly terminationLog?: string;
}

export function accountOption(): Option {
  return new Option('--account <id>', 'the account that is inventoried')
    .argParser(checked('--account', accountProblem))
    .makeOptionMandatory();
}

export function terminationLogOption(): Option {
  const help = 'write at the end what came of it, as JSON for the orchestrator';
  return new Option('--termination-log <file>', help).argParser(
    filled('--termination-log', 'write nothing'),
  );
}

export function bucketOption(): Option {
  return new Option('--bucket <name>', 'where the files go').argParser(
    checked('--bucket', bucketProblem),
  );
}

export function bucketOwnerOption(): Option {
  const help = 'the account that the bucket must belong to (default: any)';
  return new Option('--bucket-owner <account>', help).argParser(
    checked('--bucket-owner', accountProblem),
  );
}

export function checked(flag: string, problem: (text: string) => string | undefined) {
  return (text: string): string => {
    const found = problem(text);
    if (found !== undefined) throw wrong(flag, text, found);
    return text;
  };
}
