import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { expect, test } from 'vitest';
import type { Deployment } from '../src/deployment/deployment.ts';
import { describeDeployment } from '../src/deployment/describe-deployment.ts';
import { maxResources, resourceCount } from '../src/deployment/resource-count.ts';
import { routeNames } from '../src/lifecycle/routes/routes.ts';
import type { EntrySettings, FeatureSettings, Settings } from '../src/settings/settings.ts';
import { plainSettings } from '../src/testing/plain-settings.ts';
import { InstallationStack } from './installation-stack.ts';

const facts = {
  accountId: '999999999999',
  region: 'eu-west-1',
  partition: 'aws',
  organizationId: 'o-exampleorg1',
};

/** With everything that adds a function or a permission. */
const everything: Settings = withFeatures({
  withArmArchitecture: true,
  withCostManagementTag: 'cost-center',
  withHolderNotices: ['release', 'expiry', 'purge', 'budget-alert', 'terms'],
  withOriginEmailRecipient: 'Cloud <cloud@example.com>',
  withEmailSubscriptionsOnAlerts: ['sre@example.com'],
  withNotificationChannels: [{ name: 'flow', type: 'teams', urlParameter: '/SpaDemo/flow' }],
});

function withFeatures(features: Partial<FeatureSettings>): Settings {
  return { ...plainSettings, features: { ...plainSettings.features, ...features } };
}

interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, { readonly Value: unknown }>>;
}

interface Synthesized {
  readonly stack: InstallationStack;
  readonly deployment: Deployment;
  readonly template: Template;
  readonly ofType: (type: string) => readonly Resource[];
}

function synthesize(settings: Settings = everything, { retain = true } = {}): Synthesized {
  const folder = mkdtempSync(join(tmpdir(), 'flotilla-infra-'));
  for (const route of routeNames) {
    mkdirSync(join(folder, route));
    writeFileSync(join(folder, route, 'index.mjs'), `// ${route}\n`);
  }
  const path = join(folder, 'settings.json.gz');
  writeFileSync(path, 'settings');
  const deployment = describeDeployment(settings, facts);
  const app = new App({ outdir: join(folder, 'cdk.out') });
  const stack = new InstallationStack(app, {
    deployment,
    settings: { path, digest: 'a'.repeat(64) },
    functionsFolder: folder,
    logLevel: 'INFO',
    retain,
  });
  const template = app.synth().getStackByName(deployment.stackName).template as Template;
  const resources = Object.values(template.Resources);
  return {
    stack,
    deployment,
    template,
    ofType: (type) => resources.filter(({ Type }) => Type === type),
  };
}

test.each([
  ['everything', everything],
  ['nothing', plainSettings],
])('with %s switched on, the template has the resources that are counted', (_name, settings) => {
  const { template, deployment } = synthesize(settings);

  expect(Object.keys(template.Resources).length).toBe(resourceCount(deployment));
});

test('the template has the types that are expected, and no custom resource', () => {
  const { template } = synthesize();

  expect([...new Set(Object.values(template.Resources).map(({ Type }) => Type))].sort()).toEqual([
    'AWS::CloudWatch::Alarm',
    'AWS::CloudWatch::Dashboard',
    'AWS::DynamoDB::Table',
    'AWS::Events::EventBusPolicy',
    'AWS::Events::Rule',
    'AWS::IAM::Role',
    'AWS::Lambda::EventInvokeConfig',
    'AWS::Lambda::EventSourceMapping',
    'AWS::Lambda::Function',
    'AWS::Lambda::Permission',
    'AWS::Lambda::Url',
    'AWS::Logs::LogGroup',
    'AWS::S3::Bucket',
    'AWS::S3::BucketPolicy',
    'AWS::SNS::Subscription',
    'AWS::SNS::Topic',
    'AWS::SNS::TopicPolicy',
    'AWS::SQS::Queue',
    'AWS::SQS::QueuePolicy',
    'AWS::SSM::Parameter',
  ]);
});

