/** Functions that a seeded account has from the start: one for each role that the seed has for a function. */

import { randomFrom } from '../../../model/random.ts';
import { zipOf } from '../../../zip/write-zip.ts';
import type { SimulatedAccount } from '../../world/account.ts';
import { hexadecimal } from '../../world/ids.ts';
import type { World } from '../../world/world.ts';
import { iamOf } from '../iam/state.ts';
import { digestOf } from './digest.ts';
import { newSettings } from './function-input.ts';
import type { LambdaFunction } from './lambda-function.ts';

const archive = zipOf('index.mjs', 'export const handler = async () => ({ statusCode: 200 });\n');
const code = { archive, sha256: digestOf(archive) };

export function seedFunctions(
  world: World,
  account: SimulatedAccount,
  region: string,
): readonly LambdaFunction[] {
  if (!account.seeded) return [];
  const random = randomFrom(world.seed, account.id, region, 'lambda');
  const roles = [...iamOf(world, account).roles.values()].filter(
    ({ name, path }) => path === '/service-role/' && name.endsWith('-role'),
  );
  const isUsed = region === world.homeRegion || random.chance(0.3);
  return (isUsed ? roles : []).map((role) => {
    const name = role.name.replace(/-role$/, '');
    const [Runtime, Handler] = ['nodejs24.x', 'index.handler'];
    return {
      name,
      arn: `arn:${world.partition.name}:lambda:${region}:${account.id}:function:${name}`,
      accountId: account.id,
      region,
      settings: newSettings(name, { Role: role.arn, Runtime, Handler }),
      code,
      revisionId: random.text(hexadecimal, 36),
      modifiedAt: account.joinedAt,
      policy: new Map(),
      reservedConcurrency: undefined,
      eventInvoke: undefined,
      url: undefined,
      versions: [],
      tags: new Map(random.chance(0.5) ? [['application', 'web-shop']] : []),
    };
  });
}
