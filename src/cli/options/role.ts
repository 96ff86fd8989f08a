/** Which role is assumed in every account, and how. */

import { milliseconds, pairs, repeated, text } from './kinds.ts';
import { headed, type OptionValues } from './option.ts';

export const roleOptions = headed('The role in each account:', {
  roleName: text('name', 'assume OrganizationAccountAccessRole', {
    fallback: 'OrganizationAccountAccessRole',
  })
    .describe('role to assume in each account, with its path if it has one')
    .optional(),
  roleSessionName: text('name', "use the role's name", { fallback: "the role's name" })
    .describe('session name, which CloudTrail shows')
    .optional(),
  externalId: text('id', 'send none', { isSecret: true })
    .describe("external ID required by the role's trust policy")
    .optional(),
  policy: text('file', 'limit nothing', { completion: 'file' })
    .describe('session policy (JSON): the session is limited to what it allows')
    .optional(),
  policyArn: repeated('arn', 'limit nothing')
    .describe('managed policy that limits the session; repeatable')
    .optional(),
  sessionTag: pairs().describe('session tag; repeatable').optional(),
  sourceIdentity: text('name', 'set none')
    .describe('source identity of the session; it persists through role chains')
    .optional(),
  duration: milliseconds({ fallback: '1h' })
    .describe('lifetime of the credentials: 3600, 30m, 1h')
    .optional(),
  via: repeated('role-arn', 'assume the role directly')
    .describe('role to assume first; repeat it for a chain')
    .optional(),
});

export type RoleValues = OptionValues<typeof roleOptions>;
