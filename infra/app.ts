/**
 * `cdk deploy -c settings=FILE`: reads the settings, asks AWS who deploys and where, and synthesizes the stack. The AWS
 * CDK's own CLI runs it in this folder.
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { openFleet } from '../src/aws/open-fleet.ts';
import { type DeploymentFacts, describeDeployment } from '../src/deployment/describe-deployment.ts';
import { FlotillaError } from '../src/model/flotilla-error.ts';
import { loadSettings } from '../src/settings/read-settings.ts';
import type { Settings } from '../src/settings/settings.ts';
import { writeSettingsDocument } from '../src/settings/settings-document.ts';
import { functionsFolder } from './functions-folder.ts';
import { InstallationStack } from './installation-stack.ts';
import { logLevels } from './log-levels.ts';
import { readDeploymentFacts } from './read-deployment-facts.ts';

async function synthesize(): Promise<void> {
  const app = new App();
  const settings = await loadSettings({ path: settingsPath(app) });
  const facts = await factsOf(settings);
  const deployment = describeDeployment(settings, facts);
  new InstallationStack(app, {
    deployment,
    settings: writeDocument(app.outdir, settings),
    functionsFolder: await functionsFolder(app.node.tryGetContext('functions')),
    logLevel: logLevels[settings.automation.verbosity],
    retain: app.node.tryGetContext('retain') !== 'false',
  });
  app.synth();
  for (const note of deployment.notes) process.stderr.write(`note: ${note}\n`);
}

function settingsPath(app: App): string {
  const path = app.node.tryGetContext('settings') ?? process.env.FLOTILLA_SETTINGS;
  if (typeof path === 'string' && path !== '') return path;
  throw new FlotillaError(
    'InvalidInput',
    'no settings file: add -c settings=FILE, or set FLOTILLA_SETTINGS',
  );
}

async function factsOf(settings: Settings): Promise<DeploymentFacts> {
  const fleet = openFleet({});
  try {
    return await readDeploymentFacts(fleet, settings);
  } finally {
    fleet.close();
  }
}

/** Its name is the same for the same content, so that nothing differs in a second deployment. */
function writeDocument(folder: string, settings: Settings) {
  const { bytes, digest } = writeSettingsDocument(settings);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `settings-${digest}.json.gz`);
  writeFileSync(path, bytes);
  return { path, digest };
}

try {
  await synthesize();
} catch (error) {
  if (!(error instanceof FlotillaError)) throw error;
  process.stderr.write(`flotilla: ${error.message}\n`);
  process.exitCode = 1;
}
