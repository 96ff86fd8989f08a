/** `flotilla inventory orchestrate`: in a cluster, a Job for every account, followed to the end of the last. */

import { type Fleet, openFleet } from '../../../../aws/open-fleet.ts';
import { fingerprintOf } from '../../../../fleet/outcome-file.ts';
import type { RunSettings } from '../../../../fleet/run-options.ts';
import type { ChosenEntries } from '../../../../inventory/catalogue/entries-of.ts';
import type { InventoryFormat } from '../../../../inventory/collect/account-files.ts';
import { runFolder } from '../../../../inventory/layout.ts';
import { expectNoOtherRun } from '../../../../inventory/orchestrate/expect-no-other-run.ts';
import { runOf } from '../../../../inventory/orchestrate/names.ts';
import { findOrchestratorPod } from '../../../../inventory/orchestrate/orchestrator-pod.ts';
import type { RunSummary } from '../../../../inventory/record.ts';
import { openStore } from '../../../../inventory/store/open-store.ts';
import { inCluster } from '../../../../kubernetes/in-cluster.ts';
import { type ClusterClient, openCluster } from '../../../../kubernetes/open-cluster.ts';
import { ClusterRefusal } from '../../../../kubernetes/refusal.ts';
import { FlotillaError } from '../../../../model/flotilla-error.ts';
import type { CommandContext } from '../../../command-context.ts';
import type { CommandResult, RunOf } from '../../../define-command.ts';
import { exitCode } from '../../../exit-code.ts';
import type { SelectionValues } from '../../../options/selection.ts';
import { count } from '../../../output/text.ts';
import { assertTargets } from '../../../targets/assert-targets.ts';
import { makePlan, type Plan, readPlan } from '../../../targets/plan.ts';
import type { CatalogueValues } from '../catalogue-options.ts';
import { readCatalogue } from '../read-catalogue.ts';
import { inventoryRunSettings } from '../role-options.ts';
import { printRun, printRunPlan, runSummaryText } from '../run-record.ts';
import { variableValues } from '../variable-options.ts';
import { accountsIn, readVariables } from '../variables.ts';
import type { command } from './command.ts';
import { followRun } from './follow-run.ts';
import type { ClusterValues } from './options.ts';
import { readPodEnvironment } from './pod-environment.ts';
import { runnerJobSettings } from './runner-job-settings.ts';

export const run: RunOf<typeof command> = async (options, context) => {
  const variables = readVariables(['BUCKET_NAME', 'SECURITY_ACCOUNT_ID', 'INCLUDE_ACCOUNTS'], {
    flags: variableValues(options),
    env: context.io.env,
  });
  const settings = settingsFrom(options, accountsIn(variables.INCLUDE_ACCOUNTS));
  // Misspelled names are reported before AWS is called.
  const selected = readCatalogue(options);
  const fleet = openFleet(context.fleetOptions(options));
  try {
    context.note(`calling as ${(await fleet.caller()).arn}`);
    // One Job per account: the runner reads the regions.
    const { regions, ...selection } = settings;
    const plan = makePlan(await readPlan(fleet, selection, context.io), new Set());
    if (options.dryRun) return printRunPlan(plan, context);
    assertTargets(plan);
    const { BUCKET_NAME: bucket, SECURITY_ACCOUNT_ID: owner } = variables;
    const request = { options, settings, selected, plan, fleet, bucket, owner };
    return await withCluster(options, context, (cluster, podName) =>
      runInCluster(cluster, podName, request, context),
    );
  } finally {
    fleet.close();
  }
};

type OrchestrateValues = ClusterValues &
  CatalogueValues &
  SelectionValues & {
    readonly format: readonly InventoryFormat[];
    readonly reconCompat: boolean;
  };