test('a function has its own role, log, code and settings', () => {
  const { template } = synthesize();
  const [id, found] =
    Object.entries(template.Resources).find(
      ([, { Properties }]) => Properties.FunctionName === 'SpaDemoOnSweep',
    ) ?? [];
  const resource = (start: string) =>
    Object.keys(template.Resources).find((one) => one.startsWith(start)) ?? '';

  expect(id).toMatch(/^OnSweepFunction/);
  expect(found?.Properties).toEqual({
    FunctionName: 'SpaDemoOnSweep',
    Description: expect.any(String),
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Architectures: ['arm64'],
    Code: {
      S3Bucket: 'cdk-hnb659fds-assets-999999999999-eu-west-1',
      S3Key: expect.stringMatching(/^[0-9a-f]{64}\.zip$/),
    },
    Role: { 'Fn::GetAtt': [resource('OnSweepRole'), 'Arn'] },
    MemorySize: 1024,
    Timeout: 300,
    Environment: {
      Variables: {
        SETTINGS_BUCKET: 'cdk-hnb659fds-assets-999999999999-eu-west-1',
        SETTINGS_KEY: expect.stringMatching(/^[0-9a-f]{64}\.gz$/),
        SETTINGS_DIGEST: 'a'.repeat(64),
      },
    },
    TracingConfig: { Mode: 'Active' },
    LoggingConfig: {
      LogFormat: 'JSON',
      ApplicationLogLevel: 'INFO',
      SystemLogLevel: 'INFO',
      LogGroup: { Ref: resource('OnSweepLog') },
    },
  });
});

interface RoleProperties {
  readonly Policies: readonly {
    readonly PolicyDocument: { readonly Statement: readonly { readonly Sid: string }[] };
  }[];
}

test('a role has the statements of the deployment, its settings, its log and its traces', () => {
  const { template, deployment } = synthesize();
  for (const { route, statements } of deployment.functions) {
    const role = Object.entries(template.Resources).find(
      ([id, { Type }]) => Type === 'AWS::IAM::Role' && id.replace(/Role\w{8}$/, '') === route,
    )?.[1].Properties as unknown as RoleProperties;
    const [policy, ...others] = role.Policies;
    const written = policy?.PolicyDocument.Statement ?? [];

    expect(others).toEqual([]);
    expect(written.slice(0, statements.length)).toEqual(statements);
    expect(written.slice(statements.length).map(({ Sid }) => Sid)).toEqual([
      'ReadSettings',
      'WriteLog',
      'WriteTraces',
    ]);
    expect(JSON.stringify(policy).length).toBeLessThan(10_240);
  }
});

test('rules and schedules keep events that are not delivered', () => {
  const { ofType, deployment } = synthesize();
  const rules = ofType('AWS::Events::Rule').map(({ Properties }) => Properties);
  const targets = rules.flatMap(({ Targets }) => Targets as readonly object[]);
  const deadLetters = ofType('AWS::Lambda::EventInvokeConfig').map(
    ({ Properties }) => Properties.DestinationConfig,
  );
  const count = deployment.functions.filter(({ on }) => 'pattern' in on || 'schedule' in on).length;

  expect([rules.length, targets.length, deadLetters.length]).toEqual([count, count, count]);
  for (const target of targets) {
    expect(target).toMatchObject({
      DeadLetterConfig: { Arn: { 'Fn::GetAtt': [expect.stringMatching(/^DeadLetters/), 'Arn'] } },
    });
  }
  expect(new Set(deadLetters.map((one) => JSON.stringify(one))).size).toBe(1);
});

