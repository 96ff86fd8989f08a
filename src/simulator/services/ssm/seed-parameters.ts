/** Parameters that a seeded account has from the start. */

import { randomFrom } from '../../../model/random.ts';
import type { SimulatedAccount } from '../../world/account.ts';
import type { World } from '../../world/world.ts';
import { type Parameter, parameterArn } from './parameter.ts';

const known = [
  { name: '/web-shop/log-level', value: 'info', type: 'String' },
  { name: '/web-shop/origins', value: 'example.com,example.org', type: 'StringList' },
  { name: '/web-shop/database-password', value: 'correct horse', type: 'SecureString' },
] as const;

export function seedParameters(
  world: World,
  account: SimulatedAccount,
  region: string,
): Map<string, Parameter> {
  if (!account.seeded) return new Map();
  const random = randomFrom(world.seed, account.id, region, 'ssm');
  const parameters = known.slice(0, random.integer(known.length + 1)).map(
    ({ name, value, type }): Parameter => ({
      name,
      type,
      arn: parameterArn(world, { accountId: account.id, region }, name),
      tags: new Map(random.chance(0.5) ? [['application', 'web-shop']] : []),
      versions: [
        {
          version: 1,
          value,
          tier: 'Standard',
          dataType: 'text',
          description: undefined,
          allowedPattern: undefined,
          keyId: type === 'SecureString' ? 'alias/aws/ssm' : undefined,
          modifiedAt: account.joinedAt,
          modifiedBy: `arn:${world.partition.name}:iam::${account.id}:root`,
        },
      ],
    }),
  );
  return new Map(parameters.map((parameter) => [parameter.name, parameter]));
}
