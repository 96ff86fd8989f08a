/** The examples of continuous deployment: their commands exist, and their role trusts one environment of one repository. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { simulateOrganization } from '../simulator/index.ts';
import { administratorArn } from '../testing/account-access.ts';
import { errorNameOf } from '../testing/call-errors.ts';
import { fakeIo } from '../testing/command-line.ts';
import { commandTable } from './command-table.ts';
import { readOptions } from './options/read-options.ts';
import { createProgram } from './program.ts';
import { argumentsOf, optionsOf } from './run-command.ts';

const folder = join(import.meta.dirname, '../../examples/deploy');
const textOf = (name: string) => readFileSync(join(folder, name), 'utf8');

interface Step {
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly permissions: Readonly<Record<string, string>>;
  readonly environment?: string;
  readonly 'timeout-minutes': number;
  readonly steps: readonly Step[];
}

const buildspec = parse(textOf('buildspec.yaml')) as {
  readonly version: number;
  readonly phases: Readonly<Record<string, { readonly commands: readonly string[] }>>;
};
const workflow = parse(textOf('github-actions.yaml')) as {
  readonly permissions: object;
  readonly jobs: Readonly<Record<'diff' | 'deploy', Job>>;
};

const inventory = parse(textOf('inventory-on-kubernetes.yaml')) as typeof workflow;

/** The words behind `flotilla.js` in a shell command. */
function flotillaWords(command: string): readonly string[] | undefined {
  const [, typed] = /flotilla\.js"? ([^;]+)/.exec(command) ?? [];
  return typed
    ?.trim()
    .split(/\s+/)
    .map((word) => word.replace(/"/g, ''));
}

const commands = [
  ...Object.values(buildspec.phases).flatMap((phase) => phase.commands),
  ...Object.values(workflow.jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? [])),
];

const lines = commands.flatMap((command) => {
  const words = flotillaWords(command);
  return words ? [words.join(' ')] : [];
});

test('the examples run Flotilla', () => {
  expect(lines.length).toBeGreaterThan(7);
});

test.each(lines)('flotilla %s is a valid command line', async (line) => {
  const { io } = fakeIo({});
  let read = false;
  const program = createProgram({
    table: commandTable,
    io,
    dispatch: async (_, definition, typed) => {
      readOptions({ ...argumentsOf(definition), ...optionsOf(definition) }, typed);
      read = true;
    },
  });

  await program.parseAsync(line.split(' '), { from: 'user' });

  expect(read).toBe(true);
});

test('the buildspec stops at the first command that fails, and deploys on request only', () => {
  expect(buildspec.version).toBe(0.2);
  expect(Object.keys(buildspec.phases)).toEqual(['install', 'pre_build', 'build']);
  for (const { commands: ofPhase } of Object.values(buildspec.phases)) {
    expect(ofPhase[0]).toBe('set -euo pipefail');
  }
  expect(buildspec.phases.build?.commands.at(-1)).toMatch(/^if \[ "\$DEPLOY" = yes \]; then/);
});

test('a workflow has no key, and no permission besides reading and its identity', () => {
  expect(workflow.permissions).toEqual({});
  for (const { permissions, steps, 'timeout-minutes': minutes } of Object.values(workflow.jobs)) {
    expect(permissions).toEqual({ contents: 'read', 'id-token': 'write' });
    expect(minutes).toBeGreaterThan(0);
    const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
    expect(checkouts.map((step) => step.with?.['persist-credentials'])).toEqual([false, false]);
  }
  expect(textOf('github-actions.yaml')).not.toMatch(/secrets\.|AWS_ACCESS_KEY_ID/);
  expect(workflow.jobs.deploy.environment).toBe('automation');
});

const issuer = 'https://token.actions.githubusercontent.com';

test('the role trusts one environment of one repository', async () => {
  const organization = simulateOrganization();
  const { id } = organization.addAccount({ name: 'automation', id: '111122223333' });
  const iam = new IAMClient(organization.access(administratorArn(id)));
  await iam.send(
    new CreateOpenIDConnectProviderCommand({ Url: issuer, ClientIDList: ['sts.amazonaws.com'] }),
  );
  const trust = textOf('github-trust.json');
  await iam.send(
    new CreateRoleCommand({ RoleName: 'FlotillaDeploy', AssumeRolePolicyDocument: trust }),
  );
  const provider = organization.addIdentityProvider(issuer);
  const { region, requestHandler } = organization.access();
  const sts = new STSClient({ region, requestHandler, maxAttempts: 1 });
  const now = Math.floor(organization.clock.now() / 1000);
  const assume = (sub: string) =>
    sts.send(
      new AssumeRoleWithWebIdentityCommand({
        RoleArn: `arn:aws:iam::${id}:role/FlotillaDeploy`,
        RoleSessionName: 'deploy',
        WebIdentityToken: provider.token({
          sub,
          aud: 'sts.amazonaws.com',
          iss: issuer,
          iat: now,
          exp: now + 600,
        }),
      }),
    );

  const { AssumedRoleUser } = await assume('repo:example/account-settings:environment:automation');

  expect(AssumedRoleUser?.Arn).toBe(`arn:aws:sts::${id}:assumed-role/FlotillaDeploy/deploy`);
  for (const other of [
    'repo:example/account-settings:ref:refs/heads/main',
    'repo:example/account-settings:pull_request',
    'repo:stranger/account-settings:environment:automation',
  ]) {
    expect(await errorNameOf(assume(other))).toBe('AccessDenied');
  }
});

test('the policy of the role names the roles of the bootstrap, and no administrator', () => {
  const { Statement } = JSON.parse(textOf('deploy-policy.json')) as {
    readonly Statement: readonly {
      readonly Action: string | string[];
      readonly Resource: string;
    }[];
  };
  const actions = Statement.flatMap(({ Action }) => Action);

  expect(actions.filter((action) => action.includes('*'))).toEqual([]);
  const assumed = Statement.filter(({ Action }) => Action === 'sts:AssumeRole');
  expect(assumed.map(({ Resource }) => Resource)).toEqual([
    'arn:aws:iam::111122223333:role/cdk-hnb659fds-*-111122223333-*',
    'arn:aws:iam::*:role/SpaAccountsManagementRole',
  ]);
});

test('the workflow of the inventory deploys an image by its digest, with an overlay that exists', () => {
  const { permissions, jobs, env } = inventory as typeof inventory & {
    readonly env: { readonly OVERLAY: string };
  };
  const runs = jobs.deploy.steps.flatMap(({ run }) => run ?? []);
  const overlay = join(folder, '../..', env.OVERLAY, 'kustomization.yaml');
  const { images } = parse(readFileSync(overlay, 'utf8')) as { images: { name: string }[] };

  expect(permissions).toEqual({});
  expect(jobs.deploy.environment).toBe('inventory');
  expect(images.map(({ name }) => name)).toEqual(['flotilla']);
  expect(runs.join('\n')).toContain('kustomize edit set image "flotilla=$name"');
  expect(runs.at(-1)).toBe('kubectl apply --kustomize "$OVERLAY"');
});
