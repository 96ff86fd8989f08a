/** Events of AWS that move accounts: only the fields that are read, as EventBridge delivers them. */

import * as z from 'zod';
import { isAccountId } from './account.ts';
import { type Decoded, firstIssue } from './decoded.ts';

const accountId = z.string().refine(isAccountId, {
  error: ({ input }) => `Invalid account identifier '${String(input)}'`,
});

/** A change of the tags of an account. */
export interface TagEvent {
  readonly accountId: string;
  readonly tags: Readonly<Record<string, string>>;
  /** ARN of the principal, undefined where CloudTrail has none. */
  readonly by?: string;
}

const tagSchema = z.object({
  detail: z.object({
    eventName: z.literal('TagResource'),
    errorCode: z.undefined({ error: 'the call failed' }).optional(),
    userIdentity: z.object({ arn: z.string().optional() }).optional(),
    requestParameters: z.object({
      resourceId: accountId,
      tags: z.array(z.object({ key: z.string(), value: z.string() })),
    }),
  }),
});

export function decodeTagEvent(event: unknown): Decoded<TagEvent> {
  const { success, data, error } = tagSchema.safeParse(event);
  if (!success) return { rejected: firstIssue(error) };
  const { requestParameters, userIdentity } = data.detail;
  return {
    value: {
      accountId: requestParameters.resourceId,
      tags: Object.fromEntries(requestParameters.tags.map(({ key, value }) => [key, value])),
      ...(userIdentity?.arn !== undefined && { by: userIdentity.arn }),
    },
  };
}

const moveSchema = z.object({
  detail: z.object({
    eventName: z.literal('MoveAccount'),
    errorCode: z.undefined({ error: 'the call failed' }).optional(),
    requestParameters: z.object({ accountId, destinationParentId: z.string() }),
  }),
});

/** CreateAccount itself has no account id: it comes with this event, when AWS has created the account. */
const createdSchema = z.object({
  detail: z.object({
    eventName: z.literal('CreateAccountResult'),
    serviceEventDetails: z.object({
      createAccountStatus: z.object({
        state: z.literal('SUCCEEDED', { error: 'the account was not created' }),
        accountId,
      }),
    }),
  }),
});

/** Decodes the creation or the move of an account. */
export function decodeOrganizationEvent(event: unknown): Decoded<{ readonly accountId: string }> {
  const moved = moveSchema.safeParse(event);
  if (moved.success) {
    return { value: { accountId: moved.data.detail.requestParameters.accountId } };
  }
  const created = createdSchema.safeParse(event);
  if (created.success) {
    const { createAccountStatus } = created.data.detail.serviceEventDetails;
    return { value: { accountId: createAccountStatus.accountId } };
  }
  return { rejected: firstIssue(isNamed(event, 'MoveAccount') ? moved.error : created.error) };
}

function isNamed(event: unknown, name: string): boolean {
  return z.object({ detail: z.object({ eventName: z.literal(name) }) }).safeParse(event).success;
}

/** The end of a CodeBuild build. */
export interface BuildEvent {
  readonly accountId: string;
  readonly project: string;
  /** `SUCCEEDED`, `FAILED`, `STOPPED`, `FAULT`, `TIMED_OUT`. */
  readonly status: string;
  readonly buildArn?: string;
}

const buildSchema = z.object({
  account: accountId,
  detail: z.object({
    'project-name': z.string(),
    'build-status': z.string(),
    'build-id': z.string().optional(),
  }),
});

export function decodeBuildEvent(event: unknown): Decoded<BuildEvent> {
  const { success, data, error } = buildSchema.safeParse(event);
  if (!success) return { rejected: firstIssue(error) };
  const { 'project-name': project, 'build-status': status, 'build-id': arn } = data.detail;
  return {
    value: {
      accountId: data.account,
      project,
      status,
      ...(arn !== undefined && { buildArn: arn }),
    },
  };
}
