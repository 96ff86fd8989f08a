/** The roles of an account: one for each build, and those that EventBridge assumes. */

import type { DesiredRole } from '../../converge/converge-role.ts';
import { type BaselineFacts, hubBusArn, resourceArn } from './baseline-facts.ts';
import { type BaselineNames, originTag } from './baseline-names.ts';
import { preparationPolicy } from './preparation-policy.ts';

const fullAccess = 'arn:aws:iam::aws:policy/AdministratorAccess';

/** What Prowler documents that it needs. */
const auditPolicies = [
  'arn:aws:iam::aws:policy/SecurityAudit',
  'arn:aws:iam::aws:policy/job-function/ViewOnlyAccess',
];

export function rolesOf(facts: BaselineFacts, names: BaselineNames): readonly DesiredRole[] {
  const { purpose, item, hub, accountId } = facts;
  const isPreparation = purpose === 'preparation';
  // An account that is never purged has no role that may delete everything.
  const isPurged = !isPreparation || item.purge.feature === 'enabled';
  const hasHours = isPreparation && variable(facts, 'WITH_START_STOP_EC2_INSTANCES') === 'enabled';
  return [
    ...(isPreparation ? [preparationRole(facts, names)] : []),
    ...(isPurged ? [purgeRole(facts, names)] : []),
    ...(hasHours ? [hoursRole(facts, names)] : []),
    // Events of the automation account itself are already on its bus.
    ...(hub.accountId === accountId ? [] : [eventsRole(facts, names)]),
  ];
}

function variable({ item }: BaselineFacts, name: string): string | undefined {
  return item.preparation.variables[name];
}

/** Only CodeBuild in this account may assume it, so an account's owner cannot give its permissions to a function. */
function preparationRole(facts: BaselineFacts, names: BaselineNames): DesiredRole {
  const chosen = facts.settings.automation.preparationRolePolicies;
  const audits = variable(facts, 'WITH_PROWLER') === 'enabled' ? auditPolicies : [];
  const document = preparationPolicy(facts, names);
  return {
    ...common(names.preparationRole, 'Prepares this account'),
    trust: trusting('codebuild', ofThisAccount(facts)),
    ...managed(facts, chosen.length > 0 ? chosen : audits, [fullAccess, ...auditPolicies]),
    inlinePolicy: chosen.length > 0 ? undefined : { name: names.preparationPolicy, document },
  };
}

/** The default is AdministratorAccess: a purge deletes resources of any service. `docs/purge.md` says how to narrow it. */
function purgeRole(facts: BaselineFacts, names: BaselineNames): DesiredRole {
  return {
    ...common(names.buildRole, 'Purges this account'),
    trust: trusting('codebuild', ofThisAccount(facts)),
    ...managed(facts, facts.settings.automation.buildRolePolicies, [fullAccess]),
    inlinePolicy: undefined,
  };
}

/** Made here and not by the preparation, whose build may create no roles. */
function hoursRole(facts: BaselineFacts, names: BaselineNames): DesiredRole {
  const { hours } = names;
  const project = resourceArn(facts, 'codebuild', `project/${hours.project}`);
  return {
    ...common(hours.role, 'Stops and starts instances at the hours of this account'),
    trust: trusting('events', ofRules(facts, `${names.rulePrefix}ForInstance*`)),
    ...managed(facts, [], []),
    inlinePolicy: { name: 'StartBuilds', document: allowing('codebuild:StartBuild', project) },
  };
}

function eventsRole(facts: BaselineFacts, names: BaselineNames): DesiredRole {
  const document = allowing('events:PutEvents', hubBusArn(facts));
  return {
    ...common(names.eventsRole, 'Sends events of this account to the automation account'),
    trust: trusting('events', ofRules(facts, `${names.rulePrefix}*`, '*')),
    ...managed(facts, [], []),
    inlinePolicy: { name: names.eventsPolicy, document },
  };
}

function common(name: string, description: string) {
  const tags = { [originTag.key]: originTag.value };
  return { name, path: '/', description, maxSessionSeconds: 43_200, tags };
}

/** A role can only have policies of AWS and of its own account, so the account id of other policies is replaced. */
function managed(
  { hub, accountId }: BaselineFacts,
  desired: readonly string[],
  former: readonly string[],
): Pick<DesiredRole, 'managedPolicies' | 'formerPolicies'> {
  const inAccount = (arn: string) =>
    arn
      .replace(/^arn:aws:/, `arn:${hub.partition}:`)
      .replace(/(?<=^arn:[\w-]+:iam::)\d{12}/, accountId);
  const managedPolicies = desired.map(inAccount);
  const formerPolicies = former.map(inAccount).filter((arn) => !managedPolicies.includes(arn));
  return { managedPolicies, formerPolicies };
}

function allowing(Action: string, Resource: string): object {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] };
}

function trusting(service: string, Condition: object): object {
  const statement = {
    Effect: 'Allow',
    Principal: { Service: `${service}.amazonaws.com` },
    Action: 'sts:AssumeRole',
    Condition,
  };
  return { Version: '2012-10-17', Statement: [statement] };
}

/** Against a confused deputy: a service calls on behalf of any account, and this one alone is trusted. */
function ofThisAccount({ accountId }: BaselineFacts): object {
  return { StringEquals: { 'aws:SourceAccount': accountId } };
}

/** EventBridge names the rule for which it assumes a role. Rules for logins are in more than one region. */
function ofRules(facts: BaselineFacts, name: string, region = facts.hub.region): object {
  const rule = resourceArn({ ...facts, hub: { ...facts.hub, region } }, 'events', `rule/${name}`);
  return { ...ofThisAccount(facts), ArnLike: { 'aws:SourceArn': rule } };
}
