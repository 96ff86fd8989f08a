/** The class of one operation's commands. */

import { makeBuilder } from '@smithy/core/client';
import { getEndpointPlugin } from '@smithy/core/endpoints';
import { FlotillaError } from '../../model/flotilla-error.ts';
import type { ServiceModel } from '../models/service-model.ts';
import type { Untyped } from './untyped.ts';

export type CommandClass = new (input: object) => object;

const endpointParameters = {
  Region: { type: 'builtInParams', name: 'region' },
  Endpoint: { type: 'builtInParams', name: 'endpoint' },
};
const bucketParameter = { Bucket: { type: 'contextParams', name: 'Bucket' } };

/** Operations with an endpoint of their own: the service's endpoint would return something else, without an error. */
const elsewhere: ReadonlySet<string> = new Set([
  's3:ListDirectoryBuckets',
  's3:WriteGetObjectResponse',
]);

export function buildCommand(model: ServiceModel, name: string): CommandClass {
  const operation = model.operations.get(name);
  if (!operation) {
    throw new FlotillaError(
      'InvalidInput',
      `${model.sdkId} has no operation "${name}" in the extracted models`,
    );
  }
  if (elsewhere.has(`${model.name}:${name}`)) {
    throw new FlotillaError(
      'InvalidInput',
      `${name} has an endpoint of its own; call it with the service's own client`,
    );
  }
  const added = model.name === 's3' ? bucketParameter : {};
  const command = makeBuilder(
    endpointParameters as Untyped,
    model.serviceTarget ?? model.sdkId,
    'GenericClient',
    getEndpointPlugin as Untyped,
  );
  return command(
    added as Untyped,
    (() => []) as Untyped,
    name,
    operation.schema,
  ) as unknown as CommandClass;
}
