/** The command line on a rehearsal environment, with the settings file that the environment was made from. */

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FleetOptions } from '../aws/open-fleet.ts';
import type { Clock } from '../model/clock.ts';
import type { RehearsalEnvironmentOptions } from '../rehearsal/rehearsal-environment.ts';
import { loadSettings } from '../settings/read-settings.ts';
import type { VirtualClock } from '../simulator/index.ts';
import { type CliOptions, type CliResult, runCli } from './command-line.ts';
import {
  hubRole,
  type LifecycleEnvironment,
  openLifecycleEnvironment,
} from './lifecycle-environment.ts';

export const settingsText = `environment_identifier: SpaDemo
automation:
  account_id: "999999999999"
  region: eu-west-1
  maintenance_window_expression: cron(0 18 ? * SAT *)
  role_arn_to_manage_accounts: arn:aws:iam::888888888888:role/SpaAccountsManagementRole
  role_name_to_manage_codebuild: AWSControlTowerExecution
worker:
  preparation_buildspec_template_file: preparation.yaml
  purge_buildspec_template_file: purge.yaml
defaults:
  account_tags: {cost-center: sandbox}
  preparation: {feature: enabled, variables: {BUDGET_AMOUNT: "300"}}
  purge: {feature: enabled, variables: {PURGE_MODE: --force}}
organizational_units:
  - identifier: ou-demo-11111111
    note: Sandboxes
`;

/** Writes the settings into a folder of their own, and returns the path. */
export function settingsFile(text = settingsText): string {
  const folder = mkdtempSync(join(tmpdir(), 'flotilla-lifecycle-'));
  const files = { 'settings.yaml': text, 'preparation.yaml': buildspec, 'purge.yaml': buildspec };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return join(folder, 'settings.yaml');
}

const buildspec = 'version: 0.2\nphases: {build: {commands: [echo]}}\n';

export interface CommandLine {
  readonly environment: LifecycleEnvironment;
  /** Path of the settings file. */
  readonly settings: string;
  /** Credentials of the automation account, and the clock of the environment. */
  readonly aws: FleetOptions;
  /** `flotilla lifecycle …`. */
  run(args: readonly string[], more?: CliOptions): Promise<CliResult>;
}

export async function commandLine(
  options: Partial<RehearsalEnvironmentOptions> = {},
): Promise<CommandLine> {
  const path = settingsFile();
  const settings = await loadSettings({
    path,
    readText: async (file) => readFileSync(file, 'utf8'),
  });
  const environment = await openLifecycleEnvironment({ settings, ...options });
  const clock = withoutWaits(environment.clock);
  const reach = () => {
    const { credentials, requestHandler } = environment.organization.access(hubRole(environment));
    return { credentials, requestHandler, clock, region: 'eu-west-1' };
  };
  return {
    environment,
    settings: path,
    get aws() {
      return reach();
    },
    run: (args, more = {}) =>
      runCli(['lifecycle', ...args, '--settings', path], { aws: reach(), ...more }),
  };
}

/** Waits take no time: the clock advances instead. Events and builds of the environment wait for `advance`. */
export function withoutWaits(clock: VirtualClock): Clock {
  const sleep = async (ms: number, signal?: AbortSignal) => {
    signal?.throwIfAborted();
    await clock.advance(ms);
  };
  return { now: clock.now, sleep };
}

/** Tags of an account that is at rest. */
export const releasedTags = {
  'account-holder': 'alice@example.com',
  'account-state': 'released',
  'cost-center': 'sandbox',
};

/** Ctrl-C once so many records were printed, with `--output ndjson`. */
export function interruptAfter(records: number): Pick<CliOptions, 'signal' | 'onWrite'> {
  const interrupt = new AbortController();
  let printed = 0;
  const onWrite = (text: string) => {
    if (text.startsWith('{')) printed++;
    if (printed === records) interrupt.abort(new DOMException('interrupted', 'AbortError'));
  };
  return { signal: interrupt.signal, onWrite };
}

/** Calls the listener before each call of an operation: `TagResource`. */
export function beforeCalls(
  aws: FleetOptions,
  operation: string,
  listener: () => Promise<void> | void,
): FleetOptions {
  const { requestHandler } = aws;
  if (!requestHandler) return aws;
  const handle: typeof requestHandler.handle = async (request, options) => {
    if (request.headers['x-amz-target']?.endsWith(`.${operation}`)) await listener();
    return requestHandler.handle(request, options);
  };
  return { ...aws, requestHandler: { ...requestHandler, handle, destroy: () => {} } };
}

/** Ctrl-C at the n-th call of an operation, from 1. */
export function interruptAtCall(
  aws: FleetOptions,
  operation: string,
  at: number,
): Pick<CliOptions, 'aws' | 'signal'> {
  const interrupt = new AbortController();
  let calls = 0;
  const listener = () => {
    if (++calls === at) interrupt.abort(new DOMException('interrupted', 'AbortError'));
  };
  return { aws: beforeCalls(aws, operation, listener), signal: interrupt.signal };
}

/** The records of `--output ndjson`. */
export function recordsOf<Record>({ stdout }: Pick<CliResult, 'stdout'>): readonly Record[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record);
}

/** Records by status. */
export function countStatuses(result: Pick<CliResult, 'stdout'>): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { status } of recordsOf<{ readonly status: string }>(result)) {
    counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
}
