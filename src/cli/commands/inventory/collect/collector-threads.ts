/** The threads of `collect`, where they help. */

import type { Fleet } from '../../../../aws/open-fleet.ts';
import {
  type CollectorThreads,
  openThreads,
  type ThreadsOptions,
} from '../../../../inventory/collect/threads/open-threads.ts';
import type { CommandContext } from '../../../command-context.ts';
import type { AwsOptionValues } from '../../../options/aws.ts';

type RunSetup = Omit<ThreadsOptions['setup'], 'endpoint' | 'region' | 'observed'>;

export interface CollectorChoice {
  readonly fleet: Fleet;
  readonly options: AwsOptionValues;
  readonly threads: number;
  readonly accounts: number;
  readonly setup: RunSetup;
  readonly onRecords: (count: number) => void;
}

/**
 * Returns undefined where this thread collects alone: for one account, and where AWS is reached by something that lives
 * in this thread, such as a simulated organization.
 */
export async function collectorThreads(
  { fleet, options, threads: allowed, accounts, setup, onRecords }: CollectorChoice,
  context: CommandContext,
): Promise<CollectorThreads | undefined> {
  const threads = Math.min(allowed, accounts);
  if (threads < 2 || context.io.aws !== undefined) return undefined;
  const { endpoint, onAttempt } = context.fleetOptions(options);
  const region = await fleet.region();
  return openThreads({
    threads,
    setup: { ...setup, endpoint, region, observed: onAttempt !== undefined },
    credentials: fleet.credentials,
    onRecords,
    onAttempt,
  });
}
