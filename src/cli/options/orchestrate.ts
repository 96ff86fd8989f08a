/** How a run on Kubernetes goes. */

import { type Command, Option } from 'commander';
import { serviceAccountFolder } from '../../kubernetes/in-cluster.ts';
import type { Given } from './option.ts';
import { filled, milliseconds, wholeNumber, wrong } from './values.ts';

export interface ClusterGiven extends Given {
  readonly parallelism: number;
  readonly jobDeadline: number;
  readonly retries: number;
  readonly keepLogs: number;
  readonly image?: string;
  readonly runnerCpu: string;
  readonly runnerMemory: string;
  readonly serviceAccount: string;
}

const clusterHeading = 'The cluster:';

export function addClusterOptions(command: Command): void {
  for (const option of options()) command.addOption(option.helpGroup(clusterHeading));
}

function options(): readonly Option[] {
  return [
    new Option('--parallelism <number>', 'most accounts at a time')
      .argParser(wholeNumber('--parallelism', { from: 1, to: 5_000 }))
      .default(50),
    duration('--job-deadline', 'longest time for one account, retries included', '2h'),
    new Option('--retries <number>', 'further attempts for an account that failed')
      .argParser(wholeNumber('--retries', { from: 0, to: 20 }))
      .default(2),
    duration('--keep-logs', 'how long Jobs and their logs are kept', '24h'),
    new Option(
      '--image <name>',
      "image of the runners (default: the orchestrator's own)",
    ).argParser(filled('--image', "use the orchestrator's own")),
    quantity('--runner-cpu', 'processor that a runner asks for, as Kubernetes writes it', '250m'),
    quantity('--runner-memory', 'memory that a runner asks for, and its limit', '768Mi'),
    new Option('--service-account <folder>', 'where the token of our service account is mounted')
      .argParser(filled('--service-account', `mean ${serviceAccountFolder}`))
      .default(serviceAccountFolder),
  ];
}

function duration(flag: string, help: string, standard: string): Option {
  const read = milliseconds(flag);
  return new Option(`${flag} <time>`, help).argParser(read).default(read(standard), standard);
}

/** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
function quantity(flag: string, help: string, standard: string): Option {
  const read = (text: string) => {
    if (/^\d+(\.\d+)?(m|[kMGTPE]i?|Ki)?$/.test(text)) return text;
    throw wrong(flag, text, `is no quantity; give one as ${standard}`);
  };
  return new Option(`${flag} <quantity>`, help).argParser(read).default(standard);
}
