/** The OpenID Connect providers that the trust policies name: each cluster's, in both accounts. */

import type { Installation } from '../settings.ts';
import { providerArn } from './trusts.ts';

export interface DesiredProvider {
  readonly accountId: string;
  readonly arn: string;
  /** Host and path. */
  readonly provider: string;
}

export function desiredProviders({ settings, facts }: Installation): readonly DesiredProvider[] {
  const { partition, billingAccountId, securityAccountId } = facts;
  const providers = [settings.oidcProvider, settings.oidcProviderTest].filter(
    (provider) => provider !== undefined,
  );
  return [...new Set([billingAccountId, securityAccountId])].flatMap((accountId) =>
    [...new Set(providers)].map((provider) => ({
      accountId,
      provider,
      arn: providerArn({ partition, accountId, provider }),
    })),
  );
}
