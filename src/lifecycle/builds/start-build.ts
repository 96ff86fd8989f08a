/** Starts a build in an account, once: after what it needs was put there, and unless somebody started it already. */

import { createHash } from 'node:crypto';
import { classify } from '../../aws/failures.ts';
import type { Session } from '../../aws/session.ts';
import type { EntrySettings } from '../../settings/settings.ts';
import type { Purpose } from '../account/account-record.ts';
import { type ObservedAccount, tagKeys } from '../account/observation.ts';
import { applyBaseline, convergeProjectOnly } from '../baseline/apply-baseline.ts';
import { type Baseline, baselineFor } from '../baseline/baseline.ts';
import type { Lifecycle } from '../lifecycle.ts';
import { findBuildSince } from './read-build.ts';

export interface BuildRequest {
  readonly account: ObservedAccount;
  readonly item: EntrySettings;
  readonly purpose: Purpose;
  readonly attempt: number;
  /** When the transaction began: a build belongs to one. */
  readonly since: number;
  /** A build that was started since then may be this one, by somebody who was stopped before writing it down. */
  readonly interruptedAt: number | undefined;
}

/** Clocks of AWS and ours may differ by so much. */
const slackMs = 60_000;

/** Answers the id of the build. */
export async function startBuild(lifecycle: Lifecycle, request: BuildRequest): Promise<string> {
  const session = lifecycle.enter(request.account.id);
  const baseline = baselineFor(factsOf(lifecycle, request));
  const adopted = await findInterruptedBuild(session, baseline, request.interruptedAt);
  if (adopted !== undefined) return adopted;
  if (request.purpose === 'purge') {
    await convergeForPurge(lifecycle, session, baseline);
  } else {
    await applyBaseline(session, baseline, lifecycle.clock);
    await subscribe(lifecycle, baseline);
  }
  return triggerBuild(session, baseline.project.name, tokenOf(request));
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
 * Preparation has converged the account in its last cycle, and will again after the purge: of a purge, the project is
 * enough, unless something that it needs is gone.
 */
async function convergeForPurge(
  { clock }: Lifecycle,
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

/** Whoever owns the queue subscribes it: a subscription from the account would wait for a confirmation. */
async function subscribe({ inHub }: Lifecycle, { topic }: Baseline): Promise<void> {
  if (!topic) return;
  const input = { TopicArn: topic.arn, Protocol: 'sqs', Endpoint: topic.queueArn };
  await inHub('sns').call('Subscribe', input);
}

async function triggerBuild(session: Session, projectName: string, idempotencyToken: string) {
  const { build } = await session
    .generic('codebuild')
    .call('StartBuild', { projectName, idempotencyToken });
  return String((build as { readonly id?: string } | undefined)?.id);
}

/** The same for the same attempt of the same transaction: AWS answers the same build. */
function tokenOf({ account, purpose, attempt, since }: BuildRequest): string {
  const text = `${account.id} ${since} ${purpose} ${attempt}`;
  return createHash('sha256').update(text).digest('hex');
}
