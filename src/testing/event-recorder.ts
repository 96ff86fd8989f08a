/** Records what happens in a test environment: published events, state changes, builds and stored records. */

import { classify } from '../aws/failures.ts';
import { baselineNames } from '../lifecycle/baseline/baseline-names.ts';
import { type DynamoAttributes, parseObject, textOf } from '../lifecycle/store/attribute.ts';
import { accountEventLabels, eventSource } from '../model/account-event.ts';
import { openServiceClient } from './account-access.ts';
import type { LifecycleEnvironment } from './lifecycle-environment.ts';

interface RecordedEvent {
  readonly label: string;
  readonly accountId: string;
  /** Payload of activities and exceptions. */
  readonly payload: Readonly<Record<string, unknown>> | undefined;
}

interface StateChange {
  readonly accountId: string;
  readonly state: string;
  /** ARN of the principal. */
  readonly by: string;
  readonly at: number;
}

export interface EventRecorder {
  /** All events of this system, in order, including repetitions. */
  readonly events: readonly RecordedEvent[];
  readonly changes: readonly StateChange[];
  /** Account events of an account, each once, ordered by first publication. */
  labels(accountId: string): readonly string[];
  /** Activities and exceptions of an account, including repetitions. */
  records(accountId: string): readonly RecordedEvent[];
  states(accountId: string): readonly string[];
}

export async function recordEvents(env: LifecycleEnvironment): Promise<EventRecorder> {
  const events: RecordedEvent[] = [];
  const changes: StateChange[] = [];
  env.organization.watch(({ operation, input, principal, at }) => {
    if (operation !== 'TagResource') return;
    const { ResourceId = '', Tags = [] } = input as TagInput;
    const state = Tags.find(({ Key }) => Key === 'account-state')?.Value;
    if (state !== undefined) changes.push({ accountId: ResourceId, state, by: principal, at });
  });
  await subscribe(env, (event) => events.push(toRecordedEvent(event as ReceivedEvent)));
  const of = (accountId: string) => events.filter((one) => one.accountId === accountId);
  return {
    events,
    changes,
    labels: (accountId) => [
      ...new Set(
        of(accountId)
          .map(({ label }) => label)
          .filter(isAccountEvent),
      ),
    ],
    records: (accountId) => of(accountId).filter(({ label }) => !isAccountEvent(label)),
    states: (accountId) =>
      changes.filter((one) => one.accountId === accountId).map(({ state }) => state),
  };
}

interface TagInput {
  readonly ResourceId?: string;
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
}

interface ReceivedEvent {
  readonly 'detail-type': string;
  readonly detail: {
    readonly Account?: string;
    readonly Payload?: Readonly<Record<string, unknown>>;
  };
}

function toRecordedEvent({
  'detail-type': label,
  detail: { Account, Payload },
}: ReceivedEvent): RecordedEvent {
  return { label, accountId: Account ?? String(Payload?.account), payload: Payload };
}

function isAccountEvent(label: string): boolean {
  return (accountEventLabels as readonly string[]).includes(label);
}

async function subscribe(
  { organization, lifecycle }: LifecycleEnvironment,
  onEvent: (event: unknown) => void,
): Promise<void> {
  const { accountId, region } = lifecycle.hub;
  const { arn } = organization.addFunction({
    accountId,
    region,
    name: 'Recorder',
    handle: async (event) => onEvent(event),
  });
  const events = lifecycle.inHub('events');
  const EventPattern = JSON.stringify({ source: [eventSource] });
  await events.call('PutRule', { Name: 'Recorder', EventPattern, State: 'ENABLED' });
  await events.call('PutTargets', { Rule: 'Recorder', Targets: [{ Id: 'Function', Arn: arn }] });
}

/** Statuses of the builds of both projects, the oldest first. */
export async function buildsIn(
  { organization, lifecycle }: LifecycleEnvironment,
  accountId: string,
): Promise<{ readonly preparation: readonly string[]; readonly purge: readonly string[] }> {
  const codebuild = openServiceClient(organization, 'codebuild', {
    principal: `arn:aws:iam::${accountId}:root`,
    region: lifecycle.hub.region,
  });
  const names = baselineNames(lifecycle.settings);
  const statuses = async (projectName: string) => {
    try {
      const { ids } = await codebuild.call('ListBuildsForProject', { projectName });
      const { builds } = await codebuild.call('BatchGetBuilds', { ids });
      return (builds as readonly { readonly buildStatus: string }[])
        .map(({ buildStatus }) => buildStatus)
        .reverse();
    } catch (error) {
      if (classify(error).kind === 'not-found') return [];
      throw error;
    }
  };
  return { preparation: await statuses(names.preparation), purge: await statuses(names.purge) };
}

export type TableName = 'TransactionsTable' | 'ActivitiesTable' | 'ShadowsTable';

/** All rows of a table of the automation account. */
export async function rowsOf(
  { lifecycle }: LifecycleEnvironment,
  name: TableName,
): Promise<readonly DynamoAttributes[]> {
  const rows: DynamoAttributes[] = [];
  const TableName = `${lifecycle.hub.environment}${name}`;
  for await (const { Items } of lifecycle.inHub('dynamodb').pages('Scan', { TableName })) {
    rows.push(...((Items ?? []) as readonly DynamoAttributes[]));
  }
  return rows;
}

/** Values of the rows of a table, as today's tools read them. */
export async function valuesOf(env: LifecycleEnvironment, name: TableName) {
  return (await rowsOf(env, name)).map((row) => parseObject(textOf(row, 'Value')) ?? {});
}
