/** The four commands that set the state of accounts. They share their options and their run function. */

import type { LifecycleState } from '../../../../model/lifecycle-state.ts';
import type { CommandExample } from '../../../command-definition.ts';
import { defineCommand } from '../../../define-command.ts';
import { awsOptions } from '../../../options/aws.ts';
import { dryRunOptions } from '../../../options/common.ts';
import { settingsOptions } from '../../settings/settings-options.ts';
import { accountOptions } from '../options.ts';
import { stateChangeSchema } from './record.ts';

interface StateCommand {
  readonly state: LifecycleState;
  /** What follows. */
  readonly effect: string;
  readonly examples: readonly CommandExample[];
}

function stateCommand({ state, effect, examples }: StateCommand) {
  return defineCommand({
    description: `Sets the state of the selected accounts to ${state}, and continues their life cycle from there: ${effect}. Shows the plan and asks first.`,
    examples,
    docs: 'docs/personal-accounts.md',
    options: { ...accountOptions, ...settingsOptions, ...dryRunOptions, ...awsOptions },
    confirm: 'destructive',
    output: { kind: 'rows', schema: stateChangeSchema },
  });
}

export const expire = stateCommand({
  state: 'expired',
  effect: 'they are purged, prepared and released',
  examples: [
    { command: "flotilla lifecycle expire --name 'sandbox-*' --dry-run" },
    { command: 'flotilla lifecycle expire --targets 123456789012' },
  ],
});

export const release = stateCommand({
  state: 'released',
  effect: 'they stay released until the next maintenance window',
  examples: [{ command: 'flotilla lifecycle release --targets 123456789012' }],
});

export const reset = stateCommand({
  state: 'vanilla',
  effect: 'they are on-boarded again, from the beginning',
  examples: [{ command: 'flotilla lifecycle reset --targets 123456789012' }],
});

export const assign = stateCommand({
  state: 'assigned',
  effect: 'they are prepared again and released, without being purged',
  examples: [{ command: 'flotilla lifecycle assign --tag team=search --dry-run' }],
});
