/** `flotilla deploy`: the CDK compares, the operator agrees, CloudFormation deploys. */

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  compareAcknowledgementKey,
  createAcknowledgementKey,
} from '../../../lifecycle/hub/acknowledgement-key.ts';
import { FlotillaError } from '../../../model/flotilla-error.ts';
import type { CommandContext } from '../../command-context.ts';
import type { CommandResult, RunOf } from '../../define-command.ts';
import { exitCode } from '../../exit-code.ts';
import { refuseIgnored } from '../../options/refuse-ignored.ts';
import type { DocumentView } from '../../output/printer.ts';
import { failureText, followStack } from './cdk/follow-stack.ts';
import { cdkError, runCdk } from './cdk/run-cdk.ts';
import type { ResourceEvent } from './cdk/stack-events.ts';
import type { command, DeploymentDocument } from './command.ts';
import { printEstimate } from './estimate.ts';
import { expectBootstrapped, isDeployed, type OpenDeployment, withDeployment } from './open.ts';

export const run: RunOf<typeof command> = async (options, context) => {
  if (options.estimate) return printEstimate(options, context);
  refuseIgnored(context, { accounts: '--accounts' }, 'only with --estimate');
  return withDeployment(options, context, async (opened) => {
    await expectBootstrapped(opened);
    const more = options.importExisting ? ['--import-existing-resources'] : [];
    const { differences, isChanged } = await compare(opened, more, context);
    if (options.diff || !isChanged) {
      context.print(documentOf(opened, differences, {}), view);
      return {
        summary: isChanged
          ? `${placeOf(opened)} would be changed`
          : `${placeOf(opened)} is up to date`,
      };
    }
    await context.confirm({
      question: `Deploy ${placeOf(opened)}?`,
      targets: 1,
      plan: differences.trimEnd(),
    });
    context.signal.throwIfAborted();
    const { result, outputs } = await deploy(opened, more, context);
    if (!outputs) return result;
    if (options.outputs !== undefined)
      await writeOutputs(resolve(context.io.folder, options.outputs), outputs);
    await createKeyOfDocuments(opened);
    context.print(documentOf(opened, differences, outputs), view);
    return result;
  });
};

function placeOf({ stackName, accountId, cdk }: OpenDeployment): string {
  return `stack ${stackName} in account ${accountId}, ${cdk.region}`;
}

function documentOf(
  { stackName, accountId, cdk }: OpenDeployment,
  differences: string,
  outputs: Readonly<Record<string, string>>,
): DeploymentDocument {
  return { stack: stackName, accountId, region: cdk.region, differences, outputs: { ...outputs } };
}

/** What would change; with outputs, those: the operator has seen the differences before. */
const view: DocumentView<DeploymentDocument> = {
  tables: () => [],
  text: ({ differences, outputs }) => {
    const lines = Object.entries(outputs).map(([name, value]) => `${name}: ${value}\n`);
    return lines.length > 0 ? lines.join('') : `${differences.trimEnd()}\n`;
  },
};

interface Comparison {
  readonly differences: string;
  readonly isChanged: boolean;
}

async function compare(
  opened: OpenDeployment,
  more: readonly string[],
  context: CommandContext,
): Promise<Comparison> {
  const { stackName, cdk } = opened;
  const ended = await runCdk(cdk, ['diff', stackName, ...more], context);
  if (ended.exitCode !== 0) throw cdkError(ended);
  const start = ended.lines.findIndex((line) => line.startsWith(`Stack ${stackName}`));
  // Before it, the CDK reports that it has built and uploaded the template.
  const differences = ended.lines.slice(Math.max(0, start)).join('\n');
  const [, changed] = /Number of stacks with differences: (\d+)/.exec(differences) ?? [];
  return { differences, isChanged: changed !== '0' || !(await isDeployed(opened)) };
}

interface Deployed {
  readonly result: CommandResult;
  /** Undefined: it failed, or was interrupted. */
  readonly outputs?: Readonly<Record<string, string>>;
}

async function deploy(
  { stackName, cdk }: OpenDeployment,
  more: readonly string[],
  context: CommandContext,
): Promise<Deployed> {
  const folder = await mkdtemp(join(tmpdir(), 'flotilla-deploy-'));
  const file = join(folder, 'outputs.json');
  const follower = followStack(context);
  const args = ['deploy', stackName, '--require-approval', 'never', '--progress', 'events'];
  try {
    const ended = await runCdk(
      cdk,
      [...args, '--outputs-file', file, ...more],
      context,
      follower.onLine,
    );
    if (ended.exitCode === 0) {
      return { result: { hint: nextHint }, outputs: await outputsIn(file, stackName) };
    }
    if (!follower.failed) throw cdkError(ended);
    context.warn(
      `flotilla: the deployment failed, and was rolled back: ${failureText(follower.failed)}`,
    );
    return { result: { code: exitCode.someFailed, ...importHint(follower.failed, more) } };
  } catch (error) {
    if (!context.signal.aborted || !follower.hasBegun) throw error;
    return { result: { hint: continuedHint } };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A name that is taken: an earlier installation has left it. */
function importHint({ type, reason = '' }: ResourceEvent, more: readonly string[]) {
  const isImportable = ['AWS::DynamoDB::Table', 'AWS::S3::Bucket'].includes(type);
  if (more.length > 0 || !isImportable || !/already exists/i.test(reason)) return {};
  return { hint: 'flotilla deploy --import-existing takes over tables and buckets that exist' };
}

const nextHint =
  'next: flotilla doctor --deploy, then flotilla lifecycle sweep --dry-run; see docs/deploy.md';

const continuedHint =
  'CloudFormation continues the deployment; flotilla deploy --diff shows what is left';

/** A stack without outputs has no file. */
async function outputsIn(
  file: string,
  stackName: string,
): Promise<Readonly<Record<string, string>>> {
  const text = await readFile(file, 'utf8').catch(() => '{}');
  const stacks = JSON.parse(text) as Readonly<Record<string, Readonly<Record<string, string>>>>;
  return stacks[stackName] ?? {};
}

async function writeOutputs(
  path: string,
  outputs: Readonly<Record<string, string>>,
): Promise<void> {
  try {
    await writeFile(path, `${JSON.stringify(outputs, null, 2)}\n`);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new FlotillaError('File', `--outputs: cannot write "${path}" (${code}); check the path`, {
      cause,
    });
  }
}

/** A template is not the place for a secret. */
async function createKeyOfDocuments({
  settings,
  accountId,
  stackName,
  cdk,
}: OpenDeployment): Promise<void> {
  if (!settings.features.withHolderNotices.includes('terms')) return;
  const { partition } = await cdk.fleet.caller();
  const hub = { accountId, region: cdk.region, partition, environment: stackName };
  const access = { hub, inHub: (service: string) => cdk.fleet.generic(service, cdk.region) };
  if (await compareAcknowledgementKey(access)) await createAcknowledgementKey(access);
}
