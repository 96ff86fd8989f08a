/**
 * Sign-ins to the console: CloudTrail's event on the default bus of the account, some seconds later.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
 */

import { FlotillaError } from '../model/flotilla-error.ts';
import { randomFrom } from '../model/random.ts';
import { isoSeconds, trailDelayMs } from './cloudtrail.ts';
import { uuid } from './services/events/event.ts';
import { publishEvent } from './services/events/publish.ts';
import { findUser, iamOf } from './services/iam/state.ts';
import type { SimulatedAccount } from './world/account.ts';
import { hexadecimal, uniqueId } from './world/ids.ts';
import type { World } from './world/world.ts';

/** A sign-in to the console of an account. */
export interface SignIn {
  readonly account: string;
  readonly identity: SignInIdentity;
  /** Wrong password or second factor. Default false. */
  readonly failed?: boolean;
  /** Whether a second factor was used; for root and IAM users. Default true. */
  readonly mfa?: boolean;
  /**
   * The region in which the event is published. Default: of IAM Identity Center, the organization's home region; of an
   * IAM user at the global endpoint and of root, the global region, `us-east-1`. Root cannot have another one.
   */
  readonly region?: string;
}

/** Who signs in. */
export type SignInIdentity =
  | { readonly type: 'Root' }
  /** An IAM user, who exists in the account. */
  | { readonly type: 'IAMUser'; readonly name: string }
  /** A user of IAM Identity Center, with the role of a permission set. */
  | {
      readonly type: 'AssumedRole';
      /** The name of the session: `maria@example.com`. */
      readonly user: string;
      /** Default `AdministratorAccess`. */
      readonly permissionSet?: string;
    };

export function signIn(world: World, options: SignIn): void {
  const { identity, failed = false, mfa = true } = options;
  const now = world.clock.now();
  const account = accountOf(world, options.account);
  const region = regionOf(world, options);
  const eventID = uuid(world.random);
  const usesFactor = mfa && identity.type !== 'AssumedRole';
  const detail = {
    eventVersion: '1.10',
    userIdentity: userIdentity(world, account, identity),
    eventTime: isoSeconds(now),
    eventSource: 'signin.amazonaws.com',
    eventName: 'ConsoleLogin',
    awsRegion: region,
    sourceIPAddress: '192.0.2.1',
    userAgent: 'Mozilla/5.0',
    ...(failed && { errorMessage: 'Failed authentication' }),
    requestParameters: null,
    responseElements: { ConsoleLogin: failed ? 'Failure' : 'Success' },
    additionalEventData: {
      LoginTo: 'https://console.aws.amazon.com/console/home',
      MobileVersion: 'No',
      MFAUsed: usesFactor ? 'Yes' : 'No',
    },
    eventID,
    readOnly: false,
    eventType: 'AwsConsoleSignIn',
    managementEvent: true,
    recipientAccountId: account.id,
    eventCategory: 'Management',
  };
  world.timeline.schedule(now + trailDelayMs(world, eventID), 'the event of a sign-in', (at) =>
    publishEvent(world, {
      source: 'aws.signin',
      detailType: 'AWS Console Sign In via CloudTrail',
      account: account.id,
      region,
      at,
      detail,
    }),
  );
}

function accountOf(world: World, id: string): SimulatedAccount {
  const account = world.accounts.get(id);
  if (account) return account;
  throw new FlotillaError('InvalidInput', `There is no account ${id} to sign in to.`);
}

function regionOf({ partition, homeRegion }: World, { identity, region }: SignIn): string {
  if (identity.type === 'Root') return partition.globalRegion;
  if (region === undefined) {
    return identity.type === 'IAMUser' ? partition.globalRegion : homeRegion;
  }
  if (partition.regions.includes(region)) return region;
  throw new FlotillaError('InvalidInput', `There is no region ${region} to sign in to.`);
}

function userIdentity(world: World, account: SimulatedAccount, identity: SignInIdentity): object {
  const { id: accountId } = account;
  const arn = (service: string, resource: string) =>
    `arn:${world.partition.name}:${service}::${accountId}:${resource}`;
  if (identity.type === 'Root') {
    return {
      type: 'Root',
      principalId: accountId,
      arn: arn('iam', 'root'),
      accountId,
      accessKeyId: '',
    };
  }
  if (identity.type === 'IAMUser') {
    const { name } = identity;
    const user = findUser(iamOf(world, account), name);
    if (!user) {
      throw new FlotillaError('InvalidInput', `There is no IAM user ${name} in ${accountId}.`);
    }
    const { id: principalId, arn: userArn } = user;
    return {
      type: 'IAMUser',
      principalId,
      arn: userArn,
      accountId,
      accessKeyId: '',
      userName: name,
    };
  }
  const { user, permissionSet = 'AdministratorAccess' } = identity;
  const { roleName, roleId } = permissionSetRole(world, accountId, permissionSet);
  return {
    type: 'AssumedRole',
    principalId: `${roleId}:${user}`,
    arn: arn('sts', `assumed-role/${roleName}/${user}`),
    accountId,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: roleId,
        arn: arn('iam', `role/aws-reserved/sso.amazonaws.com/${roleName}`),
        accountId,
        userName: roleName,
      },
      attributes: { creationDate: isoSeconds(world.clock.now()), mfaAuthenticated: 'false' },
    },
  };
}

/** The same for every sign-in with this permission set. */
function permissionSetRole({ seed }: World, accountId: string, permissionSet: string) {
  const random = randomFrom(seed, accountId, permissionSet, 'permission set');
  return {
    roleName: `AWSReservedSSO_${permissionSet}_${random.text(hexadecimal, 16)}`,
    roleId: uniqueId('AROA', random),
  };
}
