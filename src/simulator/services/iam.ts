/** AWS Identity and Access Management. */

import type { IAM } from '@aws-sdk/client-iam';
import type { SimulatedService } from '../service.ts';
import { settingHandlers } from './iam/account-settings.ts';
import { authorizationHandlers } from './iam/authorization-details.ts';
import { groupHandlers } from './iam/groups.ts';
import { instanceProfileHandlers } from './iam/instance-profiles.ts';
import { iamNeeds } from './iam/needs.ts';
import { oidcHandlers } from './iam/oidc-providers.ts';
import { permissionHandlers } from './iam/permissions.ts';
import { policyHandlers } from './iam/policies.ts';
import { roleHandlers } from './iam/roles.ts';
import { serviceLinkedRoleHandlers } from './iam/service-linked-roles.ts';
import { simulateHandlers } from './iam/simulate.ts';
import { userHandlers } from './iam/users.ts';

export const iamService: SimulatedService<IAM> = {
  name: 'iam',
  handlers: {
    ...roleHandlers,
    ...userHandlers,
    ...groupHandlers,
    ...permissionHandlers,
    ...policyHandlers,
    ...oidcHandlers,
    ...instanceProfileHandlers,
    ...serviceLinkedRoleHandlers,
    ...settingHandlers,
    ...authorizationHandlers,
    ...simulateHandlers,
  },
  needs: iamNeeds,
};
