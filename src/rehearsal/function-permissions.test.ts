/**
 * Every permission of every function is missing once, when an invocation needs it. How that shows is compared as a
 * whole; in the end roles have only what was needed, and all accounts are released.
 */

import { beforeAll, expect, test } from 'vitest';
import { describeDeployment } from '../deployment/describe-deployment.ts';
import {
  liveManyDays,
  liveSevenWeeks,
  openEventfulEnvironment,
} from '../testing/eventful-weeks.ts';
import { createGrowingRoles, type Shown } from '../testing/growing-roles.ts';
import type { TermsEnvironment } from '../testing/terms-environment.ts';

const roles = createGrowingRoles();
let env: TermsEnvironment;

beforeAll(async () => {
  env = await openEventfulEnvironment({ aroundInvocation: roles.aroundInvocation });
  const { organization, lifecycle, clock } = env;
  const { settings, hub } = lifecycle;
  await roles.start({
    functions: describeDeployment(settings, { ...hub, organizationId: organization.id }).functions,
    iam: lifecycle.inHub('iam'),
    clock,
    lost: (route) => env.lifecycleOf(route).meter.lost(),
    watchPermissions: organization.watchPermissions,
  });
  await liveManyDays(env, 14);
  await liveSevenWeeks(env);
}, 900_000);

/** What Lambda calls in the name of a function; the stack that is deployed proves it. */
const byLambda = ['ReceiveMessages', 'SendDeadLetters'];

type Shows = Readonly<Record<string, Shown>>;

/** A counter must not stop an account: the entry point logs how many data points were lost. */
const metrics: Shows = { 'PutMetrics cloudwatch:PutMetricData': 'loses metrics' };
/** An account that a function advances may need any step. These are taken by other functions here. */
const noEnd: Shows = { 'LeaseAccounts dynamodb:DeleteItem': 'unused' };
const noRecord: Shows = { 'RecordActivities dynamodb:PutItem': 'unused' };
const noSubscription: Shows = { 'SubscribeAlerts sns:Subscribe': 'unused' };
/** Another invocation has claimed the event, or has stopped while it handled it. */
const noClaim: Shows = { 'ClaimEvents dynamodb:GetItem': 'unused' };
/** Trying again would not help: the log has the refusal, and an exception reports what SES refuses for good. */
const mail: Shows = { 'SendMail ses:SendRawEmail': 'is logged' };
const noRefusal: Shows = { 'PublishEvents events:PutEvents': 'unused' };
/** No window was missed, and none closed with accounts left. */
const noWindowException: Shows = { 'PublishEvents events:PutEvents': 'unused' };
/** The exception names the account by its id alone. */
const label: Shows = { 'ManageOrganization sts:AssumeRole': 'unseen' };
/** The table is younger than a window that nothing has opened. */
const noLateWindow: Shows = { 'KeepWindows dynamodb:DescribeTable': 'unused' };

/** Every permission that does not make its invocation fail when it is missing. */
const exceptions: Readonly<Record<string, Shows>> = {
  OnVanillaAccount: { ...noEnd, ...metrics },
  OnVanillaAccountTag: { ...noEnd, ...noRecord, ...metrics },
  OnAssignedAccountFromQueue: metrics,
  OnReleasedAccount: { ...noRecord, ...noSubscription, ...metrics },
  OnExpiredAccount: { ...noEnd, ...noRecord, ...noSubscription, ...metrics },
  OnPreparedAccountFromCodebuild: { ...noSubscription, ...metrics },
  OnPurgedAccountFromCodebuild: { ...noRecord, ...metrics },
  // A failed build ends no transaction here, and counts nothing.
  OnAlertFromCodebuild: {
    ...noEnd,
    ...noRecord,
    'PutMetrics cloudwatch:PutMetricData': 'unused',
  },
  OnAccountEvent: metrics,
  OnActivityEvent: metrics,
  // What can be done is done, and the rest is in the log. The link to a report is opened by a person.
  OnException: {
    'ManageOrganization sts:AssumeRole': 'is logged',
    'ReadShadows dynamodb:GetItem': 'is logged',
    'CreateIncidents ssm:CreateOpsItem': 'is logged',
    'OpenIncidents ssm:AddTagsToResource': 'is logged',
    'OpenIncidents ssm:GetOpsItem': 'is logged',
    'OpenIncidents ssm:UpdateOpsItem': 'is logged',
    'WriteReports s3:PutObject': 'is logged',
    'LinkReports s3:GetObject': 'unused',
    'PublishExceptions sns:Publish': 'is logged',
    'ReadSecrets ssm:GetParameter': 'is logged',
    ...metrics,
  },
  ToMicrosoftTeams: { 'ReadSecrets ssm:GetParameter': 'is logged' },
  OnHolderNotice: { ...mail, ...noRefusal },
  OnAlertFromSqs: label,
  OnConsoleLogin: { ...label, ...noClaim },
  OnMaintenanceWindow: { ...noLateWindow, ...noWindowException, ...metrics },
  OnSweep: { ...noLateWindow, ...metrics },
  // An account that fails is an exception, and the next sweep sends it again.
  OnAccountMessages: {
    'ReadStoppedWindows dynamodb:GetItem': 'is logged',
    'ManageOrganization sts:AssumeRole': 'is logged',
    'LeaseAccounts dynamodb:UpdateItem': 'is logged',
    'UpdateShadows dynamodb:GetItem': 'is logged',
    'UpdateShadows dynamodb:PutItem': 'is logged',
    ...noRecord,
    'PublishEvents events:PutEvents': 'is logged',
    'SubscribeAlerts sns:Subscribe': 'is logged',
    ...metrics,
  },
  OnExpiryReport: { ...noClaim, ...mail, ...noRefusal },
  OnHolderDocument: { ...mail, ...noRefusal },
  OnAcknowledgement: noClaim,
  // The rates of currencies that an earlier report has used.
  OnEarlyCostReport: {
    'ReadReports s3:GetObject': 'unused',
    'FindReports s3:ListBucket': 'unused',
  },
};

test('an invocation that misses a permission fails, besides those with a reason', () => {
  const found = Object.entries(roles.shown()).map(([route, permissions]) => {
    const others = Object.entries(permissions).filter(
      ([name, shown]) => shown !== 'fails' && !byLambda.includes(name.split(' ')[0] ?? ''),
    );
    return [route, Object.fromEntries(others)] as const;
  });

  expect(Object.fromEntries(found.filter(([, others]) => Object.keys(others).length > 0))).toEqual(
    exceptions,
  );
});

test('with what was granted, all accounts are released, and no function has failed', () => {
  const { organization, lifecycle, handled } = env;
  const others = [organization.managementAccountId, lifecycle.hub.accountId];
  const states = organization
    .accounts()
    .filter(({ id }) => !others.includes(id))
    .map(({ tags }) => tags['account-state']);

  expect(states).toEqual(states.map(() => 'released'));
  expect(handled.filter(({ error }) => error !== undefined)).toEqual([]);
});
