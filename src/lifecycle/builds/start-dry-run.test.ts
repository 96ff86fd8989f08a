import { expect, test } from 'vitest';
import { hourMs } from '../../testing/durations.ts';
import { openLifecycleEnvironment } from '../../testing/lifecycle-environment.ts';
import { findBuildSince } from './read-build.ts';
import { startDryRun } from './start-dry-run.ts';

async function openWithDryRun() {
  const env = await openLifecycleEnvironment();
  const accountId = env.addAccount('alpha');
  await env.tag(accountId, 'released');
  const [item] = env.lifecycle.settings.organizationalUnits.values();
  if (!item) throw new Error('the settings have no entry');
  const start = () => startDryRun(env.lifecycle, { accountId, item, name: 'first' });
  return { ...env, accountId, start, started: await env.advanceUntilDone(start) };
}

test('a worker that resumes an interrupted purge does not adopt a dry run, and adopts a purge', async () => {
  const { lifecycle, accountId, started, advance } = await openWithDryRun();
  const session = lifecycle.enter(accountId);
  const [projectName = ''] = ('buildId' in started ? started.buildId : '').split(':');

  const adoptedBefore = await findBuildSince(session, projectName, 0);
  await advance(hourMs);
  const { build } = await session.generic('codebuild').call('StartBuild', { projectName });

  const { id } = build as { readonly id: string };
  expect([adoptedBefore, await findBuildSince(session, projectName, 0)]).toEqual([undefined, id]);
});

test('a dry run deletes nothing, reports under its own environment and ends within an hour', async () => {
  const { lifecycle, accountId, started } = await openWithDryRun();
  const ids = 'buildId' in started ? [started.buildId] : [];

  const { builds } = await lifecycle
    .enter(accountId)
    .generic('codebuild')
    .call('BatchGetBuilds', { ids });

  const variables = [
    { name: 'PURGE_MODE', value: '--dry-run', type: 'PLAINTEXT' },
    { name: 'ENVIRONMENT_IDENTIFIER', value: 'SpaDemo/expiry-notice', type: 'PLAINTEXT' },
  ];
  expect(builds).toMatchObject([
    {
      timeoutInMinutes: 60,
      queuedTimeoutInMinutes: 60,
      environment: { environmentVariables: expect.arrayContaining(variables) },
    },
  ]);
});

test('the same dry run is started once', async () => {
  const { start, started, advanceUntilDone } = await openWithDryRun();

  expect(await advanceUntilDone(start)).toEqual(started);
});
