import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { expect, test } from 'vitest';
import type { GenericCalls } from '../../../aws/generic-client.ts';
import { openFleet } from '../../../aws/open-fleet.ts';
import { administratorArn, openServiceClient } from '../../../testing/account-access.ts';
import { refusalOf } from '../../../testing/call-errors.ts';
import { minuteMs } from '../../../testing/durations.ts';
import { virtualClock } from '../../clock.ts';
import { parseFaults } from '../../faults.ts';
import { type SimulationOptions, simulateOrganization } from '../../index.ts';
import { noLimits } from '../../limits.ts';

const region = 'us-east-1';

const timeOf = (date: unknown) => (date instanceof Date ? date.getTime() : Number.NaN);

interface Phase {
  readonly phaseType: string;
  readonly phaseStatus?: string;
  readonly contexts?: readonly object[];
}

function phasesIn(build: { readonly [member: string]: unknown } | undefined): readonly Phase[] {
  return (build?.phases ?? []) as readonly Phase[];
}

function trust(Service: string): string {
  const statement = { Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

async function open(options: SimulationOptions = {}) {
  const clock = virtualClock();
  const organization = simulateOrganization({ clock, limits: noLimits, ...options });
  const trustPolicy = JSON.parse(trust('codebuild.amazonaws.com'));
  const { id: accountId } = organization.addAccount({
    name: 'member',
    role: { name: 'Builder', trustPolicy },
  });
  const serviceRole = `arn:aws:iam::${accountId}:role/Builder`;
  const clientOf = (service: string): GenericCalls =>
    openServiceClient(organization, service, { principal: serviceRole, region });
  const codebuild = clientOf('codebuild');
  const project = {
    name: 'Purge',
    source: { type: 'NO_SOURCE', buildspec: 'version: 0.2' },
    artifacts: { type: 'NO_ARTIFACTS' },
    environment: {
      type: 'LINUX_CONTAINER',
      image: 'aws/codebuild/standard:7.0',
      computeType: 'BUILD_GENERAL1_SMALL',
      environmentVariables: [{ name: 'MAXIMUM_AGE', value: '6M' }],
    },
    serviceRole,
  };
  const create = (more: object = {}) => codebuild.call('CreateProject', { ...project, ...more });
  const start = async (more: object = {}) => {
    const { build } = await codebuild.call('StartBuild', { projectName: 'Purge', ...more });
    return build as { readonly id: string; readonly buildNumber: number };
  };
  const look = async (id: string) => {
    const { builds } = await codebuild.call('BatchGetBuilds', { ids: [id] });
    return (builds as { readonly [key: string]: unknown }[])[0];
  };
  /** Runs until no more event is due within this time. */
  const advance = async (ms: number) => {
    const until = clock.now() + ms;
    for (;;) {
      const due = organization.nextDueMs();
      if (due === undefined || due > until) break;
      await clock.advance(Math.max(0, due - clock.now()));
      organization.settle();
      while (organization.running() > 0) await new Promise(setImmediate);
    }
    await clock.advance(until - clock.now());
  };
  return {
    organization,
    clock,
    accountId,
    serviceRole,
    codebuild,
    create,
    start,
    look,
    advance,
  };
}

test('a watcher sees the start and the end of a build', async () => {
  const { organization, clock, accountId, create, start, advance } = await open();
  const seen: unknown[] = [];
  organization.watchBuilds((change) => seen.push(change));
  organization.modelBuilds(() => ({ durationMs: 5 * minuteMs, status: 'FAILED' }));
  await create();
  const at = clock.now();
  const { id: buildId } = await start();
  await advance(10 * minuteMs);

  const build = { accountId, project: 'Purge', buildId };
  expect(seen).toEqual([
    { ...build, status: 'IN_PROGRESS', at },
    { ...build, status: 'FAILED', at: at + 5 * minuteMs },
  ]);
});

test('a project is described as created, with CodeBuild’s defaults', async () => {
  const { codebuild, create, accountId, clock, serviceRole } = await open();
  const at = new Date(clock.now());
  await create({ tags: [{ key: 'origin', value: 'us' }], concurrentBuildLimit: 1 });
  const { projects, projectsNotFound } = await codebuild.call('BatchGetProjects', {
    names: ['Purge', 'Other'],
  });

  expect(projectsNotFound).toEqual(['Other']);
  expect(projects).toEqual([
    {
      name: 'Purge',
      arn: `arn:aws:codebuild:${region}:${accountId}:project/Purge`,
      source: { type: 'NO_SOURCE', buildspec: 'version: 0.2' },
      artifacts: { type: 'NO_ARTIFACTS' },
      cache: { type: 'NO_CACHE' },
      environment: {
        type: 'LINUX_CONTAINER',
        image: 'aws/codebuild/standard:7.0',
        computeType: 'BUILD_GENERAL1_SMALL',
        environmentVariables: [{ name: 'MAXIMUM_AGE', value: '6M', type: 'PLAINTEXT' }],
        privilegedMode: false,
        imagePullCredentialsType: 'CODEBUILD',
      },
      serviceRole,
      timeoutInMinutes: 60,
      queuedTimeoutInMinutes: 480,
      encryptionKey: `arn:aws:kms:${region}:${accountId}:alias/aws/s3`,
      tags: [{ key: 'origin', value: 'us' }],
      created: at,
      lastModified: at,
      concurrentBuildLimit: 1,
      badge: { badgeEnabled: false },
      projectVisibility: 'PRIVATE',
    },
  ]);
});

test('an update changes what it names and keeps the rest', async () => {
  const { codebuild, create, clock } = await open();
  const { project: made } = await create({ description: 'old', concurrentBuildLimit: 2 });
  await clock.advance(minuteMs);
  const { project } = await codebuild.call('UpdateProject', {
    name: 'Purge',
    description: 'new',
    concurrentBuildLimit: -1,
    source: { type: 'NO_SOURCE', buildspec: 'version: 0.2 # changed' },
  });

  const { concurrentBuildLimit: _, ...before } = made as Record<string, unknown>;
  expect(project).toEqual({
    ...before,
    description: 'new',
    source: { type: 'NO_SOURCE', buildspec: 'version: 0.2 # changed' },
    lastModified: new Date(clock.now()),
  });
});

test.for<[string, object, string, string]>([
  ['a name with a space', { name: 'a b' }, 'InvalidInputException', 'Invalid project name'],
  ['no buildspec', { source: { type: 'NO_SOURCE' } }, 'InvalidInputException', 'Buildspec'],
  ['four minutes', { timeoutInMinutes: 4 }, 'InvalidInputException', '5 to 2160 minutes'],
  [
    'more concurrent builds than the account has',
    { concurrentBuildLimit: 61 },
    'InvalidInputException',
    'Project-level concurrent build limit cannot exceed the account-level concurrent build limit of 60.',
  ],
])('a project with %s is refused', async ([, more, name, message]) => {
  const { create } = await open();

  expect(await refusalOf(create(more))).toMatchObject({
    name,
    message: expect.stringContaining(message),
  });
});

test('a project needs an existing role that trusts CodeBuild', async () => {
  const { organization, create, accountId, serviceRole, codebuild } = await open();
  const iam = new IAMClient({ ...organization.access(serviceRole), region });
  const wrong = { RoleName: 'Wrong', AssumeRolePolicyDocument: trust('lambda.amazonaws.com') };
  await iam.send(new CreateRoleCommand(wrong));
  const refusals = ['Missing', 'Wrong'].map((name) =>
    refusalOf(create({ serviceRole: `arn:aws:iam::${accountId}:role/${name}` })),
  );

  expect(await Promise.all(refusals)).toEqual(
    ['Missing', 'Wrong'].map((name) => ({
      name: 'InvalidInputException',
      message: `CodeBuild is not authorized to perform: sts:AssumeRole on arn:aws:iam::${accountId}:role/${name}`,
      status: 400,
    })),
  );
  expect(await codebuild.call('ListProjects')).toMatchObject({ projects: [] });
});

test('a duplicate project is refused, and a deleted one frees its name', async () => {
  const { create, codebuild, accountId } = await open();
  await create();
  const refusal = await refusalOf(create());
  await codebuild.call('DeleteProject', { name: 'Purge' });
  await create();

  expect(refusal).toEqual({
    name: 'ResourceAlreadyExistsException',
    message: `Project already exists: arn:aws:codebuild:${region}:${accountId}:project/Purge`,
    status: 400,
  });
});

test('creating a project requires permission to pass its role', async () => {
  const { organization, accountId } = await open();
  const { id } = organization.addAccount({
    name: 'other',
    role: {
      managedPolicies: [],
      inlinePolicies: {
        build: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 'codebuild:*', Resource: '*' }],
        },
      },
    },
  });
  const principal = administratorArn(id);
  const client = openServiceClient(organization, 'codebuild', { principal, region });
  const creation = client.call('CreateProject', {
    name: 'Purge',
    source: { type: 'NO_SOURCE', buildspec: 'version: 0.2' },
    artifacts: { type: 'NO_ARTIFACTS' },
    environment: { type: 'LINUX_CONTAINER', image: 'a', computeType: 'BUILD_GENERAL1_SMALL' },
    serviceRole: `arn:aws:iam::${accountId}:role/Builder`,
  });

  expect((await refusalOf(creation)).message).toContain(
    'is not authorized to perform: iam:PassRole',
  );
});

