/** The resource of a call about one stack. */

import type { FindPermissions } from '../../../service.ts';
import { findStack } from './find-stack.ts';

export const stackPermissions: FindPermissions = (operation, input, context) => {
  const { StackName: name } = input;
  if (typeof name !== 'string') return undefined;
  const { world, region, caller } = context;
  const base = `arn:${world.partition.name}:cloudformation:${region}:${caller.accountId}`;
  const resource = name.startsWith('arn:')
    ? name
    : (findStack(context, name)?.id ?? `${base}:stack/${name}/*`);
  return [{ action: `cloudformation:${operation}`, resource }];
};
