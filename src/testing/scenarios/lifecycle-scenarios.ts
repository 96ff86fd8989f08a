/** A scenario for every command of `flotilla lifecycle`. */

import { openTracker } from '../../incidents/open-tracker.ts';
import { baselineNames } from '../../lifecycle/baseline/baseline-names.ts';
import { type CommandLine, commandLine, releasedTags } from '../lifecycle-command-line.ts';
import { hubRole } from '../lifecycle-environment.ts';
import type { CommandScenario, ScenarioWorld } from './scenario.ts';

const withState = (state: string) => ({ ...releasedTags, 'account-state': state });

/** More than are advanced at a time, so that an interrupted command leaves some not started. */
const many = 12;
/** While the window of the settings is open. */
const inWindow = Date.UTC(2026, 0, 3, 18, 30);

interface LifecycleScenario {
  readonly name: string;
  readonly args?: readonly string[];
  readonly code?: number;
  readonly accounts?: number;
  readonly tags?: Readonly<Record<string, string>>;
  readonly startMs?: number;
  /** Prepares the environment. */
  readonly prepare?: (line: CommandLine, ids: readonly string[]) => Promise<void>;
  /** How many targets the command has changed. */
  readonly changed?: (line: CommandLine, ids: readonly string[]) => number;
}

function scenario({
  name,
  args = [],
  code,
  accounts = 3,
  tags = releasedTags,
  startMs,
  prepare,
  changed,
}: LifecycleScenario): CommandScenario {
  return {
    name: `lifecycle ${name}`,
    args,
    ...(code !== undefined && { code }),
    async open(): Promise<ScenarioWorld> {
      const line = await commandLine(startMs === undefined ? {} : { startMs });
      const { environment, aws, settings } = line;
      const ids = Array.from({ length: accounts }, (_, index) =>
        environment.addAccount(`account-${index}`, tags),
      );
      await prepare?.(line, ids);
      environment.organization.journal.clear();
      return {
        aws,
        args: ['--settings', settings],
        ...(changed && { changed: async () => changed(line, ids) }),
      };
    },
  };
}

/** Accounts whose state is another one. */
const left =
  (state: string) =>
  ({ environment }: CommandLine, ids: readonly string[]) =>
    ids.filter((id) => environment.state(id) !== state).length;

const reached =
  (state: string) =>
  ({ environment }: CommandLine, ids: readonly string[]) =>
    ids.filter((id) => environment.state(id) === state).length;

const countOf =
  (...operations: readonly string[]) =>
  ({ environment: { organization } }: CommandLine) =>
    operations.reduce((sum, operation) => sum + organization.journal.count(operation), 0);

const all = ['--name', 'account-*'];

/** Both queues and the policy of the bus. */
async function deleteResources({ environment }: CommandLine): Promise<void> {
  const { lifecycle } = environment;
  const sqs = lifecycle.inHub('sqs');
  for (const QueueName of ['SpaDemoAlerts', 'SpaDemoDeadLetters']) {
    const { QueueUrl } = await sqs.call('GetQueueUrl', { QueueName });
    await sqs.call('DeleteQueue', { QueueUrl });
  }
  await lifecycle.inHub('events').call('RemovePermission', {
    StatementId: 'AllowOrganizationToPutEvents',
  });
}

/** Events whose handler ignores them now. */
async function sendDeadLetters({ environment }: CommandLine): Promise<void> {
  const { lifecycle } = environment;
  const { accountId, region } = lifecycle.hub;
  const sqs = lifecycle.inHub('sqs');
  const { QueueUrl } = await sqs.call('GetQueueUrl', { QueueName: 'SpaDemoDeadLetters' });
  for (const requestPayload of [{ number: 1 }, { number: 2 }, { number: 3 }]) {
    const functionArn = `arn:aws:lambda:${region}:${accountId}:function:SpaDemoOnAccountEvent`;
    const MessageBody = JSON.stringify({ requestContext: { functionArn }, requestPayload });
    await sqs.call('SendMessage', { QueueUrl, MessageBody });
  }
}

/** The first and one of the last resources that are removed from each account. */
async function createBaselineParts(
  { environment }: CommandLine,
  ids: readonly string[],
): Promise<void> {
  const { lifecycle } = environment;
  const { buildRule, message } = baselineNames(lifecycle.settings);
  for (const id of ids) {
    const session = lifecycle.enter(id);
    const EventPattern = '{"source":["aws.codebuild"]}';
    await session.generic('events').call('PutRule', { Name: buildRule, EventPattern });
    await session
      .generic('ssm')
      .call('PutParameter', { Name: message, Value: 'soon', Type: 'String' });
  }
}

