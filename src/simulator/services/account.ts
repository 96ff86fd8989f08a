/** AWS Account Management. */

import type { Account } from '@aws-sdk/client-account';
import type { SimulatedService } from '../service.ts';
import { contactHandlers } from './account/contacts.ts';
import { regionHandlers } from './account/regions.ts';
import { subjectArn } from './account/subject.ts';

export const accountService: SimulatedService<Account> = {
  name: 'account',
  handlers: { ...regionHandlers, ...contactHandlers },
  needs: (operation, { AccountId, RegionName }, context) => [
    {
      action: `account:${operation}`,
      resource: subjectArn(context, AccountId),
      ...(typeof RegionName === 'string' && { conditions: { 'account:TargetRegion': RegionName } }),
    },
  ],
};
