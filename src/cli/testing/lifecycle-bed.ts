/** The command line on an installation of the life cycle, with a settings file that the installation was made from. */

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RehearsalEnvironmentOptions } from '../../rehearsal/rehearsal-environment.ts';
import { loadSettings } from '../../settings/read-settings.ts';
import {
  hubRole,
  type LifecycleEnvironment,
  openLifecycleEnvironment,
} from '../../testing/lifecycle-environment.ts';
import { type CliOptions, type CliResult, runCli } from './fixture.ts';

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

/** Writes the settings into a folder of their own; answers the path. */
export function settingsFile(text = settingsText): string {
  const folder = mkdtempSync(join(tmpdir(), 'flotilla-lifecycle-'));
  const files = { 'settings.yaml': text, 'preparation.yaml': buildspec, 'purge.yaml': buildspec };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return join(folder, 'settings.yaml');
}

const buildspec = 'version: 0.2\nphases: {build: {commands: [echo]}}\n';

export interface CommandLine {
  readonly bed: LifecycleEnvironment;
  readonly settings: string;
  /** `flotilla lifecycle …`, with the settings and the credentials of the hub. */
  run(args: readonly string[], world?: CliOptions): Promise<CliResult>;
}

export async function commandLine(
  options: Partial<RehearsalEnvironmentOptions> = {},
): Promise<CommandLine> {
  const path = settingsFile();
  const settings = await loadSettings({
    path,
    readText: async (file) => readFileSync(file, 'utf8'),
  });
  const bed = await openLifecycleEnvironment({ settings, ...options });
  return {
    bed,
    settings: path,
    run: (args, world = {}) => {
      const { credentials, requestHandler } = bed.organization.access(hubRole(bed));
      const aws = { credentials, requestHandler, clock: bed.clock, region: 'eu-west-1' };
      return runCli(['lifecycle', ...args, '--settings', path], { aws, ...world });
    },
  };
}
