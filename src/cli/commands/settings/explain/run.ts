/** `flotilla settings explain`: each final value of an account or OU, and where it is set. */

import { type Fleet, openFleet } from '../../../../aws/open-fleet.ts';
import { isAccountId, isRootId } from '../../../../model/account.ts';
import { FlotillaError } from '../../../../model/flotilla-error.ts';
import { describeAccount } from '../../../../organization/accounts.ts';
import { readUnits } from '../../../../organization/units.ts';
import {
  explainAccount,
  explainUnit,
  type ReadSettings,
  type SettingsExplanation,
} from '../../../../settings/explain-entry.ts';
import type { AccountLocation } from '../../../../settings/find-entry.ts';
import { nextWindows } from '../../../../settings/next-windows.ts';
import { scheduleOf } from '../../../../settings/schedule-of.ts';
import type { Settings } from '../../../../settings/settings.ts';
import type { CommandContext } from '../../../command-context.ts';
import type { RunOf } from '../../../define-command.ts';
import type { Io } from '../../../io.ts';
import { settingsFrom, settingsPath } from '../settings-file.ts';
import type { command, ExplanationReport } from './command.ts';
import { explanationView } from './view.ts';

export const run: RunOf<typeof command> = async (options, context) => {
  const { id } = options;
  if (!isAccountId(id) && !/^ou-\S+$/.test(id)) throw unknownId(id);
  const { io } = context;
  const read = await settingsFrom(settingsPath(options.settings, io), io);
  const location = await locate(read, options, context);
  const explanation = isAccountId(id)
    ? explainAccount(read, location)
    : explainUnit(read, location);
  const report = {
    id,
    managed: explanation !== undefined,
    ...explanation,
    nextWindows: explanation ? windowsOf(explanation, read.settings, io) : [],
  } as ExplanationReport;
  context.print(report, explanationView);
  return { summary: sentence(report) };
};

function unknownId(id: string): FlotillaError {
  const what = isRootId(id)
    ? 'is the root, which has no settings'
    : 'is neither an account id (12 digits) nor an OU id (ou-…)';
  return new FlotillaError('InvalidInput', `"${id}" ${what}; name an account or an OU`);
}

/** The organization is asked only for what has no settings entry of its own, and where the command does not say it. */
async function locate(
  { settings: { accounts, organizationalUnits } }: ReadSettings,
  options: Parameters<RunOf<typeof command>>[0],
  context: CommandContext,
): Promise<AccountLocation> {
  const { id, parents } = options;
  if (parents) return { id, parents };
  if (accounts.has(id) || organizationalUnits.has(id)) return { id, parents: [] };
  const fleet = openFleet(context.fleetOptions(options));
  try {
    return { id, parents: await parentsOf(fleet, id, context.io) };
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
  const { accounts, organizationalUnits } = settings;
  const own = item.kind === 'account' ? accounts.get(item.id) : organizationalUnits.get(item.id);
  const openings = nextWindows(scheduleOf(own, settings), clock.now(), 3);
  return openings.map((at) => new Date(at).toISOString());
}

function sentence({ id, item, nextWindows: [next] }: ExplanationReport): string {
  if (!item) return `${id} is not managed: no settings entry matches it`;
  const entry =
    item.id === id
      ? 'has a settings entry of its own'
      : `is matched by the settings entry of ${item.id}`;
  return `${id} ${entry}; ${next === undefined ? 'no window is scheduled' : `the next window opens at ${next}`}`;
}
