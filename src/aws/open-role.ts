/** Assumes a role in account after account, optionally through a chain of other roles. */

import type { AssumeRoleRequest, AssumeRoleResponse } from '@aws-sdk/client-sts';
import type { AwsCredentialIdentity } from '@smithy/types';
import type { Account } from '../model/account.ts';
import type { AssumedRole } from '../model/assumed-role.ts';
import type { GenericCalls } from './generic-client.ts';
import { type Fleet, fallbackRegion } from './open-fleet.ts';
import { refreshing } from './refreshing.ts';
import { type RoleSettings, roleIn, sessionName } from './role.ts';

/**
 * The role in one account: its credentials are requested once, for all regions and clients, and again before they
 * expire.
 */
export interface RoleInAccount {
  readonly assumed: AssumedRole;
  credentials(): Promise<AwsCredentialIdentity>;
}

export interface OpenedRole {
  /** Makes no call before the credentials are used. The signal cancels a pending AssumeRole. */
  enter(account: Account, signal?: AbortSignal): RoleInAccount;
}

/** STS responds in milliseconds; a connection that hangs must not hold an account forever. */
const requestTimeoutMs = 15_000;

/** Reads the caller's identity, which includes the partition, and prepares the chain. */
export async function openRole(fleet: Fleet, role: RoleSettings): Promise<OpenedRole> {
  const caller = await fleet.caller();
  const region = (await fleet.region()) ?? fallbackRegion;
  const sts = role.via.reduce(
    (previous, arn) => {
      const input = { RoleArn: arn, RoleSessionName: sessionName(role) };
      const credentials = refreshing(fleet.clock, () => assumeRole(previous, input));
      const payer = arn.split(':')[4] ?? '';
      return fleet.genericAs({ credentials, payer, requestTimeoutMs }, 'sts', region);
    },
    fleet.genericAs(
      { credentials: fleet.credentials, payer: caller.accountId, requestTimeoutMs },
      'sts',
      region,
    ),
  );
  return {
    enter(account, signal) {
      const assumed = roleIn(account.id, role, caller);
      const input = assumeRoleInput(role, assumed);
      return {
        assumed,
        credentials: refreshing(fleet.clock, () => assumeRole(sts, input, signal)),
      };
    },
  };
}

/** The input of AssumeRole: only options that are set are sent. */
function assumeRoleInput(role: RoleSettings, assumed: AssumedRole): AssumeRoleRequest {
  const { arn, sessionName, externalId, policy, policyArns } = assumed;
  const tags = Object.entries(role.sessionTags).map(([Key, Value]) => ({ Key, Value }));
  return {
    RoleArn: arn,
    RoleSessionName: sessionName,
    ...(policy !== undefined && { Policy: policy }),
    ...(policyArns && { PolicyArns: policyArns.map((policyArn) => ({ arn: policyArn })) }),
    ...(externalId !== undefined && { ExternalId: externalId }),
    ...(tags.length > 0 && { Tags: tags }),
    ...(role.sourceIdentity !== undefined && { SourceIdentity: role.sourceIdentity }),
    ...(role.durationSeconds !== undefined && { DurationSeconds: role.durationSeconds }),
  };
}

async function assumeRole(
  sts: GenericCalls,
  input: AssumeRoleRequest,
  signal?: AbortSignal,
): Promise<AwsCredentialIdentity> {
  const { Credentials }: AssumeRoleResponse = await sts.call('AssumeRole', { ...input }, signal);
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = Credentials ?? {};
  if (!AccessKeyId || !SecretAccessKey)
    throw new Error(`STS returned no credentials for ${input.RoleArn}`);
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    ...(SessionToken && { sessionToken: SessionToken }),
    ...(Expiration && { expiration: Expiration }),
  };
}
