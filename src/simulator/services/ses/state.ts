/** SES in one account and region: identities, and whether the account is still in the sandbox. */

import { perRegion } from '../../world/service-state.ts';

export interface EmailIdentity {
  /** An address or a domain. */
  readonly name: string;
  readonly type: 'EMAIL_ADDRESS' | 'DOMAIN';
  readonly tags: ReadonlyMap<string, string>;
  verified: boolean;
}

export interface SesState {
  readonly identities: Map<string, EmailIdentity>;
  /** False in the sandbox, where recipients must be verified too and 200 messages a day are allowed. */
  production: boolean;
  /** Times of the recipients of the last 24 hours, which the quota counts. */
  sent: number[];
}

export const sesOf = perRegion(
  (): SesState => ({ identities: new Map(), production: false, sent: [] }),
);

/** The identity that covers an address: its own, else its domain or a parent domain. */
export function identityOf({ identities }: SesState, address: string): EmailIdentity | undefined {
  const own = identities.get(address);
  if (own) return own;
  const labels = domainOf(address).split('.');
  for (let start = 0; start < labels.length - 1; start++) {
    const domain = identities.get(labels.slice(start).join('.'));
    if (domain) return domain;
  }
  return undefined;
}

/** Local parts are case-sensitive in SES, domains are not. */
function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}
