/** AWS Account Management. */

import type { Account } from '@aws-sdk/client-account';
import { defineService } from '../../service.ts';
import { contactHandlers } from './contacts.ts';
import { regionHandlers } from './regions.ts';
import { subjectArn } from './subject.ts';

export const accountService = defineService<Account>({
  name: 'account',
  operations: { ...regionHandlers, ...contactHandlers },
  permissions: (operation, { AccountId, RegionName }, context) => [
    {
      action: `account:${operation}`,
      resource: subjectArn(context, AccountId),
      ...(typeof RegionName === 'string' && { conditions: { 'account:TargetRegion': RegionName } }),
    },
  ],
});
