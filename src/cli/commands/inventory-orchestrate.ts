/** `flotilla inventory orchestrate`: in a cluster, a Job for every account, followed to the end of the last. */

import { type Fleet, openFleet } from '../../aws/open-fleet.ts';
import { fingerprintOf } from '../../fleet/outcome-file.ts';
import type { RunSettings } from '../../fleet/run-options.ts';
import { selectEntries } from '../../inventory/catalogue/catalogue.ts';
import type { InventoryFormat } from '../../inventory/collect/account-files.ts';
import { runFolder } from '../../inventory/layout.ts';
import { expectNoOtherRun } from '../../inventory/orchestrate/expect-no-other-run.ts';
import { runOf } from '../../inventory/orchestrate/names.ts';
import type { OrchestrateOptions } from '../../inventory/orchestrate/orchestrate.ts';
import { findOrchestratorPod } from '../../inventory/orchestrate/orchestrator-pod.ts';
import type { RunSummary } from '../../inventory/record.ts';
import { openStore } from '../../inventory/store/open-store.ts';
import { inCluster } from '../../kubernetes/in-cluster.ts';
import { type ClusterClient, openCluster } from '../../kubernetes/open-cluster.ts';
import { ClusterRefusal } from '../../kubernetes/refusal.ts';
import { FlotillaError } from '../../model/flotilla-error.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { fleetOptionsFrom } from '../options/aws.ts';
import { catalogueFor, type Narrowing } from '../options/collect.ts';
import { inventorySettingsFrom } from '../options/inventory-role.ts';
import type { ClusterGiven } from '../options/orchestrate.ts';
import { flagValues } from '../options/variables.ts';
import { followRun } from '../orchestrate/follow-run.ts';
import { runnerJobSettings } from '../orchestrate/runner-job-settings.ts';
import { count, duration } from '../output/text.ts';
import { expectSomebody } from '../run/expect-somebody.ts';
import { printPlan } from '../run/print-plan.ts';
import { makePlan, type Plan, readPlan } from '../targets/plan.ts';
import { readPlatform } from '../variables/platform.ts';
import { accountsIn, readVariables } from '../variables/variables.ts';

export interface OrchestrateGiven extends ClusterGiven, Narrowing {
  readonly format: readonly InventoryFormat[];
  readonly targets?: readonly string[];
  readonly dryRun?: boolean;
}

export async function inventoryOrchestrate(given: OrchestrateGiven, io: Io): Promise<ExitCode> {
  const variables = readVariables(['BUCKET_NAME', 'SECURITY_ACCOUNT_ID', 'INCLUDE_ACCOUNTS'], {
    flags: flagValues(given),
    env: io.env,
  });
  const settings = settingsOf(given, accountsIn(variables.INCLUDE_ACCOUNTS));
  // What is misspelt is told before anything is asked.
  const entries = selectEntries(catalogueFor(given), given);
  const fleet = openFleet(fleetOptionsFrom(given, io));
  try {
    io.stderr.write(`calling as ${(await fleet.caller()).arn}\n`);
    // The regions are the runner's business: one Job per account.
    const { regions, ...selection } = settings;
    const plan = makePlan(await readPlan(fleet, selection, io), new Set());
    if (given.dryRun) return printPlan(plan, 'table', io);
    expectSomebody(plan, 'inventory');
    const { BUCKET_NAME: bucket, SECURITY_ACCOUNT_ID: owner } = variables;
    const listsOnce = entries.some(({ oncePerRun }) => oncePerRun);
    const asked = { given, settings, plan, fleet, bucket, owner, listsOnce };
    return await inTheCluster(given, io, (cluster, podName) => run(cluster, podName, asked, io));
  } finally {
    fleet.close();
  }
}

/** Accounts that are named in the variable are targets like those of the flag. */
function settingsOf(given: OrchestrateGiven, included: readonly string[]): RunSettings {
  if (included.length === 0) return inventorySettingsFrom(given, { ouPath: true });
  if (given.targets === undefined)
    return inventorySettingsFrom(given, { ouPath: true, targets: [...included] });
  throw new FlotillaError(
    'InvalidInput',
    `INCLUDE_ACCOUNTS ("${included.join(',')}") and --targets both say which accounts; leave one of them out`,
  );
}

