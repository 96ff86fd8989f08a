/** Clients that are written elsewhere: the AWS CLI, and Terraform with its AWS provider. */

import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { DeployedInstallation } from './deployed-installation.ts';

const awsCli = '/usr/bin/aws';
const terraform = '/usr/local/bin/terraform';
const provider = '5.100.0';
/** A folder of plugins, as `terraform providers mirror` fills it. */
const plugins = process.env.TERRAFORM_PLUGINS ?? '/opt/tf-plugins';

export const hasAwsCli = existsSync(awsCli);
export const hasTerraform =
  existsSync(terraform) &&
  existsSync(join(plugins, 'registry.terraform.io/hashicorp/aws', provider));

const run = promisify(execFile);

/** Runs a command of the AWS CLI, for which no time passes. Returns its JSON. */
export async function aws(
  { variables, url }: DeployedInstallation,
  ...args: readonly string[]
): Promise<unknown> {
  const all = [...args, '--endpoint-url', url, '--output', 'json'];
  const { stdout } = await run(awsCli, all, { env: variables() });
  return JSON.parse(stdout);
}

/** Reads data sources, and returns the outputs of the configuration. */
export async function readWithTerraform(
  { variables }: DeployedInstallation,
  configuration: string,
): Promise<Readonly<Record<string, unknown>>> {
  const cwd = mkdtempSync(join(tmpdir(), 'flotilla-terraform-'));
  try {
    writeFileSync(join(cwd, 'main.tf'), requirement + configuration);
    const options = { cwd, env: { ...variables(), CHECKPOINT_DISABLE: '1' } };
    const call = (...args: readonly string[]) => run(terraform, args, options);
    await call('init', '-no-color', `-plugin-dir=${plugins}`);
    await call('apply', '-no-color', '-auto-approve');
    const { stdout } = await call('output', '-json');
    const outputs = JSON.parse(stdout) as Readonly<Record<string, { readonly value: unknown }>>;
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

const requirement = `terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = "${provider}" }
  }
}
`;
