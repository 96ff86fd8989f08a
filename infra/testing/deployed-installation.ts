/** The installation in a simulated organization with a virtual clock: its stack, and those of the management account. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { GenericCalls } from '../../src/aws/generic-client.ts';
import { openFleet } from '../../src/aws/open-fleet.ts';
import { applyPrerequisites } from '../../src/deployment/prerequisites/converge-prerequisites.ts';
import { prerequisiteStacks } from '../../src/deployment/prerequisites/prerequisite-stacks.ts';
import { createAcknowledgementKey } from '../../src/lifecycle/hub/acknowledgement-key.ts';
import { buildModel } from '../../src/rehearsal/builds.ts';
import { seededRandom } from '../../src/rehearsal/seeded-random.ts';
import { loadSettings } from '../../src/settings/read-settings.ts';
import type { Settings } from '../../src/settings/settings.ts';
import {
  type CheckedPermission,
  driveThrough,
  driveUntil,
  type SimulatedOrganization,
  simulateOrganization,
  virtualClock,
} from '../../src/simulator/index.ts';
import { administratorArn, openServiceClient } from '../../src/testing/account-access.ts';
import {
  automationAccountId,
  managementAccountId,
  region,
  sender,
  writeSettings,
} from './month-settings.ts';
import { synthesizeApp } from './synthesized-app.ts';

export interface DeployedInstallation {
  readonly organization: SimulatedOrganization;
  readonly settings: Settings;
  /** Id of the OU whose accounts are managed. */
  readonly unitId: string;
  /** Address of the organization. */
  readonly url: string;
  /** Of the stack, by their names. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Every permission that was checked. */
  readonly checked: readonly CheckedPermission[];
  /** Errors of the simulator itself. */
  readonly bugs: readonly unknown[];
  /** Variables with which other programs reach the automation account, for some hours. */
  variables(): NodeJS.ProcessEnv;
  /** A service in the automation account. */
  inHub(service: string): GenericCalls;
  /** A service in the management account. */
  inManagement(service: string): GenericCalls;
  /** Advances the time. */
  advance(ms: number): Promise<void>;
  /** Advances the time until the task has ended. */
  during<T>(task: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** A Thursday: the first Saturday of the next month is its seventh day. */
const startMs = Date.UTC(2026, 0, 15);

/** Valid settings need an address before the function has one. */
const unknownUrl = 'https://not-deployed-yet.example.com/';

export async function openDeployedInstallation(): Promise<DeployedInstallation> {
  const clock = virtualClock(startMs);
  const bugs: unknown[] = [];
  const organization = simulateOrganization({
    clock,
    managementAccountId,
    onBug: (error) => void bugs.push(error),
  });
  organization.addAccount({ name: 'automation', id: automationAccountId });
  const unitId = organization.addOu({ name: 'Sandboxes' }).id;
  const checked: CheckedPermission[] = [];
  organization.watchPermissions((one) => void checked.push(one));
  const served = await organization.serve();
  const folder = mkdtempSync(join(tmpdir(), 'flotilla-month-'));
  const administrator = administratorArn(automationAccountId);
  const inHub = (service: string) =>
    openServiceClient(organization, service, { principal: administrator, region });
  const hub = {
    accountId: automationAccountId,
    region,
    partition: 'aws',
    environment: 'SpaDemo',
  };
  const during = <T>(task: () => Promise<T>) => driveThrough({ organization, clock }, task);
  const deployment: Deployment = { organization, folder, url: served.url, unitId, inHub, during };

  await bootstrap(deployment);
  const first = await deploy(deployment, 'CreateStack', unknownUrl);
  await deployPrerequisites(deployment, first.settings);
  const acknowledgementUrl = first.outputs.OnAcknowledgementUrl ?? '';
  const { settings, outputs } = await deploy(deployment, 'UpdateStack', acknowledgementUrl);
  await createAcknowledgementKey({ hub, inHub });
  organization.modelBuilds(buildModel({ settings, random: seededRandom(1), purge }));
  const place = { accountId: automationAccountId, region };
  organization.mail.verify({ ...place, identity: sender });
  organization.mail.leaveSandbox(place);
  return {
    organization,
    settings,
    unitId,
    url: served.url,
    outputs,
    checked,
    bugs,
    variables: () => variablesOf(organization, { folder, url: served.url }),
    inHub,
    inManagement: (service) => openServiceClient(organization, service, { region: 'us-east-1' }),
    advance: (ms) => driveUntil({ organization, clock }, clock.now() + ms),
    during,
    close: async () => {
      await served.close();
      await organization.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** As aws-nuke reports it. */
async function purge(): Promise<string> {
  return 'Would remove or removed:\neu-west-1 - S3Bucket - s3://old-data - removed\n';
}

/** What `cdk bootstrap` leaves, as far as templates refer to it. */
async function bootstrap({ inHub }: Deployment): Promise<void> {
  await inHub('s3').call('CreateBucket', {
    Bucket: `cdk-hnb659fds-assets-${automationAccountId}-${region}`,
    CreateBucketConfiguration: { LocationConstraint: region },
  });
  const Name = '/cdk-bootstrap/hnb659fds/version';
  await inHub('ssm').call('PutParameter', { Name, Value: '30', Type: 'String' });
}

interface Deployment extends Pick<DeployedInstallation, 'organization' | 'unitId' | 'url'> {
  readonly folder: string;
  readonly inHub: DeployedInstallation['inHub'];
  readonly during: DeployedInstallation['during'];
}

async function deploy(
  { organization, folder, unitId, url, inHub, during }: Deployment,
  operation: 'CreateStack' | 'UpdateStack',
  acknowledgementUrl: string,
) {
  const settingsPath = writeSettings(folder, { unitId, acknowledgementUrl });
  const { templateUrl, assets } = await synthesizeApp({
    settingsPath,
    outputFolder: join(folder, operation),
    variables: variablesOf(organization, { folder, url }),
  });
  for (const asset of assets) await inHub('s3').call('PutObject', { ...asset });
  const cloudformation = inHub('cloudformation');
  const StackName = 'SpaDemo';
  await cloudformation.call(operation, {
    StackName,
    TemplateURL: templateUrl,
    Capabilities: ['CAPABILITY_IAM'],
  });
  const stack = await during(() => stackInTheEnd(cloudformation, organization, StackName));
  const outputs = Object.fromEntries(
    stack.Outputs.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]),
  );
  return { settings: await loadSettings({ path: settingsPath }), outputs };
}

function variablesOf(
  organization: SimulatedOrganization,
  { folder, url }: { readonly folder: string; readonly url: string },
): NodeJS.ProcessEnv {
  const { credentials } = organization.access(administratorArn(automationAccountId));
  return {
    PATH: [dirname(process.execPath), process.env.PATH].join(':'),
    HOME: folder,
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    AWS_REGION: region,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

interface DescribedStack {
  readonly StackStatus: string;
  readonly Outputs: readonly { readonly OutputKey: string; readonly OutputValue: string }[];
}

async function stackInTheEnd(
  cloudformation: GenericCalls,
  { clock }: SimulatedOrganization,
  StackName: string,
): Promise<DescribedStack> {
  for (;;) {
    const { Stacks } = await cloudformation.call('DescribeStacks', { StackName });
    const [stack] = Stacks as readonly DescribedStack[];
    const { StackStatus = 'missing' } = stack ?? {};
    if (stack && /^(CREATE|UPDATE)_COMPLETE$/.test(StackStatus)) return stack;
    if (!/_IN_PROGRESS$/.test(StackStatus)) throw new Error(`the stack is ${StackStatus}`);
    await clock.sleep(5_000);
  }
}

async function deployPrerequisites(
  { organization, during }: Deployment,
  settings: Settings,
): Promise<void> {
  const { clock, id: organizationId } = organization;
  const fleet = openFleet({ ...organization.access(), clock });
  const facts = { settings, accountId: automationAccountId, region, organizationId };
  const { signal } = new AbortController();
  const findings = await during(() =>
    applyPrerequisites({ fleet, facts, clock, signal }, prerequisiteStacks(facts)),
  );
  const failed = findings.filter(({ action }) => action === 'failed');
  if (failed.length > 0) throw new Error(JSON.stringify(failed));
}
