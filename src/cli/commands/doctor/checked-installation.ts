/** The installation that `doctor --deploy` checks. */

import type { Settings } from '../../../settings/settings.ts';

/** An installation, as the settings have it. */
export interface CheckedInstallation {
  readonly settings: Settings;
  readonly accountId: string;
  readonly region: string;
}
