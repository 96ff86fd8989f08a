/**
 * Names of the resources of the baseline. They match the existing system, so that an account can move from one to the
 * other and back.
 */

import type { Settings } from '../../settings/settings.ts';

export interface BaselineNames {
  readonly preparation: string;
  readonly purge: string;
  readonly preparationRole: string;
  readonly preparationPolicy: string;
  /** Of the purge. The existing system runs both builds with it. */
  readonly buildRole: string;
  readonly eventsRole: string;
  readonly eventsPolicy: string;
  readonly buildRule: string;
  readonly loginRule: string;
  readonly topic: string;
  readonly budget: string;
  /** SSM parameter with the end of the last purge's log. */
  readonly message: string;
  /** Created by a preparation where instances are stopped at night: a project that two rules start, and their role. */
  readonly hours: {
    readonly project: string;
    readonly role: string;
    readonly rules: readonly string[];
  };
  /** Prefix of the names of both rules. */
  readonly rulePrefix: string;
}

/** Id of the only target of each rule. */
export const targetId = 'SpaPhoneHome';

export const originTag = { key: 'origin', value: 'SustainablePersonalAccounts' } as const;

/** With a prefix, two installations can share accounts: `BetaSpaAlertTopic`. */
export function baselineNames({ automation }: Pick<Settings, 'automation'>): BaselineNames {
  const named = (name: string) => `${automation.resourcePrefix}${name}`;
  return {
    preparation: named('SpaProjectForAccountPreparation'),
    purge: named('SpaProjectForAccountPurge'),
    preparationRole: named('SpaRoleForPreparation'),
    preparationPolicy: named('SpaPermissionToPrepare'),
    buildRole: named('SpaRoleForServerlessComputing'),
    eventsRole: named('SpaRoleForEvents'),
    eventsPolicy: named('SpaPermissionToPutEvents'),
    buildRule: named('SpaEventsRuleForCodebuild'),
    loginRule: named('SpaEventsRuleForConsoleLogin'),
    topic: named('SpaAlertTopic'),
    budget: named('SpaBudget'),
    message: named('SpaPurgeMessage'),
    hours: {
      project: named('SpaProjectForInstanceHours'),
      role: named('SpaRoleForInstanceHours'),
      rules: [named('SpaEventsRuleForInstanceStop'), named('SpaEventsRuleForInstanceStart')],
    },
    rulePrefix: named('SpaEventsRule'),
  };
}

/** Names that no purge may touch, including those of another installation without a prefix. */
export function ownNames({ automation }: Pick<Settings, 'automation'>): readonly string[] {
  const plain = { automation: { ...automation, resourcePrefix: '' } };
  const all = [baselineNames({ automation }), baselineNames(plain)].flatMap(
    ({ hours, rulePrefix, ...names }) => [
      ...Object.values(names),
      hours.project,
      hours.role,
      `${rulePrefix}*`,
    ],
  );
  // aws-nuke shows roles without their paths.
  const role = automation.roleNameToManageCodebuild.split('/').at(-1) ?? '';
  return [...new Set([...all, role])];
}
