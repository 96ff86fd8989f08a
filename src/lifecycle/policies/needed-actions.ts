/**
 * What our roles do in an account in each state: a service control policy of the state must not deny it. Data, one line
 * for each resource; an asterisk is a call that names no resource.
 */

import type { LifecycleState } from '../../model/lifecycle-state.ts';
import type { EntrySettings, Settings } from '../../settings/settings.ts';
import { type BaselineNames, baselineNames } from '../baseline/baseline-names.ts';
import type { AutomationAccount } from '../model/automation-account.ts';
import { purgedTypes } from '../purge/purge-policy.ts';
import { actionsOfTypes } from './purge-actions.ts';

export interface StateAction {
  /** With its path, if it has one. */
  readonly roleName: string;
  /** `codebuild:StartBuild`. */
  readonly action: string;
  readonly resource: string;
  readonly region: string;
}

export interface StateFacts {
  readonly settings: Pick<Settings, 'automation'>;
  readonly hub: Pick<AutomationAccount, 'accountId' | 'region' | 'partition'>;
  readonly item: Pick<EntrySettings, 'preparation' | 'purge'>;
  readonly accountId: string;
}

/** Actions of one service on one resource: `iam: GetRole CreateRole @ role/Name`. */
type ActionLines = readonly string[];

export function neededIn(state: LifecycleState, facts: StateFacts): readonly StateAction[] {
  const names = baselineNames(facts.settings);
  const { preparation, purge } = facts.item;
  const isPrepared = state === 'assigned' && preparation.feature === 'enabled';
  const isPurged = state === 'expired' && purge.feature === 'enabled';
  const hasHours =
    preparation.feature === 'enabled' &&
    preparation.variables.WITH_START_STOP_EC2_INSTANCES === 'enabled';
  const prepares = [
    ...(isPrepared ? preparing(names) : []),
    ...(isPrepared && hasHours ? makingHours(names) : []),
    ...(hasHours ? stoppingInstances(names) : []),
  ];
  const purges = isPurged
    ? [...purging(names), ...actionsOfTypes(purgedTypes(purge.variables))]
    : [];
  const of = (roleName: string, lines: ActionLines) =>
    lines.flatMap((line) => parseLine(line, roleName, facts));
  return [
    ...of(facts.settings.automation.roleNameToManageCodebuild, managing(names)),
    ...of(names.preparationRole, prepares),
    ...of(names.buildRole, purges),
  ];
}

/** Of the role that this system assumes: builds and the baseline, in every state. */
function managing(names: BaselineNames): ActionLines {
  const roles = [names.preparationRole, names.buildRole, names.eventsRole, names.hours.role];
  return [
    ...[names.preparation, names.purge].map(
      (name) =>
        `codebuild: BatchGetBuilds BatchGetProjects CreateProject ListBuildsForProject StartBuild UpdateProject @ project/${name}`,
    ),
    'events: ListRules @ *',
    ...[names.buildRule, names.loginRule].map(
      (name) => `events: ListTargetsByRule PutRule PutTargets TagResource @ rule/${name}`,
    ),
    ...roles.map(
      (name) =>
        `iam: AttachRolePolicy CreateRole DetachRolePolicy GetRole GetRolePolicy ListAttachedRolePolicies PassRole PutRolePolicy TagRole UpdateAssumeRolePolicy UpdateRole @ role/${name}`,
    ),
    `sns: CreateTopic GetTopicAttributes SetTopicAttributes TagResource @ ${names.topic}`,
  ];
}

/** Of the preparation's build. */
function preparing({ preparation, budget, hours }: BaselineNames): ActionLines {
  return [
    ...logging(preparation),
    `budgets: ViewBudget ModifyBudget @ budget/${budget}`,
    'iam: UpdateAccountPasswordPolicy @ *',
    'events: ListRules @ *',
    `events: DeleteRule RemoveTargets @ rule/${hours.rules[0]}`,
    'events: PutEvents @ event-bus/default',
  ];
}

function makingHours({ hours, preparationRole }: BaselineNames): ActionLines {
  return [
    `codebuild: BatchGetProjects CreateProject UpdateProject @ project/${hours.project}`,
    ...[hours.role, preparationRole].map((name) => `iam: PassRole @ role/${name}`),
    ...hours.rules.map((name) => `events: PutRule PutTargets @ rule/${name}`),
  ];
}

/** Of the build that two rules start, in the same role, whatever the state. */
function stoppingInstances({ hours }: BaselineNames): ActionLines {
  return [
    ...logging(hours.project),
    'ec2: DescribeInstances @ *',
    'ec2: StartInstances StopInstances @ instance/i-00000000000000000',
  ];
}

/** Of the purge's build, besides its types. */
function purging({ purge, message }: BaselineNames): ActionLines {
  return [
    ...logging(purge),
    `ssm: PutParameter @ parameter/${message}`,
    'events: PutEvents @ event-bus/default',
  ];
}

function logging(project: string): ActionLines {
  const group = `log-group:/aws/codebuild/${project}`;
  return [`logs: CreateLogGroup CreateLogStream PutLogEvents @ ${group}:log-stream:x`];
}

/** Their calls are made in us-east-1, and their ARNs have no region. */
const globalServices = ['budgets', 'iam', 'route53'];

function parseLine(line: string, roleName: string, facts: StateFacts): readonly StateAction[] {
  const [, service = '', actions = '', resource = ''] = /^(\w+): (.+) @ (.+)$/.exec(line) ?? [];
  const { region, partition, accountId: hubId } = facts.hub;
  const isGlobal = globalServices.includes(service);
  const owner = resource.startsWith('event-bus/') ? hubId : facts.accountId;
  const place = `${isGlobal ? '' : region}:${owner}`;
  return actions.split(' ').map((name) => ({
    roleName,
    action: `${service}:${name}`,
    resource: resource === '*' ? '*' : `arn:${partition}:${service}:${place}:${resource}`,
    region: isGlobal && partition === 'aws' ? 'us-east-1' : region,
  }));
}
