/** What a deployment is described from: settings, and facts about the organization that they do not have. */

import type { AutomationAccount } from '../lifecycle/model/automation-account.ts';
import type { Settings } from '../settings/settings.ts';

export interface LifecycleInstallation {
  readonly settings: Settings;
  readonly hub: AutomationAccount;
  /** `o-…`. */
  readonly organizationId: string;
}
