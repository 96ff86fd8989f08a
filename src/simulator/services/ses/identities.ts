/**
 * Identities of SES: an address is verified by following the link of a mail, a domain by its DNS records.
 * https://docs.aws.amazon.com/ses/latest/dg/creating-identities.html
 */

import { AwsError } from '../../../wire/aws-error.ts';
import { callPage } from '../../call-page.ts';
import { compose } from '../../mail/compose.ts';
import { deliverMail } from '../../mail/mailbox.ts';
import type { CallContext } from '../../service.ts';
import { hexadecimal } from '../../world/ids.ts';
import { uuid } from '../events/event.ts';
import { callerSes, dailyQuota, sentToday } from './accept.ts';
import type { EmailIdentity, SesState } from './state.ts';

interface IdentityInput {
  readonly EmailIdentity: string;
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
  readonly NextToken?: string;
  readonly PageSize?: number;
}

export const identityHandlers = {
  CreateEmailIdentity: async (
    { EmailIdentity, Tags = [] }: IdentityInput,
    context: CallContext,
  ) => {
    const state = callerSes(context);
    const identity = newIdentity(EmailIdentity, Tags);
    if (state.identities.has(identity.name)) {
      throw new AwsError(
        'AlreadyExistsException',
        `Email identity ${identity.name} already exist.`,
      );
    }
    state.identities.set(identity.name, identity);
    if (identity.type === 'EMAIL_ADDRESS') await askForConfirmation(context, identity);
    return {
      IdentityType: identity.type,
      VerifiedForSendingStatus: identity.verified,
      DkimAttributes: dkimOf(context, identity),
    };
  },

  GetEmailIdentity: ({ EmailIdentity }: IdentityInput, context: CallContext) => {
    const identity = findIdentity(callerSes(context), EmailIdentity);
    return {
      IdentityType: identity.type,
      FeedbackForwardingStatus: true,
      VerifiedForSendingStatus: identity.verified,
      VerificationStatus: statusOf(identity),
      DkimAttributes: dkimOf(context, identity),
      MailFromAttributes: { BehaviorOnMxFailure: 'USE_DEFAULT_VALUE' },
      Policies: {},
      Tags: [...identity.tags].map(([Key, Value]) => ({ Key, Value })),
    };
  },

  ListEmailIdentities: ({ NextToken, PageSize = 1_000 }: IdentityInput, context: CallContext) => {
    const page = callPage(context, {
      items: [...callerSes(context).identities.values()],
      key: ({ name }) => name,
      token: NextToken,
      size: PageSize,
      scope: 'identities',
      invalidToken: () =>
        new AwsError('InvalidNextTokenException', 'The specified token is not valid.'),
    });
    return {
      EmailIdentities: page.items.map((one) => ({
        IdentityName: one.name,
        IdentityType: one.type,
        SendingEnabled: one.verified,
        VerificationStatus: statusOf(one),
      })),
      ...page.token,
    };
  },

  DeleteEmailIdentity: ({ EmailIdentity }: IdentityInput, context: CallContext) => {
    const state = callerSes(context);
    state.identities.delete(findIdentity(state, EmailIdentity).name);
    return {};
  },

  GetAccount: (_: unknown, context: CallContext) => {
    const state = callerSes(context);
    return {
      DedicatedIpAutoWarmupEnabled: false,
      EnforcementStatus: 'HEALTHY',
      ProductionAccessEnabled: state.production,
      SendingEnabled: true,
      SendQuota: {
        Max24HourSend: dailyQuota(state),
        MaxSendRate: state.production ? 14 : 1,
        SentLast24Hours: sentToday(state, context.now),
      },
    };
  },
};

function newIdentity(
  text: string,
  tags: readonly { readonly Key: string; readonly Value: string }[],
): EmailIdentity {
  const isAddress = text.includes('@');
  const name = isAddress ? text : text.toLowerCase();
  const pattern = isAddress ? /^[^\s@<>]{1,64}@[a-z0-9.-]+\.[a-z]+$/i : /^[a-z0-9.-]+\.[a-z]+$/;
  if (!pattern.test(name)) {
    throw new AwsError('BadRequestException', `Invalid email address or domain: ${text}.`);
  }
  return {
    name,
    type: isAddress ? 'EMAIL_ADDRESS' : 'DOMAIN',
    tags: new Map(tags.map(({ Key, Value }) => [Key, Value])),
    verified: false,
  };
}

async function askForConfirmation(context: CallContext, identity: EmailIdentity): Promise<void> {
  const { world, caller, region, now } = context;
  const from = `no-reply-aws@amazon.com`;
  const link = `https://email-verification.${region}.amazonaws.com/?token=${uuid(world.random)}`;
  const raw = await compose({
    id: uuid(world.random),
    at: now,
    from,
    to: identity.name,
    subject: `Email address verification request in region ${region}`,
    text: `Account ${caller.accountId} asked to send mails from ${identity.name}. To allow it, open:\n\n${link}\n`,
  });
  const { accountId } = caller;
  const envelope = { accountId, region, from, recipients: [identity.name], raw };
  deliverMail(
    world,
    { ...envelope, sentBy: 'ses' },
    {
      what: `the address ${identity.name}`,
      confirm: () => {
        identity.verified = true;
      },
    },
  );
}

function findIdentity({ identities }: SesState, name: string): EmailIdentity {
  const identity = identities.get(name) ?? identities.get(name.toLowerCase());
  if (identity) return identity;
  throw new AwsError('NotFoundException', `Email identity ${name} does not exist.`);
}

function statusOf({ verified }: EmailIdentity): string {
  return verified ? 'SUCCESS' : 'PENDING';
}

function dkimOf({ world }: CallContext, { type, verified }: EmailIdentity) {
  if (type === 'EMAIL_ADDRESS') return { SigningEnabled: false, Status: 'NOT_STARTED' };
  const Tokens = [1, 2, 3].map(() => world.random.text(hexadecimal, 32));
  return {
    SigningEnabled: true,
    Status: verified ? 'SUCCESS' : 'PENDING',
    SigningAttributesOrigin: 'AWS_SES',
    Tokens,
  };
}
