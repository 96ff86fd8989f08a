/** SelfSubjectAccessReview: checks the caller's own permissions. */

import * as z from 'zod';
import { badRequest } from '../status.ts';
import type { ClusterUser } from '../tokens.ts';
import type { Authorize } from './authorize.ts';

export const accessReviewPath = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';

const reviewSchema = z.looseObject({
  spec: z.strictObject({
    resourceAttributes: z.object({
      verb: z.string(),
      group: z.string().default(''),
      resource: z.string(),
      subresource: z.string().optional(),
      namespace: z.string().optional(),
      name: z.string().optional(),
    }),
  }),
});

export function reviewAccess(authorize: Authorize, user: ClusterUser, body: unknown): object {
  const review = reviewSchema.safeParse(body);
  if (!review.success)
    throw badRequest(
      'exactly one of nonResourceAttributes or resourceAttributes must be specified, and only the latter is known here',
    );
  const { verb, group, resource, subresource, namespace, name } =
    review.data.spec.resourceAttributes;
  const allowed = authorize(user, {
    verb,
    group,
    resource: subresource ? `${resource}/${subresource}` : resource,
    namespace: namespace || undefined,
    name: name || undefined,
  });
  return {
    kind: 'SelfSubjectAccessReview',
    apiVersion: 'authorization.k8s.io/v1',
    metadata: {},
    spec: review.data.spec,
    status: { allowed },
  };
}
