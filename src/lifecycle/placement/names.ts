/** Names of what is put into accounts. They are today's, so that an account can be taken over, and given back. */

import type { Settings } from '../../settings/settings.ts';

export interface PlacementNames {
  readonly preparation: string;
  readonly purge: string;
  readonly buildRole: string;
  readonly eventsRole: string;
  readonly eventsPolicy: string;
  readonly buildRule: string;
  readonly loginRule: string;
  readonly topic: string;
  /** Beginning of the names of both rules. */
  readonly rulePrefix: string;
}

/** Of the one target of each rule. */
export const targetId = 'SpaPhoneHome';

export const originTag = { key: 'origin', value: 'SustainablePersonalAccounts' } as const;

/** With a prefix, two installations can share accounts: `BetaSpaAlertTopic`. */
export function placementNames({ automation }: Pick<Settings, 'automation'>): PlacementNames {
  const named = (name: string) => `${automation.resourcePrefix}${name}`;
  return {
    preparation: named('SpaProjectForAccountPreparation'),
    purge: named('SpaProjectForAccountPurge'),
    buildRole: named('SpaRoleForServerlessComputing'),
    eventsRole: named('SpaRoleForEvents'),
    eventsPolicy: named('SpaPermissionToPutEvents'),
    buildRule: named('SpaEventsRuleForCodebuild'),
    loginRule: named('SpaEventsRuleForConsoleLogin'),
    topic: named('SpaAlertTopic'),
    rulePrefix: named('SpaEventsRule'),
  };
}
