/** The resources that a removal deletes: for each, how to check that it exists and how to delete it. */

import { classify } from '../../aws/failures.ts';
import type { GenericCalls } from '../../aws/generic-client.ts';
import type { Session } from '../../aws/session.ts';
import { removePolicy, removeRole } from '../../converge/remove-identity.ts';
import type { Settings } from '../../settings/settings.ts';
import { signInRegions } from './baseline.ts';
import { type BaselineNames, baselineNames } from './baseline-names.ts';

export interface Removal {
  /** `role SpaRoleForEvents`. */
  readonly resource: string;
  isThere(): Promise<boolean>;
  remove(): Promise<void>;
}

/** The settings that a removal needs. */
export type RemovalSettings = Pick<Settings, 'automation' | 'organizationalUnits' | 'accounts'>;

/** First what starts builds, then what builds need: if the removal stops halfway, nothing runs any more. */
export function removals(session: Session, settings: RemovalSettings): readonly Removal[] {
  const names = baselineNames(settings);
  const { hours } = names;
  const projects = [names.preparation, names.purge, hours.project];
  const rules = [names.buildRule, names.loginRule, ...hours.rules];
  const roles = [names.preparationRole, names.buildRole, names.eventsRole, hours.role];
  return [
    ...rules.map((name) => rule(session, name)),
    ...otherSignInRegions(session).map((region) => rule(session, names.loginRule, region)),
    ...projects.map((name) => project(session.generic('codebuild'), name)),
    topic(session, names),
    ...messageNames(settings, names).map((name) => parameter(session.generic('ssm'), name)),
    ...projects.map((name) => logGroup(session.generic('logs'), `/aws/codebuild/${name}`)),
    ...budgetNames(settings, names).map((name) => budget(session, name)),
    ...roles.map((name) => role(session.generic('iam'), name)),
    policy(session, names),
  ];
}

function partitionOf({ role: { arn } }: Session): string {
  return arn.split(':')[1] ?? 'aws';
}

function variablesNamed(settings: RemovalSettings, purpose: 'preparation' | 'purge', name: string) {
  const items = [...settings.organizationalUnits.values(), ...settings.accounts.values()];
  return items.map((item) => item[purpose].variables[name]).filter((value) => value !== undefined);
}

/** `SPA-budget` is the default name in buildspecs of the existing system. */
function budgetNames(settings: RemovalSettings, { budget: own }: BaselineNames): readonly string[] {
  const inherited = settings.automation.resourcePrefix === '' ? ['SPA-budget'] : [];
  const chosen = variablesNamed(settings, 'preparation', 'BUDGET_NAME');
  return [...new Set([own, ...inherited, ...chosen])];
}

function messageNames(settings: RemovalSettings, { message }: BaselineNames): readonly string[] {
  return [...new Set([message, ...variablesNamed(settings, 'purge', 'PURGE_MESSAGE')])];
}

/** Returns false when AWS reports that the resource does not exist. */
async function exists(call: () => Promise<unknown>): Promise<boolean> {
  try {
    await call();
    return true;
  } catch (error) {
    const { kind, code } = classify(error);
    if (kind === 'not-found' || code === 'ParameterNotFound') return false;
    throw error;
  }
}

function otherSignInRegions({ region = '' }: Session): readonly string[] {
  return signInRegions(region).filter((one) => one !== region);
}

/** `region`: another one than the session's. */
function rule(session: Session, Name: string, region?: string): Removal {
  const events = session.generic('events', region);
  return {
    resource: `rule ${Name}${region === undefined ? '' : ` in ${region}`}`,
    isThere: () => exists(() => events.call('DescribeRule', { Name })),
    async remove() {
      const { Targets } = await events.call('ListTargetsByRule', { Rule: Name });
      const Ids = ((Targets ?? []) as readonly { readonly Id?: string }[]).map(({ Id }) => Id);
      // EventBridge does not delete a rule that has targets.
      if (Ids.length > 0) await events.call('RemoveTargets', { Rule: Name, Ids });
      await events.call('DeleteRule', { Name });
    },
  };
}

function project(codebuild: GenericCalls, name: string): Removal {
  return {
    resource: `project ${name}`,
    async isThere() {
      const { projects } = await codebuild.call('BatchGetProjects', { names: [name] });
      return ((projects ?? []) as readonly unknown[]).length > 0;
    },
    remove: async () => void (await codebuild.call('DeleteProject', { name })),
  };
}

function topic(session: Session, { topic: name }: BaselineNames): Removal {
  const TopicArn = `arn:${partitionOf(session)}:sns:${session.region}:${session.account.id}:${name}`;
  const sns = session.generic('sns');
  return {
    resource: `topic ${name}`,
    isThere: () => exists(() => sns.call('GetTopicAttributes', { TopicArn })),
    remove: async () => void (await sns.call('DeleteTopic', { TopicArn })),
  };
}

function parameter(ssm: GenericCalls, Name: string): Removal {
  return {
    resource: `parameter ${Name}`,
    isThere: () => exists(() => ssm.call('GetParameter', { Name })),
    remove: async () => void (await ssm.call('DeleteParameter', { Name })),
  };
}

function logGroup(logs: GenericCalls, logGroupName: string): Removal {
  return {
    resource: `log group ${logGroupName}`,
    async isThere() {
      const input = { logGroupNamePrefix: logGroupName };
      for await (const { logGroups } of logs.pages('DescribeLogGroups', input)) {
        const groups = (logGroups ?? []) as readonly { readonly logGroupName?: string }[];
        if (groups.some((group) => group.logGroupName === logGroupName)) return true;
      }
      return false;
    },
    remove: async () => void (await logs.call('DeleteLogGroup', { logGroupName })),
  };
}

function budget(session: Session, BudgetName: string): Removal {
  const budgets = session.generic('budgets');
  const input = { AccountId: session.account.id, BudgetName };
  return {
    resource: `budget ${BudgetName}`,
    isThere: () => exists(() => budgets.call('DescribeBudget', input)),
    remove: async () => void (await budgets.call('DeleteBudget', input)),
  };
}

function role(iam: GenericCalls, RoleName: string): Removal {
  return {
    resource: `role ${RoleName}`,
    isThere: () => exists(() => iam.call('GetRole', { RoleName })),
    remove: () => removeRole(iam, RoleName),
  };
}

/** Of the existing system, whose role for events has a managed policy. */
function policy(session: Session, { eventsPolicy: name }: BaselineNames): Removal {
  const PolicyArn = `arn:${partitionOf(session)}:iam::${session.account.id}:policy/${name}`;
  const iam = session.generic('iam');
  return {
    resource: `policy ${name}`,
    isThere: () => exists(() => iam.call('GetPolicy', { PolicyArn })),
    remove: () => removePolicy(iam, PolicyArn),
  };
}
