/** Every command, in the order of the help. Nothing is loaded before it is needed. */

import { type CommandEntry, listCommand } from './define-command.ts';

export interface CommandGroup {
  readonly summary: string;
  readonly description: string;
}

/** The groups of commands, by name. */
export const commandGroups: Readonly<Record<string, CommandGroup>> = {
  inventory: {
    summary: 'collect the resources of accounts, query and compare them',
    description: 'Collects the resources of accounts into files, and answers questions about them.',
  },
  'inventory runner': {
    summary: 'the containers of an inventory Job',
    description: 'What the containers of a Kubernetes Job run, one after the other.',
  },
  infrastructure: {
    summary: 'manage roles, bucket and trust of an inventory on Kubernetes',
    description:
      'Compares, applies and deletes the roles of the orchestrator and the runner, their identity providers, the bucket, and the role in every account.',
  },
  settings: {
    summary: 'check and explain the settings of personal accounts',
    description: 'Checks, explains and compares the settings of personal accounts.',
  },
  lifecycle: {
    summary: 'manage the life cycle of personal accounts',
    description:
      'Manages the life cycle of personal accounts, with credentials of the automation account that the settings name.',
  },
};

export const commandTable: readonly CommandEntry[] = [
  listCommand(
    'accounts',
    'list accounts, and whether a run would include them',
    () => import('./commands/accounts/command.ts'),
    () => import('./commands/accounts/run.ts'),
  ),
  listCommand(
    'run',
    'run a function once per account and region',
    () => import('./commands/run/command.ts'),
    () => import('./commands/run/run.ts'),
  ),
  listCommand(
    'exec',
    'run a program once per account and region',
    () => import('./commands/exec/command.ts'),
    () => import('./commands/exec/run.ts'),
  ),
];
