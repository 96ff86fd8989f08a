/** The ECR state of one account and region: repositories without images. */

import { perRegion } from '../../world/service-state.ts';

export interface Repository {
  readonly name: string;
  readonly arn: string;
  readonly uri: string;
  readonly registryId: string;
  readonly createdAt: number;
  readonly encryption: object;
  tagMutability: string;
  scanOnPush: boolean;
  policy?: string;
  lifecyclePolicy?: string;
  readonly tags: Map<string, string>;
}

export const repositoriesOf = perRegion(() => new Map<string, Repository>());
