/** Amazon SES, both versions of its API, on the same identities. */

import { AwsError } from '../../../wire/aws-error.ts';
import { callPage } from '../../call-page.ts';
import { requestTagConditions } from '../../request-tags.ts';
import { type CallContext, defineService, type FindPermissions } from '../../service.ts';
import { callerSes } from './accept.ts';
import { identityHandlers } from './identities.ts';
import { type SendEmailInput, type SendRawEmailInput, sendEmail, sendRawEmail } from './send.ts';
import { identityOf } from './state.ts';

interface ListIdentitiesInput {
  readonly IdentityType?: 'EmailAddress' | 'Domain';
  readonly NextToken?: string;
  readonly MaxItems?: number;
}

const listIdentities = (input: ListIdentitiesInput, context: CallContext) => {
  const { IdentityType, NextToken, MaxItems = 1_000 } = input;
  const type = IdentityType === 'Domain' ? 'DOMAIN' : 'EMAIL_ADDRESS';
  const all = [...callerSes(context).identities.values()];
  const page = callPage(context, {
    items: IdentityType === undefined ? all : all.filter((one) => one.type === type),
    key: ({ name }) => name,
    token: NextToken,
    size: MaxItems,
    scope: `identities ${IdentityType}`,
    invalidToken: () => new AwsError('InvalidParameterValue', 'Token could not be decoded'),
  });
  return {
    Identities: page.items.map(({ name }) => name),
    ...page.token,
  };
};

const dkimAttributes = (
  { Identities }: { readonly Identities: readonly string[] },
  context: CallContext,
) => {
  const { identities } = callerSes(context);
  const known = Identities.filter((name) => identities.get(name)?.type === 'DOMAIN');
  const attributes = (name: string) => ({
    DkimEnabled: true,
    DkimVerificationStatus: identities.get(name)?.verified ? 'Success' : 'Pending',
  });
  return { DkimAttributes: Object.fromEntries(known.map((name) => [name, attributes(name)])) };
};

/**
 * Sending requires a permission for the identity of the sender.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonses.html
 */
const permissions: FindPermissions = (operation, input, context) => {
  if (operation === 'SendEmail' || operation === 'SendRawEmail') {
    const from = senderOf(input);
    const identity = identityOf(callerSes(context), from)?.name ?? from;
    const action = `ses:${isRaw(operation, input) ? 'SendRawEmail' : 'SendEmail'}`;
    const conditions = { 'ses:FromAddress': from };
    return [{ action, resource: identityArn(context, identity), conditions }];
  }
  if (typeof input.EmailIdentity !== 'string') return undefined;
  return [
    {
      action: `ses:${operation}`,
      resource: identityArn(context, input.EmailIdentity),
      conditions: requestTagConditions(input.Tags),
    },
  ];
};

/** A composed message requires its own action, in version 2 too. */
function isRaw(operation: string, { Content }: Readonly<Record<string, unknown>>): boolean {
  if (operation === 'SendRawEmail') return true;
  return typeof Content === 'object' && Content !== null && 'Raw' in Content;
}

/** Without a sender beside the message, its From header counts. */
function senderOf(input: Readonly<Record<string, unknown>>): string {
  const named = input.FromEmailAddress ?? input.Source;
  if (typeof named === 'string') return bare(named);
  const { RawMessage, Content } = input as Partial<SendRawEmailInput & SendEmailInput>;
  const raw = RawMessage?.Data ?? Content?.Raw?.Data;
  const header = raw && /^from:\s*(.*)$/im.exec(Buffer.from(raw).toString())?.[1];
  return bare(header ?? '');
}

function bare(sender: string): string {
  return /<([^<>]*)>\s*$/.exec(sender)?.[1] ?? sender.trim();
}

function identityArn({ world, caller, region }: CallContext, name: string): string {
  return `arn:${world.partition.name}:ses:${region}:${caller.accountId}:identity/${name}`;
}

export const sesService = defineService({
  name: 'ses',
  operations: {
    SendRawEmail: sendRawEmail,
    ListIdentities: listIdentities,
    GetIdentityDkimAttributes: dkimAttributes,
  },
  permissions,
});

export const sesV2Service = defineService({
  name: 'sesv2',
  operations: { ...identityHandlers, SendEmail: sendEmail },
  permissions,
});
