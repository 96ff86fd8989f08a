/** Settings with one OU, whose accounts are prepared and purged every week, and nothing else switched on. */

import { rehearsalSettings } from '../rehearsal/settings.ts';

export const plainSettings = rehearsalSettings();
