/** Amazon Elastic Container Registry: repositories, as the CDK's bootstrap stack has one. */

import { defineService, type FindPermissions } from '../../service.ts';
import { repositoryHandlers } from './repositories.ts';

const permissions: FindPermissions = (operation, input, { world, caller, region }) => {
  const { repositoryName, resourceArn } = input;
  const action = `ecr:${operation}`;
  if (typeof resourceArn === 'string') return [{ action, resource: resourceArn }];
  if (typeof repositoryName !== 'string') return undefined;
  const base = `arn:${world.partition.name}:ecr:${region}:${caller.accountId}:repository/`;
  return [{ action, resource: base + repositoryName }];
};

export const ecrService = defineService({
  name: 'ecr',
  operations: repositoryHandlers,
  permissions,
});
