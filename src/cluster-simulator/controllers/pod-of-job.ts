/** The pod that a Job creates from its template. */

import type { Job, NewObject } from '../object.ts';

export function podOf({ apiVersion, kind, metadata, spec }: Job): NewObject {
  const { name, uid } = metadata;
  const owner = { apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true };
  const { labels, annotations } = spec.template.metadata ?? {};
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: `${name.slice(0, 57)}-`,
      ...(labels && { labels }),
      ...(annotations && { annotations }),
      ownerReferences: [owner],
    },
    spec: spec.template.spec,
  };
}
