/** The errors of a service, as classes that carry their names. */

import { ServiceException } from '@smithy/core/client';
import { TypeRegistry } from '@smithy/core/schema';
import type { ServiceModel } from '../models/service-model.ts';
import type { Untyped } from './untyped.ts';

/**
 * Creates an error registry with its own name. The SDK keeps one registry per namespace for the whole process, and a
 * typed client of the same service must still throw its own classes.
 */
export function errorRegistry(model: ServiceModel): TypeRegistry {
  const schemas = new Map<string, Untyped>();
  const constructors = new Map<Untyped, Untyped>();
  for (const [name, schema] of model.errors) {
    schemas.set(`${schema[1]}#${name}`, schema as Untyped);
    const isBase = schema[1].startsWith('smithy.ts.sdk.synthetic.');
    constructors.set(schema as Untyped, errorClass(name, isBase) as Untyped);
  }
  const Registry = TypeRegistry as unknown as new (
    namespace: string,
    ...maps: object[]
  ) => TypeRegistry;
  return new Registry(`flotilla.generic.${model.name}`, schemas, constructors);
}

type ErrorOptions = ConstructorParameters<typeof ServiceException>[0];

/** The base class of a service's errors has no fixed name: it uses that of an error that is missing from the model. */
function errorClass(
  name: string,
  isBase: boolean,
): new (
  options: ErrorOptions,
) => ServiceException {
  return class extends ServiceException {
    constructor(options: ErrorOptions) {
      super(isBase ? options : { ...options, name });
    }
  };
}
