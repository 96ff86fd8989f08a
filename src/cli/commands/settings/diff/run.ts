/** `flotilla settings diff`: what changes from one version of the settings to another, and for whom. */

import { type Fleet, openFleet } from '../../../../aws/open-fleet.ts';
import { listAccounts } from '../../../../organization/accounts.ts';
import { readUnits } from '../../../../organization/units.ts';
import { diffAccounts, diffSettings } from '../../../../settings/diff-settings.ts';
import type { AccountLocation } from '../../../../settings/find-entry.ts';
import type { CommandContext } from '../../../command-context.ts';
import type { RunOf } from '../../../define-command.ts';
import { exitCode } from '../../../exit-code.ts';
import type { AwsOptionValues } from '../../../options/aws.ts';
import { awsFlags, refuseIgnored } from '../../../options/refuse-ignored.ts';
import { count } from '../../../output/text.ts';
import { settingsFrom } from '../settings-file.ts';
import type { command, SettingsDiffReport } from './command.ts';
import { settingsDiffView } from './view.ts';

export const run: RunOf<typeof command> = async (options, context) => {
  const { old: older, new: newer } = options;
  if (!options.accounts) refuseIgnored(context, awsFlags, 'only with --accounts');
  const { settings: before } = await settingsFrom(older, context.io, { isDeployed: false });
  const { settings: after } = await settingsFrom(newer, context.io, { isDeployed: false });
  const affected = options.accounts
    ? { accounts: diffAccounts(before, after, await locationsOf(options, context)) }
    : {};
  const report = {
    older,
    newer,
    ...diffSettings(before, after),
    ...affected,
  } as SettingsDiffReport;
  context.print(report, settingsDiffView);
  const isFailure = options.failOnChange && hasChanged(report);
  return { summary: sentence(report), ...(isFailure && { code: exitCode.someFailed }) };
};

async function locationsOf(
  options: AwsOptionValues,
  context: CommandContext,
): Promise<readonly AccountLocation[]> {
  const fleet = openFleet(context.fleetOptions(options));
  try {
    return await Array.fromAsync(locations(fleet, context.signal));
  } finally {
    fleet.close();
  }
}

async function* locations(fleet: Fleet, signal: AbortSignal): AsyncGenerator<AccountLocation> {
  const units = readUnits(fleet);
  for await (const { id, parents } of listAccounts(fleet, signal)) {
    yield { id, parents: parents ?? (await units.parentsOf(id)) };
  }
}

function hasChanged({ sections, items }: SettingsDiffReport): boolean {
  return sections.length + items.length > 0;
}

function sentence({ sections, items, accounts }: SettingsDiffReport): string {
  const parts = [
    `${count(sections.length, 'value')} for all accounts`,
    items.length === 1
      ? '1 settings entry'
      : `${items.length.toLocaleString('en-US')} settings entries`,
    ...(accounts ? [count(accounts.length, 'account')] : []),
  ];
  return `${parts.join(', ')} changed`;
}
