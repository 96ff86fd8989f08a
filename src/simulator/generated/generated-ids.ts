/** Ids of generated resources: the same for the same seed, account, region and kind. */

import type { ServiceModel } from '../../aws/models/service-model.ts';
import { randomFrom } from '../../model/random.ts';
import type { CallContext } from '../service.ts';
import { ec2Ids } from './ec2-names.ts';
import type { Generating } from './generate.ts';
import { estateOf, usedEverywhere } from './known-resources.ts';
import { bareId, type ReadRequest } from './read-request.ts';
import { kebab, type ResourceOrigin } from './resource-origin.ts';

/** Number of resources of a kind in an account and region. */
const most = 3;
/** Most accounts do not use most services. */
const inUse = 0.35;

type Scope = Pick<ReadRequest, 'service' | 'context'>;

export function generatingFor(scope: Scope, ...words: string[]): Generating {
  const origin = originOf(scope.service, scope.context);
  const { seed } = scope.context.world;
  const random = randomFrom(seed, origin.accountId, origin.region, scope.service.name, ...words);
  return { origin, random, estate: estateOf(scope.context) };
}

function originOf(service: ServiceModel, { world, caller, region }: CallContext): ResourceOrigin {
  const isGlobal = !service.endpoint(region).url.includes(region);
  return {
    partition: world.partition.name,
    service: service.iamPrefix,
    region: isGlobal ? '' : region,
    accountId: caller.accountId,
  };
}

/** `name` is the kind, followed by what narrows the listing. */
export function generatedIds(scope: Scope, name: string): readonly string[] {
  if (!isInUse(scope)) return [];
  const ids = numbered(scope, name);
  return scope.service.name === 'ec2' ? ec2Ids(name, ids, generatingFor(scope, name).random) : ids;
}

function numbered(scope: Scope, name: string): readonly string[] {
  const count = 1 + generatingFor(scope, name, 'count').random.integer(most);
  return Array.from({ length: count }, (_, index) => `${name}-${index + 1}`);
}

export function isInUse(scope: Scope): boolean {
  const { random } = generatingFor(scope, 'in use');
  return usedEverywhere.includes(scope.service.name) || random.chance(inUse);
}

/** The filter of a listing, a parent or a kind: each value has resources of its own. */
export function narrowedName({ input, operation }: ReadRequest, noun: string): string {
  const texts = Object.entries(input).filter(
    (entry): entry is [string, string] =>
      typeof entry[1] === 'string' && entry[0] !== operation.pagination?.inputToken,
  );
  const words = texts
    .map(([, text]) => kebab(bareId(text)))
    .filter((word) => /^[\w-]{1,40}$/.test(word));
  return [kebab(noun), ...words].join('-');
}
