/**
 * Checks which actions a role lacks in its account for listing these entries: simulated where permitted, probed
 * otherwise.
 */

import { classify } from '../../aws/failures.ts';
import type { Session } from '../../aws/session.ts';
import { enabledRegions } from '../../fleet/enabled-regions.ts';
import type { Clock } from '../../model/clock.ts';
import type { CatalogueEntry } from '../catalogue/entry.ts';
import type { AccountPermissions, ActionFinding } from './account-permissions.ts';
import { entriesInRegions, homeOf } from './entries-in-regions.ts';
import { neededActionsOf } from './needed-actions.ts';
import { probeEntries } from './probe-entries.ts';
import { simulateActions } from './simulate-actions.ts';
import { summaryOf } from './summary.ts';

export interface PermissionsOptions {
  readonly entries: readonly CatalogueEntry[];
  /** The whole catalogue: some entries need others first. */
  readonly byKey: ReadonlyMap<string, CatalogueEntry>;
  /** Default: the global region of the partition. */
  readonly regions?: readonly string[] | 'enabled' | undefined;
  /** Probes first pages instead of using the simulator, which ignores session policies. */
  readonly probe: boolean;
  readonly clock: Clock;
}

export async function checkPermissions(
  session: Session,
  options: PermissionsOptions,
): Promise<AccountPermissions> {
  const { entries, byKey, probe, clock } = options;
  const home = homeOf(session);
  const places = entriesInRegions(entries, await regionsOf(session, options, home), home);
  const needs = neededActionsOf(places, byKey);
  const actions = new Set(needs.map(({ action }) => action)).size;
  const simulated = probe
    ? undefined
    : await trySimulate(session, () => simulateActions(session, needs, home));
  // The actions of the handlers behind Cloud Control are not documented, so they are always probed.
  const toProbe = simulated?.findings ? places.filter(({ entry }) => entry.cloudFormation) : places;
  const probed = await probeEntries({ session, places: toProbe, byKey, clock });
  const findings = simulated?.findings
    ? [...simulated.findings, ...probed.filter(isRefusal)]
    : probed;
  return {
    method: simulated?.findings ? 'simulated' : 'probed',
    ...(simulated?.failure && { simulator: simulated.failure }),
    actions,
    ...summaryOf(findings),
  };
}

/** A probe may only add refusals to the result of the simulator. */
function isRefusal(finding: ActionFinding): boolean {
  return (
    finding.verdict === 'lacking' ||
    (finding.verdict === 'unchecked' && finding.code !== 'not-probed')
  );
}

async function regionsOf(
  session: Session,
  { regions }: PermissionsOptions,
  home: string,
): Promise<readonly string[]> {
  return regions === 'enabled' ? await enabledRegions(session) : (regions ?? [home]);
}

type Tried =
  | { readonly findings: readonly ActionFinding[]; readonly failure?: undefined }
  | {
      readonly findings?: undefined;
      readonly failure: { readonly code: string; readonly message: string };
    };

async function trySimulate(
  { signal }: Session,
  simulate: () => Promise<readonly ActionFinding[]>,
): Promise<Tried> {
  try {
    return { findings: await simulate() };
  } catch (error) {
    signal.throwIfAborted();
    const { code, message } = classify(error);
    return { failure: { code, message } };
  }
}
