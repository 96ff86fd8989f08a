/** AWS CloudFormation: stacks, change sets, and stack sets of the organization. */

import type { AnyService } from '../../service.ts';
import { instanceHandlers } from './instances.ts';
import { operationHandlers } from './operations.ts';
import { stackSetHandlers } from './stack-sets.ts';
import { changeSetHandlers } from './stacks/change-set-handlers.ts';
import { stackNeeds } from './stacks/needs.ts';
import { readHandlers } from './stacks/read-handlers.ts';
import { stackHandlers } from './stacks/stack-handlers.ts';

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
