/**
 * Runs the project's own buildspecs on the simulator over HTTP, with Debian's awscli and aws-nuke. Where
 * they are not installed (`apt-get install -y awscli aws-nuke`) such tests are skipped, with a message.
 */

import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GenericCalls } from '../aws/generic-client.ts';
import { applyBaseline } from '../lifecycle/baseline/apply-baseline.ts';
import { baselineFor } from '../lifecycle/baseline/baseline.ts';
import type { BaselineFacts } from '../lifecycle/baseline/baseline-facts.ts';
import type { BuildPurpose } from '../lifecycle/model/lifecycle-record.ts';
import { wallClock } from '../model/clock.ts';
import { noLimits, type SimulatedOrganization, simulateOrganization } from '../simulator/index.ts';
import { administratorArn, openAccountSession, openServiceClient } from './account-access.ts';
import { baselineSettings } from './baseline-member.ts';
import { dayMs } from './durations.ts';
import { entrySettings } from './observation.ts';

const programs = ['/usr/bin/aws', '/usr/bin/aws-nuke'];
const missing = programs.filter((path) => !existsSync(path));

export const isMissing = missing.length > 0;
export const realTools = isMissing
  ? `real tools (not installed: ${missing.join(', ')}; skipped)`
  : 'real tools';

export const region = 'us-east-1';
const roleName = 'OrganizationAccountAccessRole';

type BuildVariables = Readonly<Record<string, string>>;

interface FinishedBuild {
  readonly buildStatus: string;
  readonly log: string;
}

/** An automation account that records reports, and a member account that builds run in. */
export interface RealToolsEnvironment {
  readonly url: string;
  readonly accountId: string;
  /** A service in the member account, with its holder's credentials. */
  holder(service: string): GenericCalls;
  /** Applies the baseline as the life cycle does, and runs the build to its end. */
  build(purpose: BuildPurpose, variables: BuildVariables): Promise<FinishedBuild>;
  /** Runs it with the clock set back by that many days. */
  ago(days: number, work: () => Promise<void>): Promise<void>;
  /** Messages that reached the automation account, oldest first. */
  reportsOf(label: 'PreparationReport' | 'PurgeReport'): readonly string[];
  /** A program that builds find first on their path. */
  install(name: string, script: string): void;
  uninstall(name: string): void;
  close(): Promise<void>;
}

interface ReportRecorder {
  readonly organization: SimulatedOrganization;
  readonly hubId: string;
  readonly accountId: string;
  readonly reports: { readonly label: string; readonly message: string }[];
}

