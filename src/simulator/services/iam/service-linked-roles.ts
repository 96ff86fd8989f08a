/** Service-linked roles. */

import type { IAM } from '@aws-sdk/client-iam';
import { unsupported } from '../../refusals.ts';
import type { Handlers } from '../../service.ts';
import { callerIam, roleOf } from './caller-iam.ts';
import { invalidInput, noSuchEntity, validation } from './errors.ts';
import { makeRole } from './make.ts';
import { serviceLinkedRoleName, takesSuffix } from './service-linked-names.ts';
import { toRole } from './shapes.ts';

export const serviceLinkedRoleHandlers: Handlers<IAM> = {
  CreateServiceLinkedRole: ({ AWSServiceName, Description, CustomSuffix }, context) => {
    const { state, making: creation } = callerIam(context);
    const found = /^([a-z0-9.-]+)\.amazonaws\.com$/.exec(AWSServiceName);
    if (!found) throw validation(`Invalid service name: ${AWSServiceName}`);
    const known = serviceLinkedRoleName(found[1] ?? '');
    if (known === undefined) throw unsupported(`the service-linked role of ${AWSServiceName}`);
    if (CustomSuffix !== undefined && !takesSuffix(found[1] ?? '')) {
      throw invalidInput(`Custom suffix is not allowed for ${AWSServiceName}`);
    }
    const name = CustomSuffix === undefined ? known : `${known}_${CustomSuffix}`;
    if (state.roles.has(name.toLowerCase())) {
      const message = `Service role name ${name} has been taken in this account, please try a different suffix.`;
      throw invalidInput(message);
    }
    const role = makeRole(creation, {
      name,
      path: `/aws-service-role/${AWSServiceName}/`,
      description: Description,
      trustPolicy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { Service: AWSServiceName }, Action: 'sts:AssumeRole' },
        ],
      }),
    });
    return { Role: toRole(role) };
  },

  DeleteServiceLinkedRole: ({ RoleName }, context) => {
    const role = roleOf(context, RoleName);
    callerIam(context).state.roles.delete(role.name.toLowerCase());
    return { DeletionTaskId: `task${role.path}${role.name}/${role.id.toLowerCase()}` };
  },

  GetServiceLinkedRoleDeletionStatus: ({ DeletionTaskId }) => {
    if (!DeletionTaskId.startsWith('task/aws-service-role/')) {
      throw noSuchEntity('deletion task', DeletionTaskId);
    }
    return { Status: 'SUCCEEDED' };
  },
};
