/** `flotilla report …` on an organization with known costs. */

import { type CliOptions, type CliResult, runCli } from './command-line.ts';
import { type CostEnvironment, openCostEnvironment } from './cost-environment.ts';
import { settingsFile, settingsText, withoutWaits } from './lifecycle-command-line.ts';
import { hubRole } from './lifecycle-environment.ts';

export interface ReportCommandLine {
  readonly environment: CostEnvironment;
  readonly settings: string;
  readonly aws: NonNullable<CliOptions['aws']>;
  run(args: readonly string[], more?: CliOptions): Promise<CliResult>;
}

interface ReportCommandLineOptions {
  /** Text to append to the settings. */
  readonly settings?: string;
}

export async function reportCommandLine({
  settings: more = '',
}: ReportCommandLineOptions = {}): Promise<ReportCommandLine> {
  const environment = await openCostEnvironment({ withCostExtraCurrencies: ['EUR'] });
  const features = 'features:\n  with_cost_extra_currencies: [EUR]\n';
  const settings = settingsFile(`${settingsText}${features}${more}`);
  const { credentials, requestHandler } = environment.organization.access(hubRole(environment));
  const clock = withoutWaits(environment.clock);
  const aws = { credentials, requestHandler, clock, region: 'eu-west-1' };
  return {
    environment,
    settings,
    aws,
    run: (args, options = {}) =>
      runCli(['report', ...args, '--settings', settings], {
        aws,
        fetch: environment.fetch,
        ...options,
      }),
  };
}
