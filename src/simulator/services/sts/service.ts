/** AWS Security Token Service. */

import type { STS } from '@aws-sdk/client-sts';
import { AwsError } from '../../../wire/aws-error.ts';
import { defineService } from '../../service.ts';
import { accountOfAccessKeyId } from '../../world/ids.ts';
import { assumeRole } from './assume-role.ts';
import { validationError } from './checks.ts';
import { getSessionToken } from './session-token.ts';
import { assumeRoleWithWebIdentity } from './web-identity.ts';

export const stsService = defineService<STS>({
  name: 'sts',
  operations: {
    GetCallerIdentity: (_, { caller }) => ({
      Account: caller.accountId,
      Arn: caller.arn,
      UserId: caller.userId,
    }),

    GetAccessKeyInfo: ({ AccessKeyId }, { world }) => {
      if (!/^\w{16,128}$/.test(AccessKeyId)) throw validationError('Invalid AccessKeyId');
      const account =
        world.keys.find(AccessKeyId)?.caller.accountId ?? accountOfAccessKeyId(AccessKeyId);
      if (account !== undefined) return { Account: account };
      throw new AwsError('ValidationError', 'Invalid AccessKeyId');
    },

    AssumeRole: assumeRole,
    AssumeRoleWithWebIdentity: assumeRoleWithWebIdentity,
    GetSessionToken: getSessionToken,
  },
  permissions: (operation) => {
    // All callers may read their own identity. The other operations here check for themselves: they know both sides.
    return operation === 'GetAccessKeyInfo' ? undefined : [];
  },
});
