/** AWS Identity and Access Management. */

import type { IAM } from '@aws-sdk/client-iam';
import { defineService } from '../../service.ts';
import { settingHandlers } from './account-settings.ts';
import { authorizationHandlers } from './authorization-details.ts';
import { groupHandlers } from './groups.ts';
import { instanceProfileHandlers } from './instance-profiles.ts';
import { oidcHandlers } from './oidc-providers.ts';
import { permissionHandlers } from './permissions.ts';
import { policyHandlers } from './policies.ts';
import { iamPermissions } from './required-permissions.ts';
import { roleHandlers } from './roles.ts';
import { serviceLinkedRoleHandlers } from './service-linked-roles.ts';
import { simulateHandlers } from './simulate.ts';
import { userHandlers } from './users.ts';

export const iamService = defineService<IAM>({
  name: 'iam',
  operations: {
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
  permissions: iamPermissions,
});
