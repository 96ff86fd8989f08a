/** AssumeRoleWithWebIdentity: assumes a role with a token of an OpenID Connect provider, without any AWS key. */

import type {
  AssumeRoleWithWebIdentityCommandInput,
  AssumeRoleWithWebIdentityCommandOutput,
} from '@aws-sdk/client-sts';
import { compiledPolicy } from '../../../policy/compiled.ts';
import { evaluateForPrincipal } from '../../../policy/evaluate.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { lookUpIn } from '../../authorize.ts';
import type { CallContext, HandlerInput } from '../../service.ts';
import { isRegionUsable } from '../../world/regions.ts';
import type { IamState, OidcProvider } from '../iam/resources.ts';
import { checkDuration, type RolePlace, regionDisabled, roleAt } from './assume-role.ts';
import { checkNumber, checkText, roleArnRule, sessionNameRule } from './checks.ts';
import { type Claims, readToken } from './json-web-token.ts';
import { issueRoleSession } from './session.ts';
import { packedSize, sessionPolicies } from './session-limits.ts';

type Input = HandlerInput<AssumeRoleWithWebIdentityCommandInput>;

export function assumeRoleWithWebIdentity(
  input: Input,
  context: CallContext,
): Omit<AssumeRoleWithWebIdentityCommandOutput, '$metadata'> {
  checkText(input.RoleArn, 'roleArn', roleArnRule);
  checkText(input.RoleSessionName, 'roleSessionName', sessionNameRule);
  checkNumber(input.DurationSeconds, 'durationSeconds', { min: 900, max: 43_200 });
  const { world, now, region } = context;
  const claims = readToken(world, input.WebIdentityToken, now);
  const place = roleAt(world, input.RoleArn);
  if (!place) throw refused();
  const provider = providerOf(place.state, claims);
  const audience = audienceOf(provider, claims);
  checkTrust(input, context, { place, provider, claims, audience });
  if (!isRegionUsable(world, place.account, region)) throw regionDisabled(region);
  const policies = sessionPolicies(input, place.state);
  const seconds = checkDuration(input.DurationSeconds, place.role, false);
  const issued = issueRoleSession(world, {
    accountId: place.account.id,
    role: place.role,
    sessionName: input.RoleSessionName,
    session: {
      issuedAt: now,
      expiresAt: now + seconds * 1000,
      policies,
      tags: {},
      transitiveTagKeys: [],
      hasMfa: false,
      federatedProvider: provider.arn,
    },
  });
  place.role.lastUsed = { at: now, region };
  return {
    Credentials: issued.credentials,
    AssumedRoleUser: { AssumedRoleId: issued.caller.userId, Arn: issued.caller.arn },
    SubjectFromWebIdentityToken: claims.sub,
    Audience: audience,
    Provider: provider.arn,
    PackedPolicySize: packedSize(policies, []),
  };
}

function providerOf(state: IamState, { iss }: Claims): OidcProvider {
  const url = iss.replace(/^https:\/\//, '');
  const found = state.oidcProviders.values().find((provider) => provider.url === url);
  if (found) return found;
  const message = `No OpenIDConnect provider found in your account for ${iss}`;
  throw new AwsError('InvalidIdentityTokenException', message);
}

function audienceOf({ clientIds }: OidcProvider, { aud, azp }: Claims): string {
  const offered = azp === undefined ? aud : [azp];
  const audience = offered.find((one) => clientIds.includes(one));
  if (audience !== undefined) return audience;
  throw new AwsError('InvalidIdentityTokenException', 'Incorrect token audience');
}

interface PresentedToken {
  readonly place: RolePlace;
  readonly provider: OidcProvider;
  readonly claims: Claims;
  readonly audience: string;
}

function checkTrust(
  input: Input,
  { now, region }: CallContext,
  { place, provider, claims, audience }: PresentedToken,
): void {
  const keys = {
    [`${provider.url}:aud`]: audience,
    [`${provider.url}:sub`]: claims.sub,
    ...(claims.amr && { [`${provider.url}:amr`]: claims.amr }),
    'aws:FederatedProvider': provider.arn,
    'aws:RequestedRegion': region,
    'aws:CurrentTime': new Date(now).toISOString(),
    'sts:RoleSessionName': input.RoleSessionName,
  };
  const verdict = evaluateForPrincipal(compiledPolicy(place.role.trustPolicy, 'trust'), {
    action: 'sts:AssumeRoleWithWebIdentity',
    resource: place.role.arn,
    principal: { accountId: '', names: [], federated: provider.arn },
    lookUp: lookUpIn(keys),
  });
  if (verdict !== 'allow') throw refused();
}

function refused(): AwsError {
  const message = 'Not authorized to perform sts:AssumeRoleWithWebIdentity';
  return new AwsError('AccessDenied', message, { status: 403 });
}
