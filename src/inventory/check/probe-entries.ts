/** Asks for the first page of every listing, and reads nothing but whether it was refused. */

import { classify } from '../../aws/failures.ts';
import { serviceModel } from '../../aws/models/service-model.ts';
import type { Session } from '../../aws/session.ts';
import { fanOut } from '../../fleet/fan-out.ts';
import type { Clock } from '../../model/clock.ts';
import type { CatalogueEntry } from '../catalogue/entry.ts';
import { lineageOf } from '../catalogue/lineage.ts';
import { inputOf } from '../collect/arguments.ts';
import { troubleOf } from '../collect/entry-status.ts';
import type { Because, Finding } from './account-check.ts';
import type { EntryPlace } from './places.ts';

/** Probes of one account at the same time. */
const probesAtOnce = 8;

export interface Probing {
  readonly session: Session;
  readonly places: readonly EntryPlace[];
  readonly byKey: ReadonlyMap<string, CatalogueEntry>;
  readonly clock: Clock;
}

export async function probeEntries(probing: Probing): Promise<readonly Finding[]> {
  const { signal } = probing.session;
  const findings: Finding[] = [];
  const probe = (place: EntryPlace) => probeEntry(probing, place);
  const options = { concurrency: probesAtOnce, signal };
  for await (const one of fanOut(probing.places, probe, options)) {
    if (one.status === 'failed') throw one.error;
    if (one.status === 'done') findings.push(...one.value);
  }
  signal.throwIfAborted();
  return findings;
}

/** What details, and listings below a parent, need is not found out: there may be nothing to ask them about. */
async function probeEntry(probing: Probing, place: EntryPlace): Promise<Finding[]> {
  const { entry, region } = place;
  const needed = lineageOf(entry, probing.byKey).flatMap(({ actions }) => actions);
  const shared = { region, types: [entry.key] };
  const probed = entry.parent === undefined ? await probeList(probing, place) : undefined;
  const others = [...new Set(needed)].filter((action) => action !== probed?.asked);
  const unprobed = others.map((action): Finding => {
    return { ...shared, action, verdict: 'unchecked', code: 'not-probed' };
  });
  return probed ? [{ ...shared, ...probed.answer }, ...unprobed] : unprobed;
}

type Answer =
  | { readonly action: string; readonly verdict: 'allowed' }
  | { readonly action: string; readonly verdict: 'lacking'; readonly because: Because }
  | { readonly action: string; readonly verdict: 'unchecked'; readonly code: string };

/** Undefined where there is nothing to ask. */
async function probeList(
  { session, clock }: Probing,
  { entry, region }: EntryPlace,
): Promise<{ readonly asked: string; readonly answer: Answer } | undefined> {
  const { operation, input = {}, variants: [variant] = [{}] } = entry.list;
  const partition = session.role.arn.split(':')[1] ?? 'aws';
  const place = { partition, region, accountId: session.account.id };
  const given = inputOf({ ...input, ...variant }, { place, now: clock.now() });
  const asked = serviceModel(entry.model).operations.get(operation)?.action;
  if (!given || asked === undefined) return undefined;
  try {
    await session.generic(entry.model, region).call(operation, given, session.signal);
    return { asked, answer: { action: asked, verdict: 'allowed' } };
  } catch (error) {
    session.signal.throwIfAborted();
    return { asked, answer: answerOf(entry, asked, error) };
  }
}

function answerOf(entry: CatalogueEntry, asked: string, error: unknown): Answer {
  const { code, message } = classify(error);
  // What the collector takes for nothing there is nothing lacking for.
  if (entry.absent?.includes(code)) return { action: asked, verdict: 'allowed' };
  const { status } = troubleOf(error, entry);
  if (status === 'denied') {
    // Cloud Control passes on what its handlers were refused.
    const action = /not authorized to perform:? ([\w-]+:\w+)/.exec(message)?.[1] ?? asked;
    return { action, verdict: 'lacking', because: becauseOf(message) };
  }
  if (status === 'not-enabled') return { action: asked, verdict: 'allowed' };
  return { action: asked, verdict: 'unchecked', code };
}

/** AWS says which policy it was, in words: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
function becauseOf(message: string): Because {
  if (/service control policy|resource control policy/.test(message)) return 'organization';
  if (/permissions boundary/.test(message)) return 'boundary';
  return /explicit deny/.test(message) ? 'denied' : 'not-allowed';
}
