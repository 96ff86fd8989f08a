/** Describes what an installation consists of. Pure: what a deployment has is known before anything is called. */

import { busStatement } from '../lifecycle/hub/bus-policy.ts';
import { exceptionsTopic } from '../lifecycle/hub/exceptions-topic.ts';
import { reportsBucket, tableKinds, tableName } from '../lifecycle/hub/names.ts';
import { hubQueues } from '../lifecycle/hub/queues.ts';
import { reportsBucketStatements } from '../lifecycle/hub/reports-bucket-policy.ts';
import type { Settings } from '../settings/settings.ts';
import { deployedAlarms } from './alarms.ts';
import { deployedDashboard } from './dashboard.ts';
import type { DeployedFunction, Deployment } from './deployment.ts';
import { deployedFunctions } from './functions.ts';
import type { LifecycleInstallation } from './lifecycle-installation.ts';
import { deployedParameters } from './parameters.ts';
import { maxResources, resourceCount } from './resource-count.ts';

/** Who deploys, and where. */
export interface DeploymentFacts {
  readonly accountId: string;
  readonly region: string;
  readonly partition: string;
  /** `o-…`. */
  readonly organizationId: string;
}

const earlierVersionsDays = 90;

export function describeDeployment(settings: Settings, facts: DeploymentFacts): Deployment {
  const { organizationId, ...place } = facts;
  const environment = settings.environmentIdentifier;
  const installation: LifecycleInstallation = {
    settings,
    hub: { ...place, environment },
    organizationId,
  };
  const functions = deployedFunctions(installation);
  const parts = {
    functions,
    tables: tableKinds.map((kind) => ({ name: tableName(installation, kind) })),
    queues: hubQueues(installation, organizationId),
    buckets: [
      {
        name: reportsBucket(installation),
        statements: reportsBucketStatements(installation),
        earlierVersionsDays,
      },
    ],
    topics: [exceptionsTopic(installation)],
    busStatements: [busStatement(installation, organizationId)],
    alarms: deployedAlarms(installation, functions),
  };
  const left = maxResources - resourceCount({ ...parts, parameters: [] });
  const { parameters, notes } = deployedParameters(installation, left);
  return {
    stackName: environment,
    ...facts,
    tags: settings.automation.tags,
    architecture: settings.features.withArmArchitecture ? 'arm64' : 'x86_64',
    ...parts,
    parameters,
    dashboard: deployedDashboard(installation, functions),
    notes: [...notes, ...concurrencyNotes(functions), ...exportNotes(settings)],
  };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html */
const minUnreserved = 100;

function concurrencyNotes(functions: readonly DeployedFunction[]): readonly string[] {
  return functions.flatMap(({ name, reservedConcurrency }) =>
    reservedConcurrency === undefined
      ? []
      : [
          `${name} reserves ${reservedConcurrency} concurrent executions: the account's quota must be at least ${minUnreserved + reservedConcurrency}`,
        ],
  );
}

/** The engine that reads exports is too large for functions. */
function exportNotes({ reporting }: Settings): readonly string[] {
  if (reporting.costExport === undefined) return [];
  return [
    'functions cannot read the cost export; write the monthly reports with: flotilla report costs',
  ];
}
