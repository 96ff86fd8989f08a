/** The role that is assumed in every account, and its session options. */

import * as z from 'zod';
import type { AssumedRole } from '../model/assumed-role.ts';

/** Limits and patterns are STS's: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export const roleFields = {
  /** Role name with its path, `team/Auditor`. Default `OrganizationAccountAccessRole`. */
  roleName: z
    .string()
    .regex(
      /^[\w+=,.@/-]{1,576}$/,
      'is not a role name: use letters, digits, + = , . @ _ - and a path with /',
    )
    .default('OrganizationAccountAccessRole'),
  /** Default: the last part of the role name. Trust policies may test it, CloudTrail shows it. */
  roleSessionName: z
    .string()
    .regex(
      /^[\w+=,.@-]{2,64}$/,
      'is not a session name: use 2 to 64 letters, digits, + = , . @ _ -',
    )
    .optional(),
  /** External ID required by the role's trust policy. Default: none. */
  externalId: z
    .string()
    .regex(
      /^[\w+=,.@:/-]{2,1224}$/,
      'is not an external id: use 2 to 1224 letters, digits, + = , . @ : / -',
    )
    .optional(),
  /** Session policy: the session may do what the role may *and* this allows. JSON text. */
  policy: z
    .string()
    .max(2048, 'is longer than the 2048 characters that STS accepts')
    .refine(isJson, 'is not JSON')
    .optional(),
  /** Managed policies used as session policies, at most ten. */
  policyArns: z.array(z.string().startsWith('arn:', 'is not an ARN')).max(10).default([]),
  /** At most fifty; keys to 128 characters, values to 256. */
  sessionTags: z
    .record(z.string().min(1).max(128), z.string().max(256))
    .refine((tags) => Object.keys(tags).length <= 50, 'are more than the fifty that STS accepts')
    .default({}),
  /** Set on the session, and kept through role chains; CloudTrail shows it. Default: none. */
  sourceIdentity: z
    .string()
    .regex(
      /^[\w+=,.@-]{2,64}$/,
      'is not a source identity: use 2 to 64 letters, digits, + = , . @ _ -',
    )
    .optional(),
  /** Seconds, 900 to 43200. Default: one hour, which is also the maximum for a chain. */
  durationSeconds: z
    .int()
    .min(900, { error: ({ input }) => `${input} seconds are too few; STS accepts 900 to 43200` })
    .max(43_200, {
      error: ({ input }) => `${input} seconds are too many; STS accepts 900 to 43200`,
    })
    .optional(),
  /** ARNs of roles to assume one after the other before the account's role. */
  via: z
    .array(z.string().regex(/^arn:[\w-]+:iam::\d{12}:role\/.+$/, 'is not a role ARN'))
    .default([]),
  /** `aws`, `aws-cn`, `aws-us-gov`, …: default is the caller's. */
  partition: z.string().optional(),
};

interface Chain {
  readonly via: readonly string[];
  readonly durationSeconds?: number | undefined;
}

/** A rule over several fields, for `refine`. */
export const chainRule = [
  ({ via, durationSeconds = 3600 }: Chain) => via.length === 0 || durationSeconds <= 3600,
  { path: ['durationSeconds'], message: 'is more than the hour that AWS grants a chain of roles' },
] satisfies [unknown, object];

export const roleSchema = z.strictObject(roleFields).refine(...chainRule);

/** As a caller gives it; everything is optional. */
export type RoleOptions = z.input<typeof roleSchema>;
export type RoleSettings = z.output<typeof roleSchema>;

/** The role in an account, as it will be assumed. `caller` has the default partition. */
export function roleIn(
  accountId: string,
  role: RoleSettings,
  caller: { readonly partition: string },
): AssumedRole {
  const { roleName: name, externalId, policy, policyArns } = role;
  const partition = role.partition ?? caller.partition;
  return {
    arn: `arn:${partition}:iam::${accountId}:role/${name}`,
    name,
    sessionName: sessionName(role),
    partition,
    ...(externalId !== undefined && { externalId }),
    ...(policy !== undefined && { policy }),
    ...(policyArns.length > 0 && { policyArns }),
  };
}

/** A session name has no `/`, so only the last part of a role's path is used. */
export function sessionName(role: RoleSettings): string {
  return (
    role.roleSessionName ?? (role.roleName.split('/').at(-1) ?? '').slice(0, 64).padEnd(2, '-')
  );
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
