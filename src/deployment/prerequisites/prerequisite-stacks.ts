/** The stacks outside of the automation account that an installation needs, as data. */

import { accountsManagementRole } from './accounts-management-role.ts';
import {
  forwardingRules,
  forwardOrganizationEvents,
  forwardSignInEvents,
} from './forward-events.ts';
import { memberRole, needsMemberRole } from './member-role.ts';
import {
  globalRegionOf,
  managementAccountId,
  type PrerequisiteFacts,
} from './prerequisite-facts.ts';

export interface PrerequisiteStack {
  /** Of the stack or the stack set: `SpaDemoForwardSignInEvents`. */
  readonly name: string;
  /** `stack`: in the management account. `stack-set`: in every account of the organization. */
  readonly kind: 'stack' | 'stack-set';
  readonly region: string;
  readonly description: string;
  readonly template: object;
  /** Of a stack that forwards events: the name of its rule. */
  readonly rule?: string;
}

export interface PrerequisiteOptions {
  /** Region of IAM Identity Center. Default: the region of the automation account. */
  readonly signInRegion?: string | undefined;
}

/**
 * In the order in which they are deployed. Nothing is forwarded where the bus receives the events already, and the role
 * of Control Tower or of Organizations needs no stack.
 */
export function prerequisiteStacks(
  facts: PrerequisiteFacts,
  { signInRegion = facts.region }: PrerequisiteOptions = {},
): readonly PrerequisiteStack[] {
  const { environmentIdentifier: environment } = facts.settings;
  const globalRegion = globalRegionOf(facts);
  const stack = (
    { name, kind = 'stack', region, rule }: StackPlace,
    description: string,
    template: object,
  ): PrerequisiteStack => ({
    name: `${environment}${name}`,
    kind,
    region,
    description,
    template,
    ...(rule !== undefined && { rule }),
  });
  return [
    stack(
      { name: 'AccountsManagementRole', region: facts.region },
      'role that the automation account assumes in the management account',
      accountsManagementRole(facts),
    ),
    ...(isOnBus(facts, globalRegion)
      ? []
      : [
          stack(
            {
              name: 'ForwardOrganizationEvents',
              region: globalRegion,
              rule: forwardingRules.organization,
            },
            'events of Organizations for the automation account',
            forwardOrganizationEvents(facts),
          ),
        ]),
    ...(isOnBus(facts, signInRegion)
      ? []
      : [
          stack(
            { name: 'ForwardSignInEvents', region: signInRegion, rule: forwardingRules.signIn },
            'logins of the management account for the automation account',
            forwardSignInEvents(facts),
          ),
        ]),
    ...(needsMemberRole(facts)
      ? [
          stack(
            { name: 'MemberRole', kind: 'stack-set', region: facts.region },
            'role in every account that builds are started with',
            memberRole(facts),
          ),
        ]
      : []),
  ];
}

interface StackPlace {
  readonly name: string;
  readonly kind?: PrerequisiteStack['kind'];
  readonly region: string;
  readonly rule?: string;
}

/** Whether events of that region of the management account are on our bus without forwarding. */
function isOnBus(facts: PrerequisiteFacts, region: string): boolean {
  return facts.accountId === managementAccountId(facts) && facts.region === region;
}
