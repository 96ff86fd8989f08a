import type { SimulatedType } from '../../../aws/models/simulated-type.ts';
import { randomFrom } from '../../../model/random.ts';
import { arnOf, kebab } from '../../generated/resource-origin.ts';
import type { CallContext } from '../../service.ts';
import type { CloudControlResource } from './resource.ts';

/** Number of resources of a type in an account and region. */
const most = 3;
/** Most accounts do not use most types. */
const inUse = 0.2;

export function generatedResources(
  typeName: string,
  type: SimulatedType,
  { world, caller, region }: CallContext,
): readonly CloudControlResource[] {
  const { accountId } = caller;
  const random = randomFrom(world.seed, accountId, region, typeName);
  if (!random.chance(inUse)) return [];
  const [, namespace = '', name = ''] = typeName.split('::');
  const service = namespace.toLowerCase();
  const origin = { partition: world.partition.name, service, region, accountId };
  return Array.from({ length: 1 + random.integer(most) }, (_, index) => {
    const called = `${kebab(name)}-${index + 1}`;
    const arn = arnOf(origin, name, called);
    const identifier = /Arn$/i.test(type.id) ? arn : called;
    const tags = [{ Key: 'team', Value: random.pick(teams) }];
    return {
      identifier,
      properties: {
        [type.id]: identifier,
        ...(type.arn !== undefined && { [type.arn]: arn }),
        Description: `A ${kebab(name).replaceAll('-', ' ')} of ${random.pick(teams)}`,
        ...(type.tags !== undefined && { [type.tags]: tags }),
      },
    };
  });
}

const teams = ['payments', 'search', 'catalog', 'data'];
