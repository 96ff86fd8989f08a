/** AWS Account Management. */

import type { Account } from '@aws-sdk/client-account';
import type { SimulatedService } from '../../service.ts';
import { contactHandlers } from './contacts.ts';
import { regionHandlers } from './regions.ts';
import { subjectArn } from './subject.ts';

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
