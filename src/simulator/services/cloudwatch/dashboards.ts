/**
 * Dashboards: bodies are checked, stored and returned as they are. They are global.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */

import { randomFrom } from '../../../model/random.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { callPage } from '../../call-page.ts';
import type { CallContext } from '../../service.ts';
import type { SimulatedAccount } from '../../world/account.ts';
import { perAccount } from '../../world/service-state.ts';
import type { World } from '../../world/world.ts';
import { invalidValue } from './errors.ts';
import { type CloudWatchTag, setTags } from './tags.ts';

interface Dashboard {
  readonly name: string;
  readonly body: string;
  readonly changedAt: number;
}

interface DashboardInput {
  readonly DashboardName: string;
}

interface PutInput extends DashboardInput {
  readonly DashboardBody: string;
  readonly Tags?: readonly CloudWatchTag[];
}

interface ListInput {
  readonly DashboardNamePrefix?: string;
  readonly NextToken?: string;
}

interface DeleteInput {
  readonly DashboardNames: readonly string[];
}

const dashboardsOf = perAccount(
  (world: World, account: SimulatedAccount): Map<string, Dashboard> =>
    new Map(seedDashboards(world, account).map((one) => [one.name, one])),
);

function seedDashboards({ seed }: World, account: SimulatedAccount): readonly Dashboard[] {
  const isUsed = account.seeded && randomFrom(seed, account.id, 'dashboards').chance(0.3);
  const body = JSON.stringify({ widgets: [] });
  return isUsed ? [{ name: 'operations', body, changedAt: account.joinedAt }] : [];
}

const maxListed = 1_000;

export const dashboardHandlers = {
  PutDashboard: ({ DashboardName, DashboardBody, Tags }: PutInput, context: CallContext) => {
    if (!/^[\w-]{1,255}$/.test(DashboardName)) {
      throw invalidValue(`The value ${DashboardName} for field DashboardName is invalid.`);
    }
    checkBody(DashboardBody);
    callerDashboards(context).set(DashboardName, {
      name: DashboardName,
      body: DashboardBody,
      changedAt: context.now,
    });
    if (Tags) setTags(context, dashboardArn(context, DashboardName), Tags);
    return { DashboardValidationMessages: [] };
  },

  GetDashboard: ({ DashboardName }: DashboardInput, context: CallContext) => {
    const dashboard = callerDashboards(context).get(DashboardName);
    if (!dashboard) throw notFound(DashboardName);
    return {
      DashboardName,
      DashboardArn: dashboardArn(context, DashboardName),
      DashboardBody: dashboard.body,
    };
  },

  ListDashboards: ({ DashboardNamePrefix = '', NextToken }: ListInput, context: CallContext) => {
    const found = [...callerDashboards(context).values()]
      .filter(({ name }) => name.startsWith(DashboardNamePrefix))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const page = callPage(context, {
      items: found,
      key: ({ name }) => name,
      token: NextToken,
      size: maxListed,
      scope: `dashboards ${DashboardNamePrefix}`,
      invalidToken: () => invalidValue('The next token is not valid.'),
    });
    return {
      DashboardEntries: page.items.map(({ name, body, changedAt }) => ({
        DashboardName: name,
        DashboardArn: dashboardArn(context, name),
        LastModified: new Date(changedAt),
        Size: Buffer.byteLength(body),
      })),
      ...page.token,
    };
  },

  /** All or none. */
  DeleteDashboards: ({ DashboardNames }: DeleteInput, context: CallContext) => {
    const dashboards = callerDashboards(context);
    const missing = DashboardNames.find((name) => !dashboards.has(name));
    if (missing !== undefined) throw notFound(missing);
    for (const name of DashboardNames) dashboards.delete(name);
    return {};
  },
};

/** `arn:aws:cloudwatch::111122223333:dashboard/<name>`. */
export function dashboardArn({ world, caller }: CallContext, name: string): string {
  return `arn:${world.partition.name}:cloudwatch::${caller.accountId}:dashboard/${name}`;
}

export function hasDashboard(context: CallContext, name: string): boolean {
  return callerDashboards(context).has(name);
}

function callerDashboards(context: CallContext): Map<string, Dashboard> {
  return dashboardsOf.ofCall(context);
}

function notFound(name: string): AwsError {
  return new AwsError('DashboardNotFoundError', `Dashboard ${name} does not exist`);
}

interface Complaint {
  readonly DataPath: string;
  readonly Message: string;
}

const widgetTypes = ['alarm', 'custom', 'explorer', 'log', 'metric', 'text'];

function checkBody(text: string): void {
  const complaints = complaintsAbout(text);
  if (complaints.length === 0) return;
  const message = `The dashboard body is invalid, there are ${complaints.length} validation errors: ${JSON.stringify(complaints)}`;
  throw new AwsError('DashboardInvalidInputError', message, {
    members: { dashboardValidationMessages: complaints },
  });
}

function complaintsAbout(text: string): readonly Complaint[] {
  const body = parse(text);
  if (!isObject(body)) {
    return [{ DataPath: '', Message: 'The field DashboardBody must be a valid JSON object' }];
  }
  const { widgets } = body;
  if (!Array.isArray(widgets)) {
    return [{ DataPath: '/', Message: 'Should have required property widgets, an array' }];
  }
  return widgets.flatMap((widget, index) => complaintsAboutWidget(widget, `/widgets/${index}`));
}

function complaintsAboutWidget(widget: unknown, DataPath: string): readonly Complaint[] {
  if (!isObject(widget)) return [{ DataPath, Message: 'Should be an object' }];
  const { type, properties } = widget;
  return [
    ...(widgetTypes.includes(String(type))
      ? []
      : [{ DataPath: `${DataPath}/type`, Message: `Should be one of ${widgetTypes.join(', ')}` }]),
    ...(isObject(properties)
      ? []
      : [{ DataPath: `${DataPath}/properties`, Message: 'Should be an object' }]),
  ];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
