/** The Lambda state of one account and region. */

import type { SimulatedAccount } from '../../world/account.ts';
import { perRegion } from '../../world/service-state.ts';
import type { World } from '../../world/world.ts';
import type { LambdaFunction } from './lambda-function.ts';
import { registerDeployed } from './register-deployed.ts';
import { seedFunctions } from './seed-functions.ts';

export const deployedFunctionsOf = perRegion(
  (world: World, account: SimulatedAccount, region): Map<string, LambdaFunction> => {
    const functions = seedFunctions(world, account, region);
    for (const one of functions) registerDeployed(world, one);
    return new Map(functions.map((one) => [one.name, one]));
  },
);

/** By its ARN, with or without `:$LATEST`. */
export function deployedByArn(world: World, arn: string): LambdaFunction | undefined {
  const [, , , region = '', accountId = '', , name = ''] = arn.split(':');
  const account = world.accounts.get(accountId);
  return account && deployedFunctionsOf(world, account, region).get(name);
}
