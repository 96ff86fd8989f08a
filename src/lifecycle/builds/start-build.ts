/** Starts a build in an account once: after the baseline is applied, and unless it was already started. */

import { createHash } from 'node:crypto';
import { classify } from '../../aws/failures.ts';
import type { Session } from '../../aws/session.ts';
import type { EntrySettings } from '../../settings/settings.ts';
import { applyBaseline, convergeProjectOnly } from '../baseline/apply-baseline.ts';
import { type Baseline, baselineFor } from '../baseline/baseline.ts';
import type { Lifecycle } from '../lifecycle.ts';
import type { BuildPurpose } from '../model/lifecycle-record.ts';
import { type ObservedAccount, tagKeys } from '../model/observation.ts';
import { findBuildSince } from './read-build.ts';

export interface BuildRequest {
  readonly account: ObservedAccount;
  readonly item: EntrySettings;
  readonly purpose: BuildPurpose;
  readonly attempt: number;
  /** When the transaction began, which a build belongs to. */
  readonly since: number;
  /** A build that was started since then may be this one: a worker may have been interrupted before it recorded it. */
  readonly interruptedAt: number | undefined;
}

/** Allowed difference between AWS's clock and ours. */
const slackMs = 60_000;

/** A build, or what it waits for: then nothing is wrong, and it is started later. */
export type StartedBuild = { readonly buildId: string } | { readonly waitingFor: string };

export async function startBuild(
  lifecycle: Lifecycle,
  request: BuildRequest,
): Promise<StartedBuild> {
  const session = lifecycle.enter(request.account.id);
  const baseline = baselineFor(factsOf(lifecycle, request));
  const adopted = await findInterruptedBuild(session, baseline, request.interruptedAt);
  if (adopted !== undefined) return { buildId: adopted };
  if (request.purpose === 'purge') {
    await convergeForPurge(lifecycle, session, baseline);
  } else {
    await applyBaseline(session, baseline, lifecycle.clock);
    await subscribe(lifecycle, baseline);
  }
  return triggerBuild(session, {
    projectName: baseline.project.name,
    idempotencyToken: tokenOf(request),
  });
}

function factsOf(lifecycle: Lifecycle, { account, item, purpose }: BuildRequest) {
  const { hub, settings } = lifecycle;
  const keys = tagKeys(settings.features.withTagPrefix);
  const holder = account.tags[keys.holder] ?? account.email ?? '';
  return { hub, settings, item, accountId: account.id, holder, purpose };
}

async function findInterruptedBuild(
  session: Session,
  { project }: Baseline,
  interruptedAt: number | undefined,
): Promise<string | undefined> {
  if (interruptedAt === undefined) return undefined;
  try {
    return await findBuildSince(session, project.name, interruptedAt - slackMs);
  } catch (error) {
    if (classify(error).kind === 'not-found') return undefined;
    throw error;
  }
}

/**
 * A purge converges only the project: preparation has applied the baseline, and will again afterwards. If something
 * that the purge needs is missing, the whole baseline is applied.
 */
export async function convergeForPurge(
  { clock }: Pick<Lifecycle, 'clock'>,
  session: Session,
  baseline: Baseline,
): Promise<void> {
  const changes = await convergeProjectOnly(session, baseline).catch((error: unknown) => {
    if (classify(error).code !== 'InvalidInputException') throw error;
    return undefined;
  });
  const isNew = changes === undefined || changes.some(({ action }) => action === 'create');
  if (isNew) await applyBaseline(session, baseline, clock);
}

/** Subscribes the queue from its owner's account: a subscription from the member account would need a confirmation. */
async function subscribe({ inHub }: Lifecycle, { topic }: Baseline): Promise<void> {
  if (!topic) return;
  const input = { TopicArn: topic.arn, Protocol: 'sqs', Endpoint: topic.queueArn };
  await inHub('sns').call('Subscribe', input);
}

/**
 * New accounts may run one build at a time, and a project of ours never runs two: its slot is free when the other build
 * has ended. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_StartBuild.html
 */
export async function triggerBuild(session: Session, input: object): Promise<StartedBuild> {
  try {
    const { build } = await session.generic('codebuild').call('StartBuild', { ...input });
    return { buildId: String((build as { readonly id?: string } | undefined)?.id) };
  } catch (error) {
    const { code, message } = classify(error);
    if (code !== 'AccountLimitExceededException') throw error;
    return { waitingFor: `no build can start now: ${message}` };
  }
}

/** Returns the same token for the same attempt of the same transaction, so AWS returns the same build. */
function tokenOf({ account, purpose, attempt, since }: BuildRequest): string {
  const text = `${account.id} ${since} ${purpose} ${attempt}`;
  return createHash('sha256').update(text).digest('hex');
}
