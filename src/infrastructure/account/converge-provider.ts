/**
 * Converges a cluster's OpenID Connect provider: it is created where missing, and our audience is added. Other
 * audiences are kept.
 */

import { classify } from '../../aws/failures.ts';
import type { GenericCalls } from '../../aws/generic-client.ts';
import type { ConvergeContext, ResourceChange } from '../../converge/change.ts';
import { type IamTagged, toTagList } from '../../converge/tags.ts';
import type { DesiredProvider } from '../desired/providers.ts';
import { audience } from '../desired/trusts.ts';
import { originTags } from '../settings.ts';

export interface FoundProvider extends IamTagged {
  readonly ClientIDList?: readonly string[];
}

export async function convergeProvider(
  iam: GenericCalls,
  { arn, provider }: DesiredProvider,
  { dry }: Pick<ConvergeContext, 'dry'>,
): Promise<readonly ResourceChange[]> {
  const resource = `identity provider ${provider}`;
  const found = await findProvider(iam, arn);
  if (!found) {
    // Without a thumbprint, IAM trusts the public certificate authorities.
    const input = { Url: `https://${provider}`, ClientIDList: [audience] };
    const Tags = toTagList(originTags);
    if (!dry) await iam.call('CreateOpenIDConnectProvider', { ...input, Tags });
    return [{ resource, action: 'create', differences: [] }];
  }
  if (found.ClientIDList?.includes(audience)) return [];
  const input = { OpenIDConnectProviderArn: arn, ClientID: audience };
  if (!dry) await iam.call('AddClientIDToOpenIDConnectProvider', input);
  return [{ resource, action: 'update', differences: [`audience ${audience}`] }];
}

/** Returns undefined when the provider does not exist. */
export async function findProvider(
  iam: GenericCalls,
  OpenIDConnectProviderArn: string,
): Promise<FoundProvider | undefined> {
  try {
    return await iam.call('GetOpenIDConnectProvider', { OpenIDConnectProviderArn });
  } catch (error) {
    if (classify(error).kind === 'not-found') return undefined;
    throw error;
  }
}
