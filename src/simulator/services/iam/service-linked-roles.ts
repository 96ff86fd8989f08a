/** Service-linked roles. */

import type { IAM } from '@aws-sdk/client-iam';
import type { Handlers } from '../../service.ts';
import { callerIam, roleOf } from './caller-iam.ts';
import { alreadyExists, noSuchEntity, validation } from './errors.ts';
import { makeRole } from './make.ts';
import { toRole } from './shapes.ts';

export const serviceLinkedRoleHandlers: Handlers<IAM> = {
  CreateServiceLinkedRole: ({ AWSServiceName, Description, CustomSuffix }, context) => {
    const { state, making: creation } = callerIam(context);
    const found = /^([a-z0-9.-]+)\.amazonaws\.com$/.exec(AWSServiceName);
    if (!found) throw validation(`Invalid service name: ${AWSServiceName}`);
    const name = serviceLinkedName(found[1] ?? '', CustomSuffix);
    if (state.roles.has(name.toLowerCase())) throw alreadyExists('Service role', name);
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

/** `autoscaling` → `AWSServiceRoleForAutoscaling`. */
function serviceLinkedName(service: string, suffix: string | undefined): string {
  const words = service.split(/[.-]/).map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  const tail = suffix === undefined ? '' : `_${suffix}`;
  return `AWSServiceRoleFor${words.join('')}${tail}`;
}
