/** All kinds of policies together: whether `s3:GetObject` is allowed. */

import type { GuidePage } from './page.ts';

/** Policies of a case: what each of them says about the call. */
export interface LayerCase {
  readonly page: GuidePage;
  readonly caller: 'ana' | 'session' | 'root' | 'anonymous';
  readonly identity?: Said;
  readonly boundary?: Said;
  readonly session?: Said;
  /** Each level of the organization. */
  readonly organization?: readonly Said[];
  /** How the resource's policy names the caller; `!…` denies. */
  readonly resource?: 'caller' | 'role' | 'account' | '*' | 'none' | '!*';
  /** The resource belongs to another account. */
  readonly foreign?: boolean;
  readonly trust?: boolean;
  readonly allowed: boolean;
}

type Said = 'allow' | 'deny' | 'nothing';

type Row = Omit<LayerCase, 'page'>;

const basics: readonly Row[] = [
  { caller: 'ana', identity: 'allow', allowed: true },
  { caller: 'ana', identity: 'nothing', allowed: false },
  { caller: 'ana', identity: 'deny', allowed: false },
  { caller: 'root', allowed: true },
  { caller: 'root', organization: ['deny'], allowed: false },
  { caller: 'root', organization: ['nothing'], allowed: false },
  { caller: 'ana', identity: 'allow', organization: ['allow', 'allow'], allowed: true },
  { caller: 'ana', identity: 'allow', organization: ['allow', 'nothing'], allowed: false },
  { caller: 'ana', identity: 'allow', organization: ['deny', 'allow'], allowed: false },
  { caller: 'ana', identity: 'nothing', organization: ['allow'], allowed: false },
  { caller: 'session', identity: 'allow', session: 'allow', allowed: true },
  { caller: 'session', identity: 'allow', session: 'nothing', allowed: false },
  { caller: 'session', identity: 'nothing', session: 'allow', allowed: false },
  { caller: 'session', identity: 'allow', session: 'deny', allowed: false },
];

const boundaries: readonly Row[] = [
  { caller: 'ana', identity: 'allow', boundary: 'allow', allowed: true },
  { caller: 'ana', identity: 'allow', boundary: 'nothing', allowed: false },
  { caller: 'ana', identity: 'nothing', boundary: 'allow', allowed: false },
  { caller: 'ana', identity: 'allow', boundary: 'deny', allowed: false },
  {
    caller: 'ana',
    identity: 'allow',
    boundary: 'allow',
    organization: ['nothing'],
    allowed: false,
  },
  {
    caller: 'session',
    identity: 'allow',
    boundary: 'allow',
    session: 'nothing',
    allowed: false,
  },
];

/** The table of implicit denies in the same account. */
const implicit: readonly Row[] = [
  { caller: 'ana', identity: 'nothing', resource: 'caller', allowed: true },
  { caller: 'ana', identity: 'nothing', boundary: 'nothing', resource: 'caller', allowed: true },
  { caller: 'ana', identity: 'nothing', boundary: 'nothing', resource: '*', allowed: true },
  { caller: 'ana', identity: 'nothing', resource: 'account', allowed: false },
  { caller: 'ana', identity: 'allow', resource: 'account', allowed: true },
  { caller: 'ana', identity: 'allow', boundary: 'nothing', resource: 'account', allowed: false },
  { caller: 'ana', identity: 'deny', resource: 'caller', allowed: false },
  { caller: 'ana', boundary: 'deny', resource: 'caller', allowed: false },
  { caller: 'ana', organization: ['nothing'], resource: 'caller', allowed: false },
  { caller: 'ana', organization: ['deny'], resource: 'caller', allowed: false },
  { caller: 'ana', identity: 'allow', resource: '!*', allowed: false },
  { caller: 'ana', identity: 'allow', resource: 'none', allowed: true },
  { caller: 'session', identity: 'nothing', resource: 'caller', allowed: true },
  {
    caller: 'session',
    identity: 'nothing',
    boundary: 'nothing',
    session: 'nothing',
    resource: 'caller',
    allowed: true,
  },
  { caller: 'session', identity: 'nothing', session: 'deny', resource: 'caller', allowed: false },
  { caller: 'session', identity: 'nothing', resource: 'role', allowed: true },
  { caller: 'session', boundary: 'nothing', resource: 'role', allowed: false },
  { caller: 'session', session: 'nothing', resource: 'role', allowed: false },
  {
    caller: 'session',
    boundary: 'allow',
    session: 'allow',
    resource: 'role',
    allowed: true,
  },
  { caller: 'session', identity: 'nothing', session: 'nothing', resource: '*', allowed: true },
  // The trust policy of a role must allow, also in its account.
  { caller: 'ana', identity: 'allow', resource: 'none', trust: true, allowed: false },
  { caller: 'ana', identity: 'allow', resource: 'account', trust: true, allowed: true },
  { caller: 'ana', identity: 'nothing', resource: 'account', trust: true, allowed: false },
  { caller: 'ana', identity: 'nothing', resource: 'caller', trust: true, allowed: true },
];

const foreign: readonly Row[] = [
  { caller: 'ana', identity: 'allow', resource: 'caller', allowed: true },
  { caller: 'ana', identity: 'allow', resource: 'account', allowed: true },
  { caller: 'ana', identity: 'allow', resource: '*', allowed: true },
  { caller: 'ana', identity: 'nothing', resource: 'caller', allowed: false },
  { caller: 'ana', identity: 'allow', resource: 'none', allowed: false },
  { caller: 'ana', identity: 'allow', boundary: 'nothing', resource: 'caller', allowed: false },
  { caller: 'session', identity: 'allow', session: 'nothing', resource: 'caller', allowed: false },
  { caller: 'session', identity: 'nothing', resource: 'role', allowed: false },
  { caller: 'session', identity: 'allow', resource: 'role', allowed: true },
  { caller: 'root', resource: 'account', allowed: true },
  { caller: 'root', resource: 'none', allowed: false },
  { caller: 'anonymous', resource: '*', allowed: true },
  { caller: 'anonymous', resource: 'none', allowed: false },
];

function on(
  page: GuidePage,
  rows: readonly Row[],
  shared: Partial<Row> = {},
): readonly LayerCase[] {
  return rows.map((row) => ({ page, ...shared, ...row }));
}

export const layerCases: readonly LayerCase[] = [
  ...on('reference_policies_evaluation-logic_policy-eval-basics.html', basics),
  ...on('access_policies_boundaries.html', boundaries),
  ...on('reference_policies_evaluation-logic_policy-eval-denyallow.html', implicit),
  ...on('reference_policies_evaluation-logic-cross-account.html', foreign, { foreign: true }),
];