test('a build takes 5 to 20 minutes of the clock, and succeeds', async () => {
  const { create, start, look, advance, clock } = await open();
  await create();
  const startedAt = clock.now();
  const { id } = await start();
  await advance(4 * minuteMs);
  const during = await look(id);
  await advance(16 * minuteMs);
  const after = await look(id);
  const tookMs = timeOf(after?.endTime) - startedAt;

  expect(during).toMatchObject({ buildStatus: 'IN_PROGRESS', currentPhase: 'BUILD' });
  expect(during).toMatchObject({ buildComplete: false });
  expect(after).toMatchObject({ buildStatus: 'SUCCEEDED', currentPhase: 'COMPLETED' });
  expect(tookMs).toBeGreaterThanOrEqual(5 * minuteMs);
  expect(tookMs).toBeLessThan(20 * minuteMs);
  expect(phasesIn(after).map(({ phaseType }) => phaseType)).toEqual([
    'SUBMITTED',
    'QUEUED',
    'PROVISIONING',
    'DOWNLOAD_SOURCE',
    'INSTALL',
    'PRE_BUILD',
    'BUILD',
    'POST_BUILD',
    'UPLOAD_ARTIFACTS',
    'FINALIZING',
    'COMPLETED',
  ]);
});

test('the model of a build sees its variables, and its effect runs as the service role', async () => {
  const { organization, create, start, look, advance, accountId, serviceRole } = await open();
  await create();
  const seen: unknown[] = [];
  organization.modelBuilds(({ project, environment, access, accountId: owner }) => ({
    durationMs: 7 * minuteMs,
    effect: async () => {
      const sts = openFleet(access).generic('sts');
      const { Arn } = await sts.call('GetCallerIdentity');
      seen.push({ project, owner, environment, Arn });
    },
  }));
  const { id } = await start({
    environmentVariablesOverride: [{ name: 'PURGE_MODE', value: '--force' }],
  });
  await advance(6 * minuteMs);
  const before = [...seen];
  await advance(2 * minuteMs);
  const [, role] = serviceRole.split('/');

  expect(before).toEqual([]);
  expect(seen).toEqual([
    {
      project: 'Purge',
      owner: accountId,
      environment: { MAXIMUM_AGE: '6M', PURGE_MODE: '--force' },
      Arn: `arn:aws:sts::${accountId}:assumed-role/${role}/AWSCodeBuild-${id.split(':')[1]}`,
    },
  ]);
  expect(await look(id)).toMatchObject({ buildStatus: 'SUCCEEDED' });
});

