/** A scenario for every command of `flotilla prerequisites`, with Control Tower's role in the accounts. */

import { rehearsalSettings } from '../../rehearsal/settings.ts';
import { settingsFile } from '../lifecycle-command-line.ts';
import { openPrerequisiteEnvironment } from '../prerequisite-environment.ts';
import type { CommandScenario, ScenarioWorld } from './scenario.ts';

const settings = settingsFile();

async function open(): Promise<ScenarioWorld> {
  const { organization, stackAccess } = await openPrerequisiteEnvironment(rehearsalSettings());
  const { clock } = stackAccess('eu-west-1');
  organization.journal.clear();
  return {
    aws: { ...organization.access(), clock, region: 'eu-west-1' },
    args: ['--settings', settings],
    changed: async () => organization.journal.count('cloudformation:CreateStack'),
  };
}

export const prerequisiteScenarios: readonly CommandScenario[] = [
  {
    name: 'prerequisites templates',
    args: [],
    async open() {
      const { changed, ...world } = await open();
      return world;
    },
  },
  { name: 'prerequisites apply', args: [], open },
];
