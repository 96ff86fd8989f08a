/** Opens an installation for the CDK: settings, credentials of the automation account, and the app. */

import { resolve } from 'node:path';
import { classify } from '../../../aws/failures.ts';
import type { Fleet } from '../../../aws/open-fleet.ts';
import { FlotillaError } from '../../../model/flotilla-error.ts';
import type { Settings } from '../../../settings/settings.ts';
import type { CommandContext } from '../../command-context.ts';
import type { AwsOptionValues } from '../../options/aws.ts';
import { readInstallation, withFleet } from '../prerequisites/read-facts.ts';
import { settingsPath } from '../settings/settings-file.ts';
import { openCdkApp } from './cdk/cdk-app.ts';
import type { CdkRun } from './cdk/run-cdk.ts';

interface DeployValues extends AwsOptionValues {
  readonly settings?: string | undefined;
  readonly infra?: string | undefined;
}

export interface OpenDeployment {
  readonly settings: Settings;
  readonly accountId: string;
  /** Of CloudFormation. */
  readonly stackName: string;
  readonly cdk: CdkRun;
}

/** The parameter that `cdk bootstrap` leaves in an account and region. */
export const bootstrapParameter = '/cdk-bootstrap/hnb659fds/version';

export async function withDeployment<T>(
  values: DeployValues,
  context: CommandContext,
  use: (opened: OpenDeployment) => Promise<T>,
): Promise<T> {
  const { settings, accountId, region } = await readInstallation(values, context);
  return withFleet(values, context, async (fleet) => {
    await expectAutomationAccount(fleet, accountId);
    const app = await openCdkApp(values.infra, context);
    const path = resolve(context.io.folder, settingsPath(values.settings, context.io));
    const cdk = { app, fleet, region, settingsPath: path, values };
    return use({ settings, accountId, stackName: settings.environmentIdentifier, cdk });
  });
}

async function expectAutomationAccount(fleet: Fleet, expected: string): Promise<void> {
  const { accountId } = await fleet.caller();
  if (accountId === expected) return;
  throw new FlotillaError(
    'Credentials',
    `the credentials are of account ${accountId}, but automation.account_id is "${expected}"; use an administrator of that account`,
  );
}

/**
 * Whether the last deployment has ended well. The template of a stack whose creation failed is that of the failed
 * deployment, so that a comparison finds no difference.
 */
export async function isDeployed({ stackName, cdk }: OpenDeployment): Promise<boolean> {
  const cloudformation = cdk.fleet.generic('cloudformation', cdk.region);
  try {
    const { Stacks } = await cloudformation.call('DescribeStacks', { StackName: stackName });
    const [stack] = (Stacks ?? []) as readonly { readonly StackStatus?: string }[];
    return /^(CREATE|UPDATE|IMPORT|UPDATE_ROLLBACK)_COMPLETE$/.test(stack?.StackStatus ?? '');
  } catch (error) {
    if (classify(error).message.includes('does not exist')) return false;
    throw error;
  }
}

/** Throws a `FlotillaError` where the CDK has no bucket and roles yet. */
export async function expectBootstrapped({ accountId, cdk }: OpenDeployment): Promise<void> {
  const { fleet, region } = cdk;
  try {
    await fleet.generic('ssm', region).call('GetParameter', { Name: bootstrapParameter });
  } catch (error) {
    if (classify(error).kind !== 'not-found') throw error;
    throw new FlotillaError(
      'InvalidInput',
      `account ${accountId}, ${region} is not prepared for the AWS CDK; run flotilla bootstrap`,
      { cause: error },
    );
  }
}