/** An incident that an exception has opened; the id is known once the environment is open. */
function incidentScenario(name: string, changed?: LifecycleScenario['changed']): CommandScenario {
  let id = '';
  const { open, ...rest } = scenario({
    name,
    accounts: 0,
    prepare: async ({ environment }) => {
      const opened = await openTracker(environment.lifecycle).open({
        key: { accountId: '111111111111', cause: 'budget' },
        title: 'Budget alert',
        message: 'Over 80%',
        impact: 4,
        tags: { account: '111111111111', exception: 'BudgetAlertException' },
        eventId: 'event-1',
        at: 0,
      });
      id = opened.id;
    },
    ...(changed && { changed }),
  });
  return {
    ...rest,
    name,
    async open() {
      const opened = await open();
      return { ...opened, args: [...(opened.args ?? []), ...(name.endsWith('list') ? [] : [id])] };
    },
  };
}

export const exceptionScenarios: readonly CommandScenario[] = [
  incidentScenario('exceptions list'),
  incidentScenario('exceptions show'),
  incidentScenario('exceptions resolve', countOf('ssm:UpdateOpsItem')),
  cleanScenario(),
  {
    ...scenario({ name: 'event', accounts: 0, changed: countOf('events:PutEvents') }),
    name: 'notify event',
    args: ['GenericException', '--account', '111111111111'],
  },
  {
    ...scenario({ name: 'preview', accounts: 0, changed: countOf('sns:Publish') }),
    name: 'notify preview',
    args: ['--send'],
  },
];

/** The incident was resolved, and a hundred days have passed. */
function cleanScenario(): CommandScenario {
  return {
    name: 'exceptions clean',
    args: [],
    async open() {
      const line = await commandLine();
      const { environment, aws, settings } = line;
      const { organization, lifecycle, clock } = environment;
      const tracker = openTracker(lifecycle);
      const { id } = await tracker.open({
        key: { accountId: '111111111111', cause: 'budget-2026-01' },
        title: 'Budget alert',
        message: 'Over 80%',
        impact: 4,
        tags: { account: '111111111111', exception: 'BudgetAlertException' },
        eventId: 'event-1',
        at: 0,
      });
      await tracker.resolve(id);
      await clock.advance(100 * 86_400_000);
      organization.journal.clear();
      const { credentials } = organization.access(hubRole(environment));
      return {
        aws: { ...aws, credentials },
        args: ['--settings', settings],
        changed: async () => organization.journal.count('ssm:DeleteOpsItem'),
      };
    },
  };
}

export const lifecycleScenarios: readonly CommandScenario[] = [
  scenario({
    name: 'install',
    prepare: deleteResources,
    changed: countOf('sqs:CreateQueue', 'events:PutPermission'),
  }),
  scenario({ name: 'status', args: ['--all'] }),
  scenario({ name: 'check', tags: withState('frozen'), code: 2 }),
  explainScenario(),
  scenario({ name: 'expire', args: all, accounts: many, changed: reached('expired') }),
  scenario({
    name: 'release',
    args: all,
    tags: withState('expired'),
    changed: reached('released'),
  }),
  scenario({ name: 'reset', args: all, changed: left('released') }),
  scenario({ name: 'assign', args: all, changed: reached('assigned') }),
  scenario({
    name: 'maintenance',
    accounts: 10,
    startMs: inWindow,
    changed: reached('expired'),
  }),
  scenario({
    name: 'sweep',
    args: ['--windows'],
    accounts: many,
    tags: withState('vanilla'),
    startMs: inWindow,
    changed: left('vanilla'),
  }),
  scenario({
    name: 'redrive',
    prepare: sendDeadLetters,
    changed: countOf('sqs:DeleteMessage'),
  }),
  scenario({
    name: 'withdraw',
    args: all,
    prepare: createBaselineParts,
    changed: countOf('events:DeleteRule'),
  }),
];

/** Its argument is the id of an account, which is known once the environment is open. */
function explainScenario(): CommandScenario {
  let first = '';
  const { open, ...rest } = scenario({
    name: 'explain',
    prepare: async (_, [id = '']) => {
      first = id;
    },
  });
  return {
    ...rest,
    async open() {
      const opened = await open();
      return { ...opened, args: [...(opened.args ?? []), first] };
    },
  };
}
