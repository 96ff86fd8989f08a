/** `flotilla settings diff`: what changes from one version of the settings to another, and for whom. */

import { type Fleet, openFleet } from '../../aws/open-fleet.ts';
import { listAccounts } from '../../organization/accounts.ts';
import { readUnits } from '../../organization/units.ts';
import { diffAccounts, diffSettings } from '../../settings/diff-settings.ts';
import type { AccountLocation } from '../../settings/find-entry.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { fleetOptionsFrom } from '../options/aws.ts';
import type { Given } from '../options/option.ts';
import { printReport } from '../output/report.ts';
import { count } from '../output/text.ts';
import { type DiffReport, diffTables } from '../print/settings-diff-view.ts';
import { settingsFrom } from './settings-file.ts';

export interface SettingsDiffGiven extends Given {
  readonly output: 'table' | 'json';
  readonly accounts?: boolean;
  readonly failOnChange?: boolean;
}

export async function settingsDiff(
  [older, newer]: readonly [string, string],
  given: SettingsDiffGiven,
  io: Io,
): Promise<ExitCode> {
  const { settings: before } = await settingsFrom(older, io, { isDeployed: false });
  const { settings: after } = await settingsFrom(newer, io, { isDeployed: false });
  const affected = given.accounts
    ? { accounts: diffAccounts(before, after, await placesOf(given, io)) }
    : {};
  const report: DiffReport = { older, newer, ...diffSettings(before, after), ...affected };
  printReport(report, { format: given.output, tables: diffTables }, io);
  io.stderr.write(`${sentence(report)}\n`);
  return given.failOnChange && hasChanged(report) ? exitCode.someFailed : exitCode.done;
}

async function placesOf(given: Given, io: Io): Promise<readonly AccountLocation[]> {
  const fleet = openFleet(fleetOptionsFrom(given, io));
  try {
    return await Array.fromAsync(places(fleet, io));
  } finally {
    fleet.close();
  }
}

async function* places(fleet: Fleet, { signal }: Io): AsyncGenerator<AccountLocation> {
  const units = readUnits(fleet);
  for await (const { id, parents } of listAccounts(fleet, signal)) {
    yield { id, parents: parents ?? (await units.parentsOf(id)) };
  }
}

function hasChanged({ sections, items }: DiffReport): boolean {
  return sections.length + items.length > 0;
}

function sentence({ sections, items, accounts }: DiffReport): string {
  const parts = [
    `${count(sections.length, 'value')} for all`,
    count(items.length, 'item'),
    ...(accounts ? [count(accounts.length, 'account')] : []),
  ];
  return `${parts.join(', ')} changed`;
}
