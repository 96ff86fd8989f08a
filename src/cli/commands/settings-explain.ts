/** `flotilla settings explain`: each final value of an account or unit, and where it came from. */

import { type Fleet, openFleet } from '../../aws/open-fleet.ts';
import { isAccountId, isRootId } from '../../model/account.ts';
import { FlotillaError } from '../../model/flotilla-error.ts';
import { describeAccount } from '../../organization/accounts.ts';
import { readUnits } from '../../organization/units.ts';
import {
  explainAccount,
  explainUnit,
  type ReadSettings,
  type SettingsExplanation,
} from '../../settings/explain-entry.ts';
import type { AccountLocation } from '../../settings/find-entry.ts';
import { nextWindows } from '../../settings/next-windows.ts';
import type { Settings } from '../../settings/settings.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { fleetOptionsFrom } from '../options/aws.ts';
import type { Given } from '../options/option.ts';
import { printReport } from '../output/report.ts';
import { explanationTables } from '../print/settings-explain-view.ts';
import { settingsFrom, settingsPath } from './settings-file.ts';

export interface ExplainGiven extends Given {
  readonly output: 'table' | 'json';
  readonly settings?: string;
  readonly parents?: readonly string[];
}

export interface ExplanationReport extends Partial<SettingsExplanation> {
  readonly id: string;
  readonly managed: boolean;
  /** When its next three windows open. */
  readonly nextWindows: readonly string[];
}

export async function settingsExplain(id: string, given: ExplainGiven, io: Io): Promise<ExitCode> {
  if (!isAccountId(id) && !/^ou-\S+$/.test(id)) throw unknownId(id);
  const read = await settingsFrom(settingsPath(given.settings, io), io);
  const place = await placeOf(id, { read, given, io });
  const explanation = isAccountId(id) ? explainAccount(read, place) : explainUnit(read, place);
  const report: ExplanationReport = {
    id,
    managed: explanation !== undefined,
    ...explanation,
    nextWindows: explanation ? windowsOf(explanation, read.settings, io) : [],
  };
  printReport(report, { format: given.output, tables: explanationTables }, io);
  io.stderr.write(`${sentence(report)}\n`);
  return exitCode.done;
}

function unknownId(id: string): FlotillaError {
  const what = isRootId(id)
    ? 'is the root, which has no settings'
    : 'is no account id (12 digits) and no organizational unit id (ou-…)';
  return new FlotillaError('InvalidInput', `"${id}" ${what}; name an account or a unit`);
}

interface Asked {
  readonly read: ReadSettings;
  readonly given: ExplainGiven;
  readonly io: Io;
}

/** The organization is asked only for what has no item of its own, and by nobody who says it. */
async function placeOf(id: string, { read, given, io }: Asked): Promise<AccountLocation> {
  const { accounts, organizationalUnits } = read.settings;
  if (given.parents) return { id, parents: given.parents };
  if (accounts.has(id) || organizationalUnits.has(id)) return { id, parents: [] };
  const fleet = openFleet(fleetOptionsFrom(given, io));
  try {
    return { id, parents: await parentsOf(fleet, id, io) };
  } finally {
    fleet.close();
  }
}

async function parentsOf(fleet: Fleet, id: string, { signal }: Io): Promise<readonly string[]> {
  const units = readUnits(fleet);
  if (!isAccountId(id)) {
    await units.expect([id]);
    return units.parentsOf(id);
  }
  const account = await describeAccount(fleet, id, signal);
  if (!account) {
    const message = `the organization has no account "${id}"; check the id`;
    throw new FlotillaError('Selection', message);
  }
  return account.parents ?? units.parentsOf(id);
}

function windowsOf(
  { item }: SettingsExplanation,
  settings: Settings,
  { clock }: Io,
): readonly string[] {
  const { accounts, organizationalUnits, automation } = settings;
  const own = item.kind === 'account' ? accounts.get(item.id) : organizationalUnits.get(item.id);
  const { maintenanceWindowExpression } = automation;
  const common = { maintenanceWindowExpression, timeZone: 'UTC', blackoutDates: [] };
  const openings = nextWindows(own?.schedule ?? common, clock.now(), 3);
  return openings.map((at) => new Date(at).toISOString());
}

function sentence({ id, item, nextWindows: [next] }: ExplanationReport): string {
  if (!item) return `${id} is not managed: it has no item, and no unit above has one for it`;
  const whose = item.id === id ? 'has an item of its own' : `is under the item of ${item.id}`;
  return `${id} ${whose}; the next window opens at ${next ?? 'no time'}`;
}
