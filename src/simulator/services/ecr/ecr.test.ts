import { expect, test } from 'vitest';
import { openServiceClient } from '../../../testing/account-access.ts';
import { virtualClock } from '../../clock.ts';
import { simulateOrganization } from '../../index.ts';

function open() {
  const organization = simulateOrganization({ clock: virtualClock(), pageSize: 2 });
  return { organization, ecr: openServiceClient(organization, 'ecr') };
}

test('a repository is created, listed page by page, and deleted', async () => {
  const { ecr, organization } = open();
  const id = organization.managementAccountId;
  for (const repositoryName of ['assets', 'team/web', 'team/api']) {
    await ecr.call('CreateRepository', { repositoryName, imageTagMutability: 'IMMUTABLE' });
  }
  await ecr.call('DeleteRepository', { repositoryName: 'team/web' });
  await ecr.call('CreateRepository', { repositoryName: 'team/jobs' });
  const names: unknown[] = [];
  for await (const { repositories } of ecr.pages('DescribeRepositories', {})) {
    names.push((repositories as { repositoryName: string }[]).map((one) => one.repositoryName));
  }
  const { repositories } = await ecr.call('DescribeRepositories', { repositoryNames: ['assets'] });

  expect(names).toEqual([['assets', 'team/api'], ['team/jobs']]);
  expect(repositories).toEqual([
    {
      registryId: id,
      repositoryName: 'assets',
      repositoryArn: `arn:aws:ecr:us-east-1:${id}:repository/assets`,
      repositoryUri: `${id}.dkr.ecr.us-east-1.amazonaws.com/assets`,
      createdAt: new Date('2026-01-01T00:00:00Z'),
      imageTagMutability: 'IMMUTABLE',
      imageScanningConfiguration: { scanOnPush: false },
      encryptionConfiguration: { encryptionType: 'AES256' },
    },
  ]);
});

test('policies and tags of a repository are kept as they were set', async () => {
  const { ecr } = open();
  const repositoryName = 'assets';
  const { repository } = await ecr.call('CreateRepository', { repositoryName });
  const { repositoryArn: resourceArn } = repository as { repositoryArn: string };
  const policyText = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'lambda.amazonaws.com' },
        Action: 'ecr:BatchGetImage',
      },
    ],
  });
  const lifecyclePolicyText = `{"rules":[]}${' '.repeat(100)}`;
  await ecr.call('SetRepositoryPolicy', { repositoryName, policyText });
  await ecr.call('PutLifecyclePolicy', { repositoryName, lifecyclePolicyText });
  await ecr.call('TagResource', { resourceArn, tags: [{ Key: 'team', Value: 'red' }] });

  expect([
    (await ecr.call('GetRepositoryPolicy', { repositoryName })).policyText,
    (await ecr.call('GetLifecyclePolicy', { repositoryName })).lifecyclePolicyText,
    (await ecr.call('ListTagsForResource', { resourceArn })).tags,
  ]).toEqual([policyText, lifecyclePolicyText, [{ Key: 'team', Value: 'red' }]]);
});

test.for<[string, Readonly<Record<string, unknown>>, string]>([
  ['CreateRepository', { repositoryName: 'Upper' }, 'InvalidParameterException'],
  ['CreateRepository', { repositoryName: 'assets' }, 'RepositoryAlreadyExistsException'],
  ['DeleteRepository', { repositoryName: 'other' }, 'RepositoryNotFoundException'],
  ['GetRepositoryPolicy', { repositoryName: 'assets' }, 'RepositoryPolicyNotFoundException'],
  ['GetLifecyclePolicy', { repositoryName: 'assets' }, 'LifecyclePolicyNotFoundException'],
  [
    'PutLifecyclePolicy',
    { repositoryName: 'assets', lifecyclePolicyText: '['.repeat(100) },
    'InvalidParameterException',
  ],
])('%s of %o is refused with %s', async ([operation, input, name]) => {
  const { ecr } = open();
  await ecr.call('CreateRepository', { repositoryName: 'assets' });

  await expect(ecr.call(operation, input)).rejects.toMatchObject({ name });
});