/** Accounts that are named in the variable are targets like those of the option. */
function settingsFrom(options: OrchestrateValues, included: readonly string[]): RunSettings {
  if (included.length === 0) return inventoryRunSettings(options, { ouPath: true });
  if (options.targets === undefined)
    return inventoryRunSettings(options, { ouPath: true, targets: [...included] });
  throw new FlotillaError(
    'InvalidInput',
    `INCLUDE_ACCOUNTS ("${included.join(',')}") and --targets both select accounts; omit one of them`,
  );
}

async function withCluster<T>(
  { serviceAccount: folder }: ClusterValues,
  { io: { env, clock } }: CommandContext,
  work: (cluster: ClusterClient, podName: string) => Promise<T>,
): Promise<T> {
  const { podName, ...address } = readPodEnvironment(env);
  const cluster = openCluster({ ...(await inCluster({ ...address, folder })), clock });
  try {
    return await work(cluster, podName);
  } catch (cause) {
    if (!(cause instanceof ClusterRefusal)) throw cause;
    const { status, reason, message } = cause;
    const advice =
      status === 403
        ? 'apply the Role and the RoleBinding of kubernetes/base'
        : 'correct it and start the Job again: it resumes its run';
    const text = `the cluster refuses (${status} ${reason}): ${message}; ${advice}`;
    throw new FlotillaError('Cluster', text, { cause });
  } finally {
    cluster.close();
  }
}

interface OrchestrationRequest {
  readonly options: OrchestrateValues;
  readonly settings: RunSettings;
  readonly selected: ChosenEntries;
  readonly plan: Plan;
  readonly fleet: Fleet;
  readonly bucket: string;
  /** The account that the bucket must belong to. */
  readonly owner: string;
}

async function runInCluster(
  cluster: ClusterClient,
  podName: string,
  request: OrchestrationRequest,
  context: CommandContext,
): Promise<CommandResult> {
  const { options, settings, selected, plan, fleet, bucket, owner } = request;
  const { signal } = context;
  const pod = await findOrchestratorPod(cluster, podName, signal);
  const started = runOf(pod.job, fingerprintOf({ orchestrated: pod.job.metadata.uid }));
  const { runId, date } = started;
  await expectNoOtherRun(cluster, { runId, job: pod.job }, signal);
  const store = await openStore(fleet, `s3://${bucket}`, owner);
  const region = await fleet.region();
  const { namespace } = cluster;
  const job = runnerJobSettings(options, {
    runId,
    namespace,
    pod,
    settings,
    bucket,
    owner,
    region,
  });
  const skipped = plan.skipped.length;
  const others = skipped > 0 ? `, ${count(skipped, 'account')} skipped` : '';
  context.note(`run ${runId}: ${count(plan.running.length, 'account')}${others}`);
  const summary = await followRun(
    {
      ...{ cluster, store, job, signal, run: started, clock: context.io.clock },
      accounts: plan.running.map(({ target }) => target.account),
      once: selected.entries.filter(({ oncePerRun }) => oncePerRun),
      skipped: plan.skipped.map(({ skipped: outcome }) => outcome),
      catalogueVersion: selected.catalogue.version,
      formats: options.format,
      parallelism: options.parallelism,
    },
    context,
  );
  if (!summary) return { hint: resumeHint };
  printRun({ runId, folder: `${store.name}/${runFolder(date, runId)}`, summary }, context);
  const gaps = hasGaps(summary, settings) && { code: exitCode.someFailed };
  return { summary: runSummaryText(summary), ...gaps };
}

const resumeHint =
  'Jobs in progress continue; start the orchestrator again for the same Job to resume the run';

/** An account that was named and could not be read is a gap; one that is suspended, and was not named, is not. */
function hasGaps({ accounts, unlisted }: RunSummary, { targets = [] }: RunSettings): boolean {
  if (unlisted) return true;
  return accounts.some(
    ({ accountId, status }) =>
      status === 'partial' ||
      status === 'failed' ||
      (status === 'skipped' && targets.includes(accountId)),
  );
}
