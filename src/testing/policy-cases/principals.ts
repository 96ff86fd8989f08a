/** One statement of a resource policy and one caller: allow of itself, of its role or account, deny, or neither. */

import type { PrincipalFacts, PrincipalVerdict } from '../../policy/evaluate.ts';
import type { GuidePage } from './page.ts';

export const accountId = '111122223333';
const root = `arn:aws:iam::${accountId}:root`;
const user = `arn:aws:iam::${accountId}:user/ana`;
const role = `arn:aws:iam::${accountId}:role/reader`;
const session = `arn:aws:sts::${accountId}:assumed-role/reader/monday`;

/** The callers of the cases. */
export const callers = {
  ana: { accountId, names: [user, 'AIDAANA'] },
  boundAna: { accountId, names: [user, 'AIDAANA'], bounded: true },
  session: { accountId, names: [session, 'AROAREADER:monday'], roleNames: [role, 'AROAREADER'] },
  otherAccount: { accountId: '999999999999', names: ['arn:aws:iam::999999999999:user/ana'] },
  anonymous: { accountId: '', names: [] },
  events: { accountId, names: [], service: 'events.amazonaws.com' },
  web: {
    accountId: '',
    names: [],
    federated: 'arn:aws:iam::111122223333:oidc-provider/id.example',
  },
} satisfies Readonly<Record<string, PrincipalFacts>>;

export interface PrincipalCase {
  readonly page: GuidePage;
  readonly caller: keyof typeof callers;
  readonly effect: 'Allow' | 'Deny';
  readonly element: 'Principal' | 'NotPrincipal';
  readonly principal: unknown;
  readonly verdict: PrincipalVerdict;
}

type Row = readonly [PrincipalCase['caller'], principal: unknown, verdict: PrincipalVerdict];

const allowed: readonly Row[] = [
  ['ana', '*', 'allow'],
  ['ana', { AWS: '*' }, 'allow'],
  ['ana', { AWS: user }, 'allow'],
  ['ana', { AWS: [role, user] }, 'allow'],
  ['ana', { AWS: 'AIDAANA' }, 'allow'],
  ['ana', { AWS: root }, 'account'],
  ['ana', { AWS: accountId }, 'account'],
  ['ana', { AWS: [accountId, user] }, 'allow'],
  ['ana', { AWS: `arn:aws:iam::${accountId}:user/Ana` }, undefined],
  ['ana', { AWS: role }, undefined],
  ['ana', { AWS: '999999999999' }, undefined],
  ['ana', { Service: 'events.amazonaws.com' }, undefined],
  ['ana', { Federated: 'accounts.google.com' }, undefined],
  ['session', { AWS: session }, 'allow'],
  ['session', { AWS: 'AROAREADER:monday' }, 'allow'],
  ['session', { AWS: `arn:aws:sts::${accountId}:assumed-role/reader/tuesday` }, undefined],
  ['session', { AWS: role }, 'role'],
  ['session', { AWS: 'AROAREADER' }, 'role'],
  ['session', { AWS: [root, role] }, 'role'],
  ['session', { AWS: root }, 'account'],
  ['session', '*', 'allow'],
  ['otherAccount', '*', 'allow'],
  ['otherAccount', { AWS: root }, undefined],
  ['otherAccount', { AWS: '999999999999' }, 'account'],
  ['anonymous', '*', 'allow'],
  ['anonymous', { AWS: '*' }, 'allow'],
  ['anonymous', { AWS: root }, undefined],
  ['events', '*', 'allow'],
  ['events', { AWS: '*' }, 'allow'],
  ['events', { Service: 'events.amazonaws.com' }, 'allow'],
  ['events', { Service: ['sns.amazonaws.com', 'events.amazonaws.com'] }, 'allow'],
  ['events', { Service: 'sns.amazonaws.com' }, undefined],
  ['events', { AWS: root }, undefined],
  ['web', { Federated: 'arn:aws:iam::111122223333:oidc-provider/id.example' }, 'allow'],
  ['web', { Federated: 'arn:aws:iam::111122223333:oidc-provider/other.example' }, undefined],
  ['web', '*', 'allow'],
];

const denied: readonly Row[] = [
  ['ana', '*', 'deny'],
  ['ana', { AWS: root }, 'deny'],
  ['session', { AWS: role }, 'deny'],
  ['events', '*', 'deny'],
  ['ana', { AWS: role }, undefined],
];

const exempted: readonly Row[] = [
  ['ana', { AWS: [user, root] }, undefined],
  ['ana', { AWS: [user, accountId] }, undefined],
  ['ana', { AWS: user }, 'deny'],
  ['ana', { AWS: root }, 'deny'],
  ['ana', { AWS: role }, 'deny'],
  ['boundAna', { AWS: [user, root] }, 'deny'],
  ['session', { AWS: [session, role, root] }, undefined],
  ['session', { AWS: [role, root] }, 'deny'],
  ['session', { AWS: [session, root] }, 'deny'],
  ['otherAccount', { AWS: [user, root] }, 'deny'],
  ['anonymous', { AWS: [user, root] }, 'deny'],
  ['events', { Service: 'events.amazonaws.com' }, undefined],
  ['events', { Service: 'sns.amazonaws.com' }, 'deny'],
];

function cases(
  rows: readonly Row[],
  shared: Pick<PrincipalCase, 'page' | 'effect' | 'element'>,
): readonly PrincipalCase[] {
  return rows.map(([caller, principal, verdict]) => ({ ...shared, caller, principal, verdict }));
}

const page = 'reference_policies_elements_principal.html';

export const principalCases: readonly PrincipalCase[] = [
  ...cases(allowed, { page, effect: 'Allow', element: 'Principal' }),
  ...cases(denied, { page, effect: 'Deny', element: 'Principal' }),
  ...cases(exempted, {
    page: 'reference_policies_elements_notprincipal.html',
    effect: 'Deny',
    element: 'NotPrincipal',
  }),
];