async function inTheCluster(
  { serviceAccount: folder }: OrchestrateGiven,
  { env, clock }: Io,
  work: (cluster: ClusterClient, podName: string) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { podName, ...address } = readPlatform(env);
  const cluster = openCluster({ ...(await inCluster({ ...address, folder })), clock });
  try {
    return await work(cluster, podName);
  } catch (cause) {
    if (!(cause instanceof ClusterRefusal)) throw cause;
    const { status, reason, message } = cause;
    const advice =
      status === 403
        ? 'apply the Role and the RoleBinding of kubernetes/base'
        : 'when that is mended, start the Job again: it goes on with its run';
    const why = `the cluster refuses (${status} ${reason}): ${message}; ${advice}`;
    throw new FlotillaError('Cluster', why, { cause });
  } finally {
    cluster.close();
  }
}

interface Asked {
  readonly given: OrchestrateGiven;
  readonly settings: RunSettings;
  readonly plan: Plan;
  readonly fleet: Fleet;
  readonly bucket: string;
  readonly owner: string;
  readonly listsOnce: boolean;
}

async function run(
  cluster: ClusterClient,
  podName: string,
  asked: Asked,
  io: Io,
): Promise<ExitCode> {
  const { given, settings, plan, fleet, bucket, owner, listsOnce } = asked;
  const { signal, clock } = io;
  const self = await findOrchestratorPod(cluster, podName, signal);
  const started = runOf(self.job, fingerprintOf({ orchestrated: self.job.metadata.uid }));
  const { runId, date } = started;
  await expectNoOtherRun(cluster, { runId, job: self.job }, signal);
  const store = await openStore(fleet, `s3://${bucket}`, owner);
  const region = await fleet.region();
  const { namespace } = cluster;
  const surroundings = { runId, namespace, self, settings, bucket, owner, region };
  const left = plan.skipped.length > 0 ? `, ${count(plan.skipped.length, 'account')} left out` : '';
  io.stderr.write(`run ${runId}: ${count(plan.running.length, 'account')}${left}\n`);
  const summary = await followedOrStopped(
    {
      cluster,
      store,
      run: started,
      accounts: plan.running.map(({ target }) => target.account),
      listsOnce,
      skipped: plan.skipped.map(({ skipped }) => skipped),
      job: runnerJobSettings(given, surroundings),
      catalogueVersion: catalogueFor(given).version,
      formats: given.format,
      parallelism: given.parallelism,
      clock,
      signal,
    },
    io,
  );
  if (!summary) return exitCode.interrupted;
  io.stderr.write(`${told(summary)}\n`);
  io.stdout.write(`${store.name}/${runFolder(date, runId)}\n`);
  return exitCodeOf(summary, settings);
}

/** Undefined when we were told to stop: the Jobs go on, and so does the run when we are started again. */
async function followedOrStopped(
  options: OrchestrateOptions,
  io: Io,
): Promise<RunSummary | undefined> {
  try {
    return await followRun(options, io);
  } catch (error) {
    if (!io.signal.aborted) throw error;
    io.stderr.write(
      'stopped: what runs goes on, and whoever starts for the same Job takes it up\n',
    );
    return undefined;
  }
}

function told({ accounts, records, calls, startedAt, finishedAt }: RunSummary): string {
  const number = (status: string) => accounts.filter((account) => account.status === status).length;
  const statuses = ['complete', 'partial', 'failed', 'skipped'].map(
    (status) => `${number(status)} ${status}`,
  );
  const took = duration(Date.parse(finishedAt) - Date.parse(startedAt));
  return `${count(records, 'record')}; accounts: ${statuses.join(', ')}; ${count(calls, 'call')}, in ${took}`;
}

/** Whoever was named and could not be read is a gap; whoever is suspended, and was not named, is not. */
function exitCodeOf({ accounts }: RunSummary, { targets = [] }: RunSettings): ExitCode {
  const isGap = accounts.some(
    ({ accountId, status }) =>
      status === 'partial' ||
      status === 'failed' ||
      (status === 'skipped' && targets.includes(accountId)),
  );
  return isGap ? exitCode.someFailed : exitCode.done;
}