test('a build whose effect throws fails, in a named phase', async () => {
  const { organization, create, start, look, advance } = await open();
  await create();
  organization.modelBuilds(() => ({
    durationMs: minuteMs,
    effect: () => Promise.reject(new Error('no budget')),
  }));
  const { id } = await start();
  await advance(2 * minuteMs);
  const build = await look(id);
  const phases = build?.phases as {
    phaseType: string;
    phaseStatus?: string;
    contexts?: object[];
  }[];

  expect(build).toMatchObject({ buildStatus: 'FAILED' });
  expect(phases.find(({ phaseStatus }) => phaseStatus === 'FAILED')).toMatchObject({
    phaseType: 'BUILD',
    contexts: [
      {
        statusCode: 'COMMAND_EXECUTION_ERROR',
        message: 'Error while executing command. Reason: no budget',
      },
    ],
  });
});

test('a build that exceeds its timeout times out without its effect', async () => {
  const { organization, create, start, look, advance } = await open();
  await create({ timeoutInMinutes: 5 });
  let isDone = false;
  organization.modelBuilds(() => ({
    durationMs: 10 * minuteMs,
    effect: async () => {
      isDone = true;
    },
  }));
  const { id } = await start();
  await advance(20 * minuteMs);

  expect(await look(id)).toMatchObject({ buildStatus: 'TIMED_OUT', currentPhase: 'COMPLETED' });
  expect(isDone).toBe(false);
});

