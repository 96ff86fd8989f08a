/** AWS CloudFormation: stacks, change sets, and stack sets of the organization. */

import type { AnyService } from '../service.ts';
import { instanceHandlers } from './cloudformation/instances.ts';
import { operationHandlers } from './cloudformation/operations.ts';
import { stackSetHandlers } from './cloudformation/stack-sets.ts';
import { changeSetHandlers } from './cloudformation/stacks/change-set-handlers.ts';
import { stackNeeds } from './cloudformation/stacks/needs.ts';
import { readHandlers } from './cloudformation/stacks/read-handlers.ts';
import { stackHandlers } from './cloudformation/stacks/stack-handlers.ts';

export const cloudformationService: AnyService = {
  name: 'cloudformation',
  handlers: {
    ...stackSetHandlers,
    ...instanceHandlers,
    ...operationHandlers,
    ...stackHandlers,
    ...readHandlers,
    ...changeSetHandlers,
  },
  needs: stackNeeds,
};
