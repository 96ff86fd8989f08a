import { existsSync, readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import type { GenericCalls } from '../../../../aws/generic-client.ts';
import { openServiceClient } from '../../../../testing/account-access.ts';
import { minuteMs } from '../../../../testing/durations.ts';
import { virtualClock } from '../../../clock.ts';
import { simulateOrganization } from '../../../index.ts';
import { noLimits } from '../../../limits.ts';

async function open(buildspec: string, { environmentVariables = [] as object[] } = {}) {
  const clock = virtualClock();
  const organization = simulateOrganization({
    clock,
    limits: noLimits,
    realBuilds: { endpoint: () => 'http://127.0.0.1:9' },
  });
  onTestFinished(organization.stopBuilds);
  const service = { Effect: 'Allow', Principal: { Service: 'codebuild.amazonaws.com' } };
  const { id } = organization.addAccount({
    name: 'member',
    role: {
      name: 'Builder',
      trustPolicy: {
        Version: '2012-10-17',
        Statement: [{ ...service, Action: 'sts:AssumeRole' }],
      },
    },
  });
  const serviceRole = `arn:aws:iam::${id}:role/Builder`;
  const [codebuild, logs, ssm] = ['codebuild', 'logs', 'ssm'].map((name) =>
    openServiceClient(organization, name, { principal: serviceRole }),
  ) as [GenericCalls, GenericCalls, GenericCalls];
  await codebuild.call('CreateProject', {
    name: 'Purge',
    source: { type: 'NO_SOURCE', buildspec },
    artifacts: { type: 'NO_ARTIFACTS' },
    environment: {
      type: 'LINUX_CONTAINER',
      image: 'aws/codebuild/standard:7.0',
      computeType: 'BUILD_GENERAL1_SMALL',
      environmentVariables,
    },
    serviceRole,
    timeoutInMinutes: 5,
  });
  const start = async () => {
    const { build } = await codebuild.call('StartBuild', { projectName: 'Purge' });
    return build as Build;
  };
  const look = async ({ id: build }: Build) => {
    const { builds } = await codebuild.call('BatchGetBuilds', { ids: [build] });
    return (builds as Build[])[0] as Build;
  };
  const linesOf = async ({ logs: log }: Build) => {
    const { events } = await logs.call('GetLogEvents', {
      logGroupName: log.groupName,
      logStreamName: log.streamName,
      startFromHead: true,
    });
    return (events as { message: string }[]).map(({ message }) => message);
  };
  /** The output of the commands. */
  const printed = async (build: Build) =>
    (await linesOf(build)).filter((line) => !line.startsWith('[Container] '));
  const ended = async () => {
    while (organization.running() > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  const run = async () => {
    const build = await start();
    await ended();
    return { ...(await look(build)), lines: await printed(build) };
  };
  return { organization, codebuild, ssm, clock, start, look, linesOf, printed, ended, run };
}

interface Build {
  readonly id: string;
  readonly buildStatus: string;
  readonly phases: readonly {
    readonly phaseType: string;
    readonly phaseStatus?: string;
    readonly contexts?: readonly { readonly message: string; readonly statusCode: string }[];
  }[];
  readonly logs: { readonly groupName: string; readonly streamName: string };
  readonly exportedEnvironmentVariables?: readonly object[];
}

function phasesOf({ phases }: Build) {
  return phases
    .filter(({ phaseType }) => /INSTALL|BUILD/.test(phaseType))
    .map(({ phaseType, phaseStatus }) => `${phaseType} ${phaseStatus}`);
}

test('all commands share one shell: variables, functions and the folder persist', async () => {
  const { run } = await open(`
version: 0.2
phases:
  install:
    commands:
      - kept=yes
      - greet() { echo "hello $1"; }
      - mkdir inner && cd inner
  post_build:
    commands:
      - greet "$kept"
      - basename "$PWD"
`);
  const build = await run();

  expect(build.buildStatus).toBe('SUCCEEDED');
  expect(build.lines).toEqual(['hello yes', 'inner']);
  expect(phasesOf(build)).toEqual([
    'INSTALL SUCCEEDED',
    'PRE_BUILD SUCCEEDED',
    'BUILD SUCCEEDED',
    'POST_BUILD SUCCEEDED',
  ]);
});

test('the first failing command ends its phase, and a failed build still runs its last phase', async () => {
  const { run } = await open(`
version: 0.2
phases:
  build:
    commands:
      - echo "succeeding $CODEBUILD_BUILD_SUCCEEDING"
      - ls /no/such/folder 2>/dev/null
      - echo never
    finally:
      - echo cleaning
  post_build:
    commands:
      - echo "succeeding $CODEBUILD_BUILD_SUCCEEDING"
`);
  const build = await run();

  expect(build.buildStatus).toBe('FAILED');
  expect(build.lines).toEqual(['succeeding 1', 'cleaning', 'succeeding 0']);
  expect(phasesOf(build).slice(2)).toEqual(['BUILD FAILED', 'POST_BUILD SUCCEEDED']);
  expect(build.phases.find(({ phaseStatus }) => phaseStatus === 'FAILED')?.contexts).toEqual([
    {
      statusCode: 'COMMAND_EXECUTION_ERROR',
      message:
        'Error while executing command: ls /no/such/folder 2>/dev/null. Reason: exit status 2',
    },
  ]);
});

test.for<[string, string, readonly string[]]>([
  ['install, by default', '', ['INSTALL FAILED']],
  [
    'install, but continues',
    '    on-failure: CONTINUE',
    ['INSTALL FAILED', 'PRE_BUILD SUCCEEDED', 'BUILD SUCCEEDED', 'POST_BUILD SUCCEEDED'],
  ],
])('a build that fails in %s', async ([, more, expected]) => {
  const { run } = await open(`
version: 0.2
phases:
  install:
${more}
    commands: [ "false" ]
  build:
    commands: [ "true" ]
`);
  const build = await run();

  expect(build.buildStatus).toBe('FAILED');
  expect(phasesOf(build)).toEqual(expected);
});

test('a build that is configured to abort has no last phase', async () => {
  const { run } = await open(
    'version: 0.2\nphases: { build: { on-failure: ABORT, commands: [ "exit 3" ] }, post_build: { commands: [ "echo never" ] } }',
  );
  const build = await run();

  expect(phasesOf(build)).toEqual(['INSTALL SUCCEEDED', 'PRE_BUILD SUCCEEDED', 'BUILD FAILED']);
  expect(build.lines).toEqual([]);
});

test('a command that exits fails alone; exported variables persist', async () => {
  const { run } = await open(`
version: 0.2
phases:
  build:
    commands:
      - export WAVE=two
      - cd / && exit 4
  post_build:
    commands:
      - echo "$WAVE in $PWD"
`);
  const build = await run();

  expect(build.buildStatus).toBe('FAILED');
  expect(build.lines).toEqual(['two in /']);
});

test('variables of the project win over the buildspec’s, and both over none', async () => {
  const spec = `
version: 0.2
env:
  shell: bash
  variables: { MODE: --dry-run, AGE: 6M, COUNT: 3 }
  parameter-store: { NOTE: /notes/first }
  exported-variables: [ RESULT ]
phases:
  build:
    commands:
      - echo "$MODE $AGE $COUNT $NOTE"
      - RESULT="[[ $MODE ]]"
`;
  const { run, ssm } = await open(spec, {
    environmentVariables: [{ name: 'MODE', value: '--force' }],
  });
  await ssm.call('PutParameter', { Name: '/notes/first', Value: 'hi', Type: 'String' });
  const build = await run();

  expect(build.lines).toEqual(['--force 6M 3 hi']);
  expect(build.exportedEnvironmentVariables).toEqual([{ name: 'RESULT', value: '[[ --force ]]' }]);
});

test('commands see the required variables, as the project’s role, and nothing of the host', async () => {
  const { run } = await open('version: 0.2\nphases: { build: { commands: [ "env | sort" ] } }');
  const { lines, id } = await run();
  const seen = Object.fromEntries(lines.map((line) => line.split(/=(.*)/s)));

  expect(Object.keys(seen).sort()).toEqual(
    [
      'AWS_ACCESS_KEY_ID',
      'AWS_DEFAULT_REGION',
      'AWS_EC2_METADATA_DISABLED',
      'AWS_ENDPOINT_URL',
      'AWS_REGION',
      'AWS_SECRET_ACCESS_KEY',
      'AWS_SESSION_TOKEN',
      'CI',
      'CODEBUILD_BUILD_ARN',
      'CODEBUILD_BUILD_ID',
      'CODEBUILD_BUILD_IMAGE',
      'CODEBUILD_BUILD_NUMBER',
      'CODEBUILD_BUILD_SUCCEEDING',
      'CODEBUILD_INITIATOR',
      'CODEBUILD_KMS_KEY_ID',
      'CODEBUILD_LOG_PATH',
      'CODEBUILD_SRC_DIR',
      'CODEBUILD_START_TIME',
      'HOME',
      'LANG',
      'PATH',
      // The shell's own.
      'PWD',
      'SHLVL',
      '_',
    ].sort(),
  );
  expect(seen).toMatchObject({
    AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
    AWS_REGION: 'us-east-1',
    CODEBUILD_BUILD_ID: id,
    // Keys do not get into logs.
    AWS_SECRET_ACCESS_KEY: '***',
    AWS_SESSION_TOKEN: '***',
  });
  expect(seen.AWS_ACCESS_KEY_ID).toMatch(/^ASIA/);
  expect(seen.HOME).toMatch(/flotilla-build-/);
});

test('stopping a build kills all its processes', async () => {
  const { codebuild, start, look, printed, ended } = await open(`
version: 0.2
phases:
  build:
    commands:
      - sleep 600 & echo "$!"; wait
  post_build:
    commands: [ echo never ]
`);
  const build = await start();
  let pid = Number.NaN;
  while (Number.isNaN(pid)) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    pid = Number((await printed(build))[0] ?? Number.NaN);
  }
  process.kill(pid, 0); // Throws when the process does not exist.
  await codebuild.call('StopBuild', { id: build.id });
  await ended();
  const after = await look(build);

  expect(after.buildStatus).toBe('STOPPED');
  expect(phasesOf(after).at(-1)).toBe('BUILD STOPPED');
  expect(await printed(build)).toEqual([String(pid)]);
  await expect.poll(() => isAlive(pid)).toBe(false);
});

/** In a container without an init process, a zombie still accepts signals although it does not run. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    const state = `/proc/${pid}/stat`;
    return !existsSync(state) || !/\) Z /.test(readFileSync(state, 'utf8'));
  } catch {
    return false;
  }
}

test('a build that exceeds its timeout is ended', async () => {
  const { start, look, ended, clock } = await open(
    'version: 0.2\nphases: { build: { commands: [ sleep 600 ] } }',
  );
  const build = await start();
  await clock.advance(6 * minuteMs);
  await ended();
  const after = await look(build);

  expect(after.buildStatus).toBe('TIMED_OUT');
  expect(phasesOf(after).at(-1)).toBe('BUILD TIMED_OUT');
});

test.for<[string, string, string]>([
  ['is not YAML', '{', 'Flow map'],
  ['has another version', 'version: 0.1\nphases: { build: { commands: [ ls ] } }', 'version'],
  [
    'misspells a phase',
    'version: 0.2\nphases: { bild: { commands: [ ls ] } }',
    'Unrecognized key: "bild"',
  ],
  [
    'needs an unsupported feature',
    'version: 0.2\nphases: { build: { run-as: root, commands: [ ls ] } }',
    'Unrecognized key: "run-as"',
  ],
])('a buildspec that %s fails the build before its first command', async ([, spec, message]) => {
  const { phases, buildStatus } = await (await open(spec)).run();

  expect(buildStatus).toBe('FAILED');
  expect(phases.find(({ phaseStatus }) => phaseStatus === 'FAILED')).toMatchObject({
    phaseType: 'DOWNLOAD_SOURCE',
    contexts: [{ statusCode: 'YAML_FILE_ERROR', message: expect.stringContaining(message) }],
  });
});

test('the log reports phases and commands as CodeBuild does', async () => {
  const { start, ended, linesOf } = await open(
    'version: 0.2\nphases: { build: { commands: [ "printf unfinished" ] } }',
  );
  const build = await start();
  await ended();

  expect((await linesOf(build)).slice(6, 11)).toEqual([
    '[Container] 2026/01/01 00:00:00.000000 Entering phase BUILD',
    '[Container] 2026/01/01 00:00:00.000000 Running command printf unfinished',
    'unfinished',
    '[Container] 2026/01/01 00:00:00.000000 Phase complete: BUILD State: SUCCEEDED',
    '[Container] 2026/01/01 00:00:00.000000 Phase context status code:  Message: ',
  ]);
});
