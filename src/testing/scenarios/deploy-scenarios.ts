/** A scenario for `bootstrap`, `deploy` and `destroy`: a stack of two resources, by a script in place of the CDK. */

import { bootstrapParameter } from '../../cli/commands/deploy/open.ts';
import { rehearsalSettings } from '../../rehearsal/settings.ts';
import { administratorArn, openServiceClient } from '../account-access.ts';
import { eventLines, type ScriptedCdkApp, scriptedCdkApp, someDifferences } from '../cdk-app.ts';
import { settingsFile } from '../lifecycle-command-line.ts';
import { openPrerequisiteEnvironment } from '../prerequisite-environment.ts';
import type { CommandScenario } from './scenario.ts';

const settings = settingsFile();
const region = 'eu-west-1';

const changes = (status: string) =>
  eventLines([
    [status, 'AWS::SQS::Queue', 'Accounts1'],
    [status, 'AWS::IAM::Role', 'OnSweepRole1'],
    ['DELETE_SKIPPED', 'AWS::DynamoDB::Table', 'ShadowsTable'],
  ]);

function scenario(name: string): CommandScenario {
  return {
    name,
    args: [],
    async open() {
      const { organization } = await openPrerequisiteEnvironment(rehearsalSettings());
      const principal = administratorArn('999999999999');
      const ssm = openServiceClient(organization, 'ssm', { principal, region });
      await ssm.call('PutParameter', { Name: bootstrapParameter, Value: '27', Type: 'String' });
      const app = scriptedCdkApp({
        prints: {
          diff: someDifferences,
          bootstrap: changes('CREATE_COMPLETE'),
          deploy: changes('CREATE_COMPLETE'),
          destroy: changes('DELETE_COMPLETE'),
        },
      });
      organization.journal.clear();
      return {
        aws: { ...organization.access(principal), region },
        env: { PATH: process.env.PATH },
        args: ['--settings', settings, '--infra', app.folder],
        changed: async () => (hasRun(app, name) ? 2 : 0),
      };
    },
  };
}

function hasRun(app: ScriptedCdkApp, name: string): boolean {
  return app.calls().some(({ args }) => args[0] === name);
}

export const deployScenarios: readonly CommandScenario[] = [
  scenario('bootstrap'),
  scenario('deploy'),
  scenario('destroy'),
];