test('a stopped build ends immediately', async () => {
  const { codebuild, create, start, look, advance, clock } = await open();
  await create();
  const { id } = await start();
  await advance(2 * minuteMs);
  await codebuild.call('StopBuild', { id });
  const at = new Date(clock.now());
  await advance(30 * minuteMs);

  expect(await look(id)).toMatchObject({ buildStatus: 'STOPPED', endTime: at });
});

test('start and end of a build are events on the default bus of its account', async () => {
  const { organization, accountId, codebuild, create, start, advance, serviceRole } = await open();
  const events = openServiceClient(organization, 'events', { principal: serviceRole, region });
  const received: { 'detail-type': string; detail: Record<string, unknown> }[] = [];
  const { arn } = organization.addFunction({
    accountId,
    region,
    name: 'listen',
    handle: async (event) => void received.push(event as (typeof received)[number]),
  });
  await events.call('PutRule', {
    Name: 'builds',
    EventPattern: JSON.stringify({ source: ['aws.codebuild'] }),
  });
  await events.call('PutTargets', { Rule: 'builds', Targets: [{ Id: 'one', Arn: arn }] });
  await create();
  const first = await start();
  await advance(30 * minuteMs);
  const second = await start();
  await advance(minuteMs);
  await codebuild.call('StopBuild', { id: second.id });
  await advance(minuteMs);

  const reported = received.map(({ detail }) => [
    detail['build-status'],
    detail['project-name'],
    detail['build-id'],
    detail['current-phase'],
  ]);
  const arnOf = (id: string) => `arn:aws:codebuild:${region}:${accountId}:build/${id}`;
  expect(reported).toEqual([
    ['IN_PROGRESS', 'Purge', arnOf(first.id), 'SUBMITTED'],
    ['SUCCEEDED', 'Purge', arnOf(first.id), 'COMPLETED'],
    ['IN_PROGRESS', 'Purge', arnOf(second.id), 'SUBMITTED'],
    ['STOPPED', 'Purge', arnOf(second.id), 'COMPLETED'],
  ]);
  expect(received[1]?.['detail-type']).toBe('CodeBuild Build State Change');
  expect(received[1]?.detail['additional-information']).toMatchObject({
    'build-complete': true,
    'build-start-time': 'Jan 1, 2026 12:00:00 AM',
    logs: { 'group-name': '/aws/codebuild/Purge', 'stream-name': first.id.split(':')[1] },
  });
});

