/** How a run on Kubernetes goes. */

import { serviceAccountFolder } from '../../../../kubernetes/in-cluster.ts';
import { checkedText, milliseconds, text, wholeNumber } from '../../../options/kinds.ts';
import { headed, type OptionValues } from '../../../options/option.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

export const clusterOptions = headed('The cluster:', {
  parallelism: wholeNumber({ min: 1, max: 5_000 })
    .describe('maximum number of accounts at a time')
    .default(50),
  jobDeadline: milliseconds({ fallback: '2h' })
    .describe('time limit for one account, retries included')
    .default(2 * hourMs),
  retries: wholeNumber({ min: 0, max: 20 })
    .describe('further attempts for an account that failed')
    .default(2),
  keepLogs: milliseconds({ fallback: '24h' })
    .describe('how long Jobs and their logs are kept')
    .default(24 * hourMs),
  image: text('name', "use the orchestrator's own", { fallback: "the orchestrator's own" })
    .describe('image of the runners')
    .optional(),
  runnerCpu: quantity('250m').describe('CPU request of a runner').default('250m'),
  runnerMemory: quantity('768Mi')
    .describe('memory request of a runner, and its limit')
    .default('768Mi'),
  serviceAccount: text('folder', `use ${serviceAccountFolder}`, { completion: 'folder' })
    .describe("folder with the service account's token")
    .default(serviceAccountFolder),
});

export type ClusterValues = OptionValues<typeof clusterOptions>;

/** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
function quantity(example: string) {
  return checkedText('quantity', (value) =>
    /^\d+(\.\d+)?(m|[kMGTPE]i?|Ki)?$/.test(value)
      ? undefined
      : `is not a quantity; give one such as ${example}`,
  );
}
