/** The services of a gateway, found by the names in requests. A model is loaded on first use. */

import { type ServiceModel, serviceModel } from '../aws/models/service-model.ts';

export interface Directory {
  /** The first matching service; only those with this signing name, if one is given. */
  find(
    signingName: string | undefined,
    fits: (model: ServiceModel) => boolean,
  ): ServiceModel | undefined;
}

export function serviceDirectory(names: readonly string[]): Directory {
  const orders = new Map<string | undefined, readonly string[]>();
  const orderFor = (signed: string | undefined) => {
    const order = orders.get(signed) ?? likelyNamesFirst(names, signed);
    orders.set(signed, order);
    return order;
  };
  return {
    find(signingName, fits) {
      const signed = signingName === undefined ? undefined : (aliases[signingName] ?? signingName);
      for (const name of orderFor(signed)) {
        const model = serviceModel(name);
        if ((signed === undefined || model.signingName === signed) && fits(model)) return model;
      }
      return undefined;
    },
  };
}

/** Signing names of S3's side entrances. */
const aliases: Readonly<Record<string, string>> = {
  s3express: 's3',
  's3-object-lambda': 's3',
};

/** Most services sign with their own name, so that EC2's megabyte is not read to find STS. */
function likelyNamesFirst(
  names: readonly string[],
  signingName: string | undefined,
): readonly string[] {
  if (signingName === undefined || !names.includes(signingName)) return names;
  return [signingName, ...names.filter((name) => name !== signingName)];
}
