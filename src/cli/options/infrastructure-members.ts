/** Which accounts get the inventory role from us, and as whom we come in. */

import { type Command, Option } from 'commander';
import { FlotillaError } from '../../model/flotilla-error.ts';
import { type Deployment, deployments, infrastructureHeading } from './infrastructure.ts';
import { addOptions, fieldsOf, type Given, type RunOption } from './option.ts';
import { roleOptions } from './role.ts';
import { runOptions } from './run.ts';
import { selectionOptions } from './selection.ts';

/** The account that calls and the one that owns the organization have the role like any other. */
const notSelected = new Set(['includeCaller', 'includeManagement', 'strict', 'regions']);
const selection = selectionOptions.filter(({ field }) => !notSelected.has(field));

/** `--external-id` is that of the role which is made. */
const role = roleOptions.map(
  (option): RunOption =>
    option.field === 'externalId' ? { ...option, flags: '--role-external-id <id>' } : option,
);

export const memberOptions: readonly RunOption[] = [...selection, ...role, ...runOptions];

export function addMemberOptions(command: Command): void {
  command.addOption(
    new Option('--deploy-inventory-role <how>', 'place the role in every account as well')
      .choices(deployments)
      .helpGroup(infrastructureHeading),
  );
  addOptions(
    command,
    'Which accounts get the role (fan-out; of a stack set only --targets):',
    selection,
  );
  addOptions(command, 'As whom we come into them (fan-out):', role);
  addOptions(command, 'How (fan-out):', runOptions);
}

/** Throws a `FlotillaError` for what would be ignored otherwise. */
export function expectMemberOptions(given: Given, how: Deployment | undefined): void {
  const taken = how === 'fan-out' ? memberOptions : how === 'stackset' ? targets : [];
  const ignored = memberOptions.filter(
    (option) => !taken.includes(option) && Object.keys(fieldsOf([option], given)).length > 0,
  );
  if (ignored.length === 0) return;
  const flags = ignored.map(({ flags: text }) => text.split(' ')[0]).join(', ');
  const other =
    how === 'stackset' ? 'a stack set knows only --targets' : 'nothing is placed in accounts';
  throw new FlotillaError(
    'InvalidInput',
    `${flags}: ${other}; say --deploy-inventory-role fan-out, or leave it out`,
  );
}

const targets = memberOptions.filter(({ field }) => field === 'targets');
