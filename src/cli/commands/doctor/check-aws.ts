/** The checks that call AWS. Each needs the one before it; without it, it is skipped. */

import { classify } from '../../../aws/failures.ts';
import type { Fleet } from '../../../aws/open-fleet.ts';
import { openRole } from '../../../aws/open-role.ts';
import type { RunSettings } from '../../../fleet/run-options.ts';
import type { Account } from '../../../model/account.ts';
import { listAccounts, managementIdOf } from '../../../organization/accounts.ts';
import { errorLine } from '../../error-line.ts';
import { count } from '../../output/text.ts';
import type { DoctorCheck } from './command.ts';

export interface AwsCheckOptions {
  readonly settings: RunSettings;
  /** Where the role is assumed. Default: the first active account that is not the caller's. */
  readonly account: string | undefined;
  readonly signal: AbortSignal;
}

export async function* checkAws(
  fleet: Fleet,
  options: AwsCheckOptions,
): AsyncGenerator<DoctorCheck> {
  const hasIdentity = yield* checkAccess(fleet);
  if (!hasIdentity) {
    yield* (['organization', 'role'] as const).map((check) => skipped(check, 'no identity'));
    return;
  }
  const { check, accounts } = await checkOrganization(fleet, options);
  yield check;
  yield await checkRole(fleet, accounts, options);
}

/** Region, identity and clock. Returns whether there is an identity. */
export async function* checkAccess(fleet: Fleet): AsyncGenerator<DoctorCheck, boolean> {
  yield await checkRegion(fleet);
  const identity = await checkIdentity(fleet);
  yield identity;
  const hasIdentity = identity.status === 'ok';
  yield hasIdentity ? checkClock(fleet.clockOffsetMs()) : skipped('clock', 'no identity');
  return hasIdentity;
}

export function skipped(check: DoctorCheck['check'], detail: string): DoctorCheck {
  return { check, status: 'skipped', detail };
}

async function checkRegion(fleet: Fleet): Promise<DoctorCheck> {
  const region = await fleet.region();
  if (region !== undefined) return { check: 'region', status: 'ok', detail: region };
  return {
    check: 'region',
    status: 'warning',
    detail: 'no region is configured',
    advice: 'set AWS_REGION, a region in the profile, or --region',
  };
}

async function checkIdentity(fleet: Fleet): Promise<DoctorCheck> {
  try {
    const { arn, accountId } = await fleet.caller();
    return { check: 'identity', status: 'ok', detail: `${arn} in account ${accountId}` };
  } catch (error) {
    return { check: 'identity', status: 'failed', detail: errorLine(error) };
  }
}

/** AWS refuses signatures that are more than five minutes off: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html */
const maxSkewMs = 5 * 60_000;
/** The header has whole seconds, and an answer takes a while. */
const noticeableSkewMs = 5_000;

function checkClock(offsetMs: number | undefined): DoctorCheck {
  if (offsetMs === undefined) return skipped('clock', 'AWS did not say what time it is');
  const seconds = Math.round(Math.abs(offsetMs) / 1000);
  const detail = `${count(seconds, 'second')} ${offsetMs < 0 ? 'ahead of' : 'behind'} AWS`;
  if (Math.abs(offsetMs) < noticeableSkewMs)
    return { check: 'clock', status: 'ok', detail: 'in step with AWS' };
  const status = Math.abs(offsetMs) > maxSkewMs ? 'failed' : 'warning';
  return { check: 'clock', status, detail, advice: 'synchronize the clock of this machine' };
}

interface OrganizationCheck {
  readonly check: DoctorCheck;
  readonly accounts: readonly Account[];
}

/** One page is enough: whether it may be read, and an account to try the role in. */
const maxAccounts = 20;

export async function checkOrganization(
  fleet: Fleet,
  { signal }: Pick<AwsCheckOptions, 'signal'>,
): Promise<OrganizationCheck> {
  const accounts: Account[] = [];
  try {
    for await (const account of listAccounts(fleet, signal)) {
      accounts.push(account);
      if (accounts.length === maxAccounts) break;
    }
  } catch (error) {
    signal.throwIfAborted();
    return {
      check: { check: 'organization', status: 'failed', detail: errorLine(error) },
      accounts,
    };
  }
  const [first] = accounts;
  const managementId = (first && managementIdOf(first)) ?? 'unknown';
  const { accountId } = await fleet.caller();
  const from = managementId === accountId ? 'the management account' : `account ${accountId}`;
  const detail = `can be listed from ${from}; management account ${managementId}`;
  return { check: { check: 'organization', status: 'ok', detail }, accounts };
}

export async function checkRole(
  fleet: Fleet,
  accounts: readonly Account[],
  { settings, account: named, signal }: AwsCheckOptions,
): Promise<DoctorCheck> {
  const { accountId: callerId } = await fleet.caller();
  const sample = accounts.find(
    (account) =>
      account.state === 'ACTIVE' &&
      account.id !== callerId &&
      account.id !== managementIdOf(account),
  );
  const id = named ?? sample?.id;
  if (id === undefined)
    return {
      ...skipped('role', 'no active account to try it in'),
      advice: 'name one with --account',
    };
  const opened = await openRole(fleet, settings);
  const role = opened.enter({ id }, signal);
  try {
    await role.credentials();
    return { check: 'role', status: 'ok', detail: `assumed ${role.assumed.arn}` };
  } catch (error) {
    signal.throwIfAborted();
    const { code, message } = classify(error);
    return {
      check: 'role',
      status: 'failed',
      detail: `${role.assumed.arn} cannot be assumed (${code}: ${message})`,
      advice:
        "create the role in every account, or name another with --role-name; check its trust policy and the caller's permissions",
    };
  }
}