test('the same token starts one build within five minutes, and only with the same request', async () => {
  const { create, start, clock } = await open();
  await create();
  const first = await start({ idempotencyToken: 'one' });
  const again = await start({ idempotencyToken: 'one' });
  const other = await refusalOf(start({ idempotencyToken: 'one', buildspecOverride: 'x' }));
  await clock.advance(5 * minuteMs);
  const later = await start({ idempotencyToken: 'one' });

  expect(again.id).toBe(first.id);
  expect(other.name).toBe('InvalidInputException');
  expect(later.buildNumber).toBe(2);
});

test('a project respects its concurrency limit', async () => {
  const { create, start, advance } = await open();
  await create({ concurrentBuildLimit: 1 });
  await start();
  const refusal = await refusalOf(start());
  await advance(30 * minuteMs);

  expect(refusal).toMatchObject({ name: 'AccountLimitExceededException' });
  expect((await start()).buildNumber).toBe(2);
});

test('builds above the account’s limit wait, and above five times the limit they are refused', async () => {
  const { create, start, look, advance } = await open({ buildsAtOnce: 1 });
  await create();
  const ids: string[] = [];
  for (let index = 0; index < 6; index++) ids.push((await start()).id);
  const refusal = await refusalOf(start());
  const phases = await Promise.all(ids.slice(0, 2).map(look));
  await advance(7 * 20 * minuteMs);
  const ended = await Promise.all(ids.map(look));
  const ends = ended.map((build) => timeOf(build?.endTime));

  expect(phases).toMatchObject([{ currentPhase: 'PROVISIONING' }, { currentPhase: 'QUEUED' }]);
  expect(refusal).toEqual({
    name: 'AccountLimitExceededException',
    message: 'Cannot have more than 5 builds in queue for the account',
    status: 400,
  });
  expect(ended.map((build) => build?.buildStatus)).toEqual(Array(6).fill('SUCCEEDED'));
  expect(ends).toEqual(ends.toSorted((a, b) => a - b));
});

test('builds are listed with the newest first, page by page', async () => {
  const { codebuild, create, start } = await open({ pageSize: 2 });
  await create();
  const ids: string[] = [];
  for (let index = 0; index < 3; index++) ids.push((await start()).id);
  const pages: unknown[] = [];
  for await (const page of codebuild.pages('ListBuildsForProject', { projectName: 'Purge' })) {
    pages.push(page.ids);
  }

  expect(pages).toEqual([[ids[2], ids[1]], [ids[0]]]);
});

test('fault rules fail and prolong builds', async () => {
  const faults = parseFaults(
    `
- { build: { project: Purge }, times: 1, fault: { fail: true } }
- { build: {}, skip: 1, fault: { durationMs: 120000 } }
`,
    'faults.yaml',
  );
  const { create, start, look, advance } = await open({ faults });
  await create();
  const first = await start();
  await advance(20 * minuteMs);
  const second = await start();
  await advance(2 * minuteMs);

  expect(await look(first.id)).toMatchObject({ buildStatus: 'FAILED' });
  expect(await look(second.id)).toMatchObject({ buildStatus: 'SUCCEEDED' });
});

test('the same seed draws the same durations', async () => {
  const lengths = await Promise.all(
    [7, 7, 8].map(async (seed) => {
      const { create, start, look, advance, clock } = await open({ seed });
      await create();
      const at = clock.now();
      const { id } = await start();
      await advance(20 * minuteMs);
      return timeOf((await look(id))?.endTime) - at;
    }),
  );

  expect(lengths[0]).toBe(lengths[1]);
  expect(lengths[0]).not.toBe(lengths[2]);
});
