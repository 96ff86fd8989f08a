/** AWS CloudFormation: stack sets of the organization that create roles and policies in its accounts. */

import type { AnyService } from '../service.ts';
import { instanceHandlers } from './cloudformation/instances.ts';
import { operationHandlers } from './cloudformation/operations.ts';
import { stackSetHandlers } from './cloudformation/stack-sets.ts';

export const cloudformationService: AnyService = {
  name: 'cloudformation',
  handlers: { ...stackSetHandlers, ...instanceHandlers, ...operationHandlers },
};
