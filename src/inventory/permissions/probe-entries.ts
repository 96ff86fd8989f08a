/** Calls the first page of every listing, and only checks whether it was refused. */

import { classify } from '../../aws/failures.ts';
import { serviceModel } from '../../aws/models/service-model.ts';
import type { Session } from '../../aws/session.ts';
import { fanOut } from '../../fleet/fan-out.ts';
import type { Clock } from '../../model/clock.ts';
import type { CatalogueEntry } from '../catalogue/entry.ts';
import { lineageOf } from '../catalogue/lineage.ts';
import { inputOf } from '../collect/arguments.ts';
import { listingResultOf } from '../collect/listing-result.ts';
import type { ActionFinding, DenialReason } from './account-permissions.ts';
import type { EntryInRegion } from './entries-in-regions.ts';

/** Probes of one account at the same time. */
const probesAtOnce = 8;

export interface ProbeOptions {
  readonly session: Session;
  readonly places: readonly EntryInRegion[];
  readonly byKey: ReadonlyMap<string, CatalogueEntry>;
  readonly clock: Clock;
}

export async function probeEntries(probing: ProbeOptions): Promise<readonly ActionFinding[]> {
  const { signal } = probing.session;
  const findings: ActionFinding[] = [];
  const probe = (place: EntryInRegion) => probeEntry(probing, place);
  const options = { concurrency: probesAtOnce, signal };
  for await (const one of fanOut(probing.places, probe, options)) {
    if (one.status === 'failed') throw one.error;
    if (one.status === 'done') findings.push(...one.value);
  }
  signal.throwIfAborted();
  return findings;
}

/** The actions of details and of child listings are not probed: there may be no resource to call them for. */
async function probeEntry(probing: ProbeOptions, place: EntryInRegion): Promise<ActionFinding[]> {
  const { entry, region } = place;
  const needed = lineageOf(entry, probing.byKey).flatMap(({ actions }) => actions);
  const shared = { region, types: [entry.key] };
  const probed = entry.parent === undefined ? await probeList(probing, place) : undefined;
  const others = [...new Set(needed)].filter((action) => action !== probed?.probedAction);
  const unprobed = others.map((action): ActionFinding => {
    return { ...shared, action, verdict: 'unchecked', code: 'not-probed' };
  });
  return probed ? [{ ...shared, ...probed.result }, ...unprobed] : unprobed;
}

type ProbeResult =
  | { readonly action: string; readonly verdict: 'allowed' }
  | { readonly action: string; readonly verdict: 'lacking'; readonly because: DenialReason }
  | { readonly action: string; readonly verdict: 'unchecked'; readonly code: string };

/** Undefined where there is nothing to call. */
async function probeList(
  { session, clock }: ProbeOptions,
  { entry, region }: EntryInRegion,
): Promise<{ readonly probedAction: string; readonly result: ProbeResult } | undefined> {
  const { operation, input = {}, variants: [variant] = [{}] } = entry.list;
  const { partition } = session.role;
  const place = { partition, region, accountId: session.account.id };
  const callInput = inputOf({ ...input, ...variant }, { place, now: clock.now() });
  const action = serviceModel(entry.model).operations.get(operation)?.action;
  if (!callInput || action === undefined) return undefined;
  try {
    await session.generic(entry.model, region).call(operation, callInput, session.signal);
    return { probedAction: action, result: { action, verdict: 'allowed' } };
  } catch (error) {
    session.signal.throwIfAborted();
    return { probedAction: action, result: resultOf(entry, action, error) };
  }
}

function resultOf(entry: CatalogueEntry, action: string, error: unknown): ProbeResult {
  const { code, message } = classify(error);
  // An error that the collector treats as an empty result does not mean a missing permission.
  if (entry.absent?.includes(code)) return { action, verdict: 'allowed' };
  const { status } = listingResultOf(error, entry);
  if (status === 'denied') {
    // Cloud Control passes on the errors of its handlers.
    const denied = /not authorized to perform:? ([\w-]+:\w+)/.exec(message)?.[1] ?? action;
    return { action: denied, verdict: 'lacking', because: denialReason(message) };
  }
  if (status === 'not-enabled') return { action, verdict: 'allowed' };
  return { action, verdict: 'unchecked', code };
}

/**
 * AWS names the kind of policy in the message:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
function denialReason(message: string): DenialReason {
  if (/service control policy|resource control policy/.test(message)) return 'organization';
  if (/permissions boundary/.test(message)) return 'boundary';
  return /explicit deny/.test(message) ? 'denied' : 'not-allowed';
}
