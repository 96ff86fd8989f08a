/**
 * Runs every command of every page, on a simulated organization that is served over HTTP. The commands of a page run one
 * after the other in a folder of their own. A comment `# exits 1` is the expected exit code.
 */

import { type ExecFileException, execFile, spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { AttachRolePolicyCommand, CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SimulatedOrganization, simulateOrganization } from '../src/simulator/index.ts';

const root = join(import.meta.dirname, '..');
const pages = [...globSync('*.md', { cwd: root }), ...globSync('docs/*.md', { cwd: root })].sort();
const execute = promisify(execFile);
const launcher = join(root, 'bin/flotilla.js');
const scripts = (
  JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object }
).scripts;

interface Block {
  readonly page: string;
  readonly lines: readonly string[];
}

const blocks = pages.flatMap((page) => {
  const text = readFileSync(join(root, page), 'utf8');
  return [...text.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, block = '']): Block => {
    const lines = block.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
    return { page, lines };
  });
});

let home = '';
let environment: NodeJS.ProcessEnv = {};
let close = async () => {};

beforeAll(async () => {
  const organization = simulateOrganization({ accounts: 120 });
  // The bucket that the pages write to; a user has one already.
  const s3 = new S3Client(organization.access());
  await s3.send(new CreateBucketCommand({ Bucket: 'example-inventory' }));
  await makeManagementRole(organization);
  const served = await organization.serve({ port: 0 });
  close = served.close;
  home = mkdtempSync(join(tmpdir(), 'flotilla-docs-'));
  writeProfiles(organization);
  environment = {
    PATH: process.env.PATH,
    HOME: home,
    AWS_ENDPOINT_URL: served.url,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'us-east-1',
  };
});

afterAll(async () => {
  await close();
  rmSync(home, { recursive: true });
});

/** Profiles for administrators of the billing account and of the security account. */
function writeProfiles(organization: SimulatedOrganization): void {
  const [, member] = organization.accounts();
  const keys = [organization.access(), organization.access(member?.roleArn)];
  const sections = ['billing', 'security'].map((name, at) => {
    const { accessKeyId = '', secretAccessKey = '', sessionToken } = keys[at]?.credentials ?? {};
    const token = sessionToken === undefined ? '' : `aws_session_token = ${sessionToken}\n`;
    return `[${name}]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n${token}`;
  });
  mkdirSync(join(home, '.aws'));
  writeFileSync(join(home, '.aws', 'credentials'), sections.join('\n'));
}

/** Creates the management role that the settings of the pages name; a user has one already. */
async function makeManagementRole(organization: SimulatedOrganization): Promise<void> {
  const iam = new IAMClient(organization.access());
  const RoleName = 'SpaAccountsManagementRole';
  const AWS = `arn:aws:iam::${organization.managementAccountId}:root`;
  const statement = { Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole' };
  const trust = { Version: '2012-10-17', Statement: [statement] };
  const AssumeRolePolicyDocument = JSON.stringify(trust);
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
}

/** Creates a folder where the examples find the package and the installed SDK. */
function makeFolder(): string {
  const folder = mkdtempSync(join(home, 'page-'));
  for (const name of ['examples', 'kubernetes'])
    cpSync(join(root, name), join(folder, name), { recursive: true });
  symlinkSync(join(root, 'src'), join(folder, 'src'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** Splits a command into words, with single quotes as in a shell; the pages need no more. */
function words(command: string): string[] {
  return [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
}

async function exitCodeOf(
  args: readonly string[],
  folder: string,
): Promise<{ code: unknown; stderr: string }> {
  const running = execute(process.execPath, [launcher, ...args], { cwd: folder, env: environment });
  return running.then(
    ({ stderr }) => ({ code: 0, stderr }),
    ({ code, stderr }: ExecFileException & { stderr: string }) => ({ code, stderr }),
  );
}

const isFlotilla = (line: string) => line.startsWith('npx flotilla');
const isServer = (line: string) => line.startsWith('npx flotilla simulate');
const runs = pages
  .map((page) => {
    const lines = blocks.filter((block) => block.page === page).flatMap((block) => block.lines);
    return { page, lines: lines.filter((line) => isFlotilla(line) && !isServer(line)) };
  })
  .filter(({ lines }) => lines.length > 0);

test.each(runs)('the commands of $page work', { timeout: 180_000 }, async ({ lines }) => {
  const folder = makeFolder();
  for (const line of lines) {
    const [command = '', remark = ''] = line.split(' # ');
    const expected = /exits (\d+)/.exec(remark)?.[1];
    const { code, stderr } = await exitCodeOf(words(command).slice(2), folder);
    // Some accounts of the simulated organization deny access: 2 means that some targets failed.
    expect(expected === undefined ? [0, 2] : [Number(expected)], `${line}\n${stderr}`).toContain(
      code,
    );
  }
});

test('flotilla simulate prints export lines under which the other commands work, until it is stopped', async () => {
  const served = spawn(process.execPath, [launcher, 'simulate', '--port', '0', '--accounts', '3'], {
    env: { PATH: process.env.PATH, HOME: home },
  });
  const lines: string = await new Promise((resolve) => {
    let seen = '';
    served.stdout.on('data', (text) => {
      seen += text;
      if (seen.includes('AWS_REGION=')) resolve(seen);
    });
  });
  const exported = Object.fromEntries(
    [...lines.matchAll(/^export (\w+)=(\S+)$/gm)].map(([, name = '', value = '']) => [name, value]),
  );
  const args = [launcher, 'accounts', '--output', 'json'];
  const { stdout } = await execute(process.execPath, args, {
    env: { PATH: process.env.PATH, HOME: home, ...exported },
  });
  served.kill('SIGINT');
  const code = await new Promise((resolve) => served.once('exit', resolve));

  expect((JSON.parse(stdout) as unknown[]).length).toBe(4);
  expect(code).toBe(0);
});

test('all other commands are scripts of the package, which CI runs', () => {
  const others = blocks.flatMap(({ page, lines }) => lines.map((line) => ({ page, line })));
  const unknown = others.filter(({ page, line }) => {
    if (isFlotilla(line)) return false;
    const steps = (line.split(' # ')[0] ?? '').trim().split(' && ');
    return !steps.every((step) => {
      const [program, first = '', name = ''] = words(step);
      // Run by `kubernetes.test.ts`.
      if (program === 'kubectl') return page === 'docs/inventory-on-kubernetes.md';
      if (program === 'cd') return existsSync(join(root, first));
      if (program !== 'npm') return false;
      return first === 'ci' || (first === 'run' ? name : first) in scripts;
    });
  });

  expect(unknown).toEqual([]);
});

test('the pages that pages link to exist', () => {
  const broken = pages.flatMap((page) => {
    const text = readFileSync(join(root, page), 'utf8');
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link = '']) => link);
    return links
      .filter((link) => !existsSync(join(root, page, '..', link)))
      .map((link) => `${page}: ${link}`);
  });

  expect(broken).toEqual([]);
});