export async function openRealTools(): Promise<RealToolsEnvironment> {
  let ageMs = 0;
  let url = '';
  const clock = { ...wallClock, now: () => wallClock.now() - ageMs };
  const folder = mkdtempSync(join(tmpdir(), 'flotilla-end-to-end-'));
  const path = `${folder}:/usr/bin:/bin`;
  const realBuilds = { endpoint: () => url, path };
  const organization = simulateOrganization({ clock, limits: noLimits, realBuilds });
  const { id: hubId } = organization.addAccount({ name: 'hub' });
  const { id: accountId } = organization.addAccount({ name: 'member' });
  const bench = { organization, hubId, accountId, reports: [] };
  await recordReports(bench);
  const served = await organization.serve();
  url = served.url;
  const install = (name: string, script: string) => {
    writeFileSync(join(folder, name), `#!/bin/bash\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  };
  // Debian's release is older than AWS_ENDPOINT_URL.
  install('aws', 'exec /usr/bin/aws --endpoint-url "$AWS_ENDPOINT_URL" "$@"');
  return {
    url,
    accountId,
    install,
    uninstall: (name) => rmSync(join(folder, name)),
    holder: (service) => callsIn(organization, accountId, service),
    build: (purpose, variables) => build(bench, purpose, variables),
    reportsOf: (label) => reportsIn(bench, label),
    async ago(days, work) {
      ageMs = days * dayMs;
      await work().finally(() => {
        ageMs = 0;
      });
    },
    async close() {
      organization.stopBuilds();
      await served.close();
      rmSync(folder, { recursive: true });
    },
  };
}

function callsIn(organization: SimulatedOrganization, accountId: string, service: string) {
  return openServiceClient(organization, service, {
    principal: administratorArn(accountId),
    region,
  });
}

function reportsIn({ reports }: ReportRecorder, label: string): readonly string[] {
  return reports.filter((report) => report.label === label).map(({ message }) => message);
}

async function recordReports({
  organization,
  hubId,
  accountId,
  reports,
}: ReportRecorder): Promise<void> {
  const events = callsIn(organization, hubId, 'events');
  const permission = { StatementId: 'members', Action: 'events:PutEvents', Principal: accountId };
  await events.call('PutPermission', permission);
  const { arn } = organization.addFunction({
    accountId: hubId,
    region,
    name: 'OnReport',
    handle: async (event) => {
      const { detail, 'detail-type': label } = event as {
        readonly 'detail-type': string;
        readonly detail: { readonly Message: string };
      };
      reports.push({ label, message: detail.Message });
    },
  });
  const EventPattern = JSON.stringify({ source: ['SustainablePersonalAccounts'] });
  await events.call('PutRule', { Name: 'Reports', EventPattern });
  await events.call('PutTargets', { Rule: 'Reports', Targets: [{ Id: 'reports', Arn: arn }] });
}

async function build(
  bench: ReportRecorder,
  purpose: BuildPurpose,
  variables: BuildVariables,
): Promise<FinishedBuild> {
  const { organization, accountId } = bench;
  const baseline = baselineFor(factsOf(bench, purpose, variables));
  const account = { id: accountId };
  const session = await openAccountSession(organization, { account, region, role: { roleName } });
  await applyBaseline(session, baseline, organization.clock);
  const codebuild = callsIn(organization, accountId, 'codebuild');
  const started = await codebuild.call('StartBuild', { projectName: baseline.project.name });
  const ids = [(started.build as { readonly id: string }).id];
  while (organization.running() > 0) await wallClock.sleep(50);
  await eventsArrived(organization);
  const { builds } = await codebuild.call('BatchGetBuilds', { ids });
  const [{ buildStatus, logs }] = builds as [Build];
  return { buildStatus, log: await logOf(bench, logs) };
}

interface Build {
  readonly buildStatus: string;
  readonly logs: { readonly groupName: string; readonly streamName: string };
}

function factsOf(
  { hubId, accountId }: ReportRecorder,
  purpose: BuildPurpose,
  variables: BuildVariables,
): BaselineFacts {
  const spec = (path: string) => {
    const file = join(import.meta.dirname, '../lifecycle/buildspecs', path);
    return { path, text: readFileSync(file, 'utf8') };
  };
  const worker = {
    preparationBuildspec: spec('preparation.yaml'),
    purgeBuildspec: spec('purge.yaml'),
  };
  return {
    hub: { accountId: hubId, region, partition: 'aws', environment: 'SpaTest' },
    settings: { ...baselineSettings(), worker },
    item: entrySettings({ [purpose]: { feature: 'enabled', variables }, regions: [region] }),
    accountId,
    holder: 'alice@example.com',
    purpose,
  };
}

/** They reach the automation account shortly after the build. */
async function eventsArrived(organization: SimulatedOrganization): Promise<void> {
  const { clock } = organization;
  do {
    await wallClock.sleep(50);
    organization.settle();
  } while ((organization.nextDueMs() ?? Number.POSITIVE_INFINITY) < clock.now() + 1_000);
}

async function logOf(
  { organization, accountId }: ReportRecorder,
  { groupName, streamName }: Build['logs'],
): Promise<string> {
  const { events } = await callsIn(organization, accountId, 'logs').call('GetLogEvents', {
    logGroupName: groupName,
    logStreamName: streamName,
    startFromHead: true,
  });
  return (events as { readonly message: string }[]).map(({ message }) => message).join('\n');
}
