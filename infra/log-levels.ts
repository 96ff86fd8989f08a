/** Levels of Lambda by those of the settings. https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html */

import type { AutomationSettings } from '../src/settings/settings.ts';

export const logLevels: Readonly<Record<AutomationSettings['verbosity'], string>> = {
  DEBUG: 'DEBUG',
  INFO: 'INFO',
  WARNING: 'WARN',
  ERROR: 'ERROR',
  CRITICAL: 'FATAL',
};