test('the acknowledgement page alone is public, with both permissions of a URL', () => {
  const { ofType } = synthesize();
  const open = ofType('AWS::Lambda::Permission')
    .map(({ Properties }) => Properties)
    .filter(({ Principal }) => Principal === '*');

  const FunctionName = {
    'Fn::GetAtt': [expect.stringMatching(/^OnAcknowledgementFunction/), 'Arn'],
  };
  const Principal = '*';
  expect(open).toEqual([
    {
      Action: 'lambda:InvokeFunctionUrl',
      FunctionName,
      FunctionUrlAuthType: 'NONE',
      Principal,
    },
    { Action: 'lambda:InvokeFunction', FunctionName, InvokedViaFunctionUrl: true, Principal },
  ]);
  expect(synthesize(plainSettings).ofType('AWS::Lambda::Url')).toEqual([]);
});

test('tables and the bucket stay when the stack is deleted, unless their removal is asked for', () => {
  const policies = ({ template }: Synthesized) =>
    Object.values(template.Resources)
      .filter(({ DeletionPolicy }) => DeletionPolicy === 'Retain')
      .map(({ Type, UpdateReplacePolicy }) => `${Type} ${UpdateReplacePolicy}`);
  const kept = synthesize();
  const removed = synthesize(everything, { retain: false });

  expect(policies(kept)).toEqual([
    ...kept.deployment.tables.map(() => 'AWS::DynamoDB::Table Retain'),
    'AWS::S3::Bucket Retain',
    'AWS::S3::BucketPolicy Retain',
  ]);
  expect(policies(removed)).toEqual([]);
  const isProtected = ({ ofType }: Synthesized) =>
    ofType('AWS::DynamoDB::Table').map(({ Properties }) => Properties.DeletionProtectionEnabled);
  expect([isProtected(kept), isProtected(removed)]).toEqual([
    [true, true, true, true],
    [false, false, false, false],
  ]);
});

test('cdk-nag finds nothing that is not acknowledged with its reason', () => {
  const withPlan = withFeatures({
    ...everything.features,
    withResponsePlanArn: 'arn:aws:ssm-incidents::999999999999:response-plan/Spa',
  });
  for (const settings of [everything, withPlan]) {
    const { violations } = new AwsSolutionsChecks().validateScope(synthesize(settings).stack);
    expect(
      violations.flatMap(({ ruleName, violatingResources }) =>
        violatingResources.map(
          ({ templatePath, resourceLogicalId = templatePath }) =>
            `${ruleName} ${resourceLogicalId}`,
        ),
      ),
    ).toEqual([]);
  }
});

function accountsOf(count: number): Settings['accounts'] {
  const [entry] = plainSettings.organizationalUnits.values();
  const ids = Array.from({ length: count }, (_, index) => String(100_000_000_000 + index));
  return new Map(
    ids.map((identifier) => [identifier, { ...(entry as EntrySettings), identifier }]),
  );
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const maxTemplateBytes = 1_000_000;

test.each([0, 200, 10_000])('a template with %i listed accounts is within the limits', (count) => {
  const { template, ofType } = synthesize({ ...everything, accounts: accountsOf(count) });

  expect(Object.keys(template.Resources).length).toBeLessThanOrEqual(maxResources);
  expect(Buffer.byteLength(JSON.stringify(template))).toBeLessThan(maxTemplateBytes);
  for (const { Properties } of ofType('AWS::SSM::Parameter')) {
    const max = Properties.Tier === 'Standard' ? 4_096 : 8_192;
    expect(Buffer.byteLength(String(Properties.Value))).toBeLessThanOrEqual(max);
  }
});

test('the same settings make the same template', () => {
  expect(synthesize().template).toEqual(synthesize().template);
});

test('outputs say where events, reports, dead letters and the dashboard are', () => {
  const { template } = synthesize(plainSettings);

  expect(
    Object.fromEntries(Object.entries(template.Outputs).map(([name, { Value }]) => [name, Value])),
  ).toEqual({
    BusArn: 'arn:aws:events:eu-west-1:999999999999:event-bus/default',
    ReportsBucket: 'spademo-reports-999999999999-eu-west-1',
    DeadLetterQueue: 'SpaDemoDeadLetters',
    DashboardUrl:
      'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#dashboards/dashboard/SpaDemoCockpit-eu-west-1',
  });
});
