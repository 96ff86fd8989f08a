/** Projects that a seeded account has from the start. */

import { randomFrom } from '../../../model/random.ts';
import type { SimulatedAccount } from '../../world/account.ts';
import type { World } from '../../world/world.ts';
import type { Project } from './resources.ts';

const names = ['web-shop', 'nightly-report', 'price-feed'];

export function seedProjects(
  world: World,
  account: SimulatedAccount,
  region: string,
): Map<string, Project> {
  if (!account.seeded) return new Map();
  const random = randomFrom(world.seed, account.id, region, 'codebuild');
  const requested = names.slice(0, random.integer(names.length + 1));
  const projects = requested.map((name) => seededProjects({ world, account, region }, name));
  for (const project of projects) {
    if (random.chance(0.5)) project.tags = new Map([['application', project.name]]);
  }
  return new Map(projects.map((project) => [project.name, project]));
}

interface SeedLocation {
  readonly world: World;
  readonly account: SimulatedAccount;
  readonly region: string;
}

function seededProjects({ world, account, region }: SeedLocation, name: string): Project {
  const arn = (service: string, rest: string) =>
    `arn:${world.partition.name}:${service}:${service === 'iam' ? '' : region}:${account.id}:${rest}`;
  return {
    name,
    arn: arn('codebuild', `project/${name}`),
    createdAt: account.joinedAt,
    modifiedAt: account.joinedAt,
    definition: {
      source: {
        type: 'NO_SOURCE',
        buildspec:
          'version: 0.2\nphases:\n  build:\n    commands:\n      - echo "nothing to build"\n',
      },
      artifacts: { type: 'NO_ARTIFACTS' },
      cache: { type: 'NO_CACHE' },
      environment: {
        type: 'LINUX_CONTAINER',
        image: 'aws/codebuild/amazonlinux2-x86_64-standard:5.0',
        computeType: 'BUILD_GENERAL1_SMALL',
        environmentVariables: [],
        privilegedMode: false,
      },
      serviceRole: arn('iam', `role/service-role/codebuild-${name}`),
      timeoutInMinutes: 60,
      queuedTimeoutInMinutes: 480,
      encryptionKey: arn('kms', 'alias/aws/s3'),
    },
    tags: new Map(),
    builds: 0,
  };
}
