/** AWS CloudFormation: stacks, change sets, and stack sets of the organization. */

import { defineService } from '../../service.ts';
import { instanceHandlers } from './instances.ts';
import { operationHandlers } from './operations.ts';
import { stackSetHandlers } from './stack-sets.ts';
import { changeSetHandlers } from './stacks/change-set-handlers.ts';
import { readHandlers } from './stacks/read-handlers.ts';
import { stackPermissions } from './stacks/required-permissions.ts';
import { stackHandlers } from './stacks/stack-handlers.ts';

export const cloudformationService = defineService({
  name: 'cloudformation',
  operations: {
    ...stackSetHandlers,
    ...instanceHandlers,
    ...operationHandlers,
    ...stackHandlers,
    ...readHandlers,
    ...changeSetHandlers,
  },
  permissions: stackPermissions,
});
