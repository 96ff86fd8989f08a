/**
 * The resources that an account needs before a build runs there: plain data made from the settings, to compare with
 * what exists.
 */

import { partitionOf } from '../../aws/models/service-model.ts';
import type { DesiredRole } from '../../converge/converge-role.ts';
import { fillBuildspec, hasMarks } from '../buildspecs/fill-buildspec.ts';
import { purgePolicyOf } from '../purge/purge-policy.ts';
import { type BaselineFacts, hubBusArn, resourceArn, roleArn } from './baseline-facts.ts';
import { type BaselineNames, baselineNames, ownNames } from './baseline-names.ts';
import { rolesOf } from './roles.ts';

export interface Baseline {
  readonly accountId: string;
  readonly region: string;
  readonly roles: readonly DesiredRole[];
  readonly rules: readonly DesiredRule[];
  readonly rulePrefix: string;
  /** Undefined for a purge, which sends no alerts. */
  readonly topic: DesiredTopic | undefined;
  readonly project: DesiredProject;
}

export interface DesiredRule {
  readonly name: string;
  readonly region: string;
  readonly description: string;
  readonly pattern: object;
  readonly target: { readonly busArn: string; readonly roleArn: string };
}

export interface DesiredTopic {
  readonly name: string;
  readonly arn: string;
  /** Matched by Sid; other statements of the topic are kept. */
  readonly statements: readonly (Readonly<Record<string, unknown>> & { readonly Sid: string })[];
  /** Queue that receives alerts. */
  readonly queueArn: string;
}

export interface DesiredProject {
  readonly name: string;
  readonly description: string;
  readonly buildspec: string;
  readonly image: string;
  readonly serviceRole: string;
  readonly variables: Readonly<Record<string, string>>;
}

export function baselineFor(facts: BaselineFacts): Baseline {
  const { hub, settings, accountId, purpose } = facts;
  const names = baselineNames(settings);
  return {
    accountId,
    region: hub.region,
    roles: rolesOf(facts, names),
    // Events of the automation account itself are already on its bus.
    rules: hub.accountId === accountId ? [] : rules(facts, names),
    rulePrefix: names.rulePrefix,
    topic: purpose === 'preparation' ? topic(facts, names) : undefined,
    project: project(facts, names),
  };
}

function topicArn(facts: BaselineFacts, names: BaselineNames): string {
  return resourceArn(facts, 'sns', names.topic);
}

function rules(facts: BaselineFacts, names: BaselineNames): DesiredRule[] {
  const target = { busArn: hubBusArn(facts), roleArn: roleArn(facts, names.eventsRole) };
  const { region } = facts.hub;
  const builds = {
    name: names.buildRule,
    region,
    description: 'Reports to the automation account how builds of this account ended',
    pattern: {
      source: ['aws.codebuild'],
      'detail-type': ['CodeBuild Build State Change'],
      detail: {
        'build-status': ['SUCCEEDED', 'FAILED', 'STOPPED', 'TIMED_OUT', 'FAULT'],
        'project-name': [names.preparation, names.purge],
      },
    },
    target,
  };
  const logins = {
    name: names.loginRule,
    description: 'Reports to the automation account who signed in to this account',
    pattern: {
      // Only AWS can put events whose source begins with `aws.`: without it, holders could forge logins.
      source: ['aws.signin'],
      detail: { eventSource: ['signin.amazonaws.com'], eventName: ['ConsoleLogin'] },
    },
    target,
  };
  if (facts.purpose !== 'preparation') return [builds];
  return [builds, ...signInRegions(region).map((one) => ({ ...logins, region: one }))];
}

/**
 * People sign in through IAM Identity Center, which is expected in the region of the automation account. Root users and
 * most IAM users sign in in one region of the partition:
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
 */
export function signInRegions(region: string): readonly string[] {
  return [...new Set([region, partitionOf(region)?.globalRegion ?? region])];
}

function topic(facts: BaselineFacts, names: BaselineNames): DesiredTopic {
  const { hub, accountId } = facts;
  const arn = topicArn(facts, names);
  return {
    name: names.topic,
    arn,
    statements: [
      {
        Sid: 'GrantPublishingFromBudgets',
        Effect: 'Allow',
        Principal: { Service: 'budgets.amazonaws.com' },
        Action: 'SNS:Publish',
        Resource: arn,
        Condition: { StringEquals: { 'aws:SourceAccount': accountId } },
      },
      {
        Sid: 'GrantAutomationAccess',
        Effect: 'Allow',
        Principal: { AWS: `arn:${hub.partition}:iam::${hub.accountId}:root` },
        Action: ['SNS:Subscribe', 'SNS:Receive', 'SNS:ListSubscriptionsByTopic'],
        Resource: arn,
      },
    ],
    queueArn: `arn:${hub.partition}:sqs:${hub.region}:${hub.accountId}:${hub.environment}Alerts`,
  };
}

function project(facts: BaselineFacts, names: BaselineNames): DesiredProject {
  const { settings, purpose } = facts;
  const { preparationBuildspec, purgeBuildspec } = settings.worker;
  const isPreparation = purpose === 'preparation';
  return {
    name: isPreparation ? names.preparation : names.purge,
    description: isPreparation ? 'Prepares this account for its holder' : 'Purges this account',
    buildspec: isPreparation ? preparationBuildspec.text : purgeText(facts, purgeBuildspec.text),
    image: settings.automation.buildImage,
    serviceRole: roleArn(facts, isPreparation ? names.preparationRole : names.buildRole),
    variables: variablesOf(facts, names),
  };
}

/** Fills buildspecs that have marks for it; buildspecs without marks use their own variables. */
function purgeText({ hub, settings, item, accountId }: BaselineFacts, buildspec: string): string {
  if (!hasMarks(buildspec)) return buildspec;
  const management = settings.automation.roleArnToManageAccounts.split(':')[4] ?? '';
  const policy = purgePolicyOf({
    accountId,
    blockedAccounts: [...new Set([hub.accountId, management])],
    // The default regions are of the commercial partition.
    regions: item.regions.length > 0 || hub.partition === 'aws' ? item.regions : [hub.region],
    ownNames: ownNames(settings),
    variables: item.purge.variables,
  });
  return fillBuildspec(buildspec, policy);
}

/** Later values win: the settings may replace any of our defaults. */
function variablesOf(facts: BaselineFacts, names: BaselineNames): Record<string, string> {
  const { hub, settings, item, holder, purpose } = facts;
  const isPrefixed = settings.automation.resourcePrefix !== '';
  const common = {
    ENVIRONMENT_IDENTIFIER: hub.environment,
    EVENT_BUS_ARN: hubBusArn(facts),
    ...(item.regions.length > 0 && { REGIONS: item.regions.join(' ') }),
  };
  const ofPreparation = {
    BUDGET_AMOUNT: '200',
    BUDGET_EMAIL: holder,
    TOPIC_ARN: topicArn(facts, names),
    // Without a prefix the buildspec's own default applies, so that existing budgets keep their names.
    ...(isPrefixed && {
      BUDGET_NAME: names.budget,
      RESOURCE_PREFIX: settings.automation.resourcePrefix,
    }),
  };
  return {
    ...common,
    ...(purpose === 'preparation' ? ofPreparation : isPrefixed && { PURGE_MESSAGE: names.message }),
    ...item[purpose].variables,
  };
}
