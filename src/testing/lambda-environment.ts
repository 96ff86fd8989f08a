/** Functions that are deployed into a simulated organization, with a role that may do what a test says. */

import type { GenericCalls } from '../aws/generic-client.ts';
import {
  noLimits,
  type SimulatedOrganization,
  simulateOrganization,
  type VirtualClock,
  virtualClock,
} from '../simulator/index.ts';
import { zipOf } from '../zip/write-zip.ts';
import { openServiceClient } from './account-access.ts';

export interface LambdaEnvironment {
  readonly clock: VirtualClock;
  readonly organization: SimulatedOrganization;
  readonly accountId: string;
  readonly lambda: GenericCalls;
  client(service: string): GenericCalls;
  zip(path: string, content: string): Uint8Array;
  /** Creates the function, and its role unless another one is named. Returns its ARN. */
  deploy(name: string, source: string, more?: object): Promise<string>;
  invoke(name: string, event?: unknown): Promise<Invoked>;
  /** The messages of the function's log, without Lambda's own. */
  log(name: string): Promise<readonly string[]>;
}

interface Invoked {
  readonly payload: unknown;
  readonly error: string | undefined;
}

const everything = [{ Effect: 'Allow', Action: '*', Resource: '*' }];

export async function openLambdaEnvironment({
  statements = everything as readonly object[],
} = {}): Promise<LambdaEnvironment> {
  const clock = virtualClock();
  const organization = simulateOrganization({ clock, limits: noLimits });
  const client = (service: string) => openServiceClient(organization, service);
  const lambda = client('lambda');
  const accountId = organization.managementAccountId;
  const roleArn = await createRole(client('iam'), statements);
  return {
    clock,
    organization,
    accountId,
    lambda,
    client,
    zip: zipOf,
    deploy: async (name, source, more = {}) => {
      const { FunctionArn } = await lambda.call('CreateFunction', {
        FunctionName: name,
        Role: roleArn,
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Timeout: 30,
        Code: { ZipFile: zipOf('index.mjs', source) },
        ...more,
      });
      return String(FunctionArn);
    },
    invoke: async (name, event = {}) => {
      const { Payload, FunctionError } = await lambda.call('Invoke', {
        FunctionName: name,
        Payload: Buffer.from(JSON.stringify(event)),
      });
      const payload: unknown = JSON.parse(Buffer.from(Payload as Uint8Array).toString());
      return { payload, error: FunctionError as string | undefined };
    },
    log: async (name) => {
      const { events } = await client('logs').call('FilterLogEvents', {
        logGroupName: `/aws/lambda/${name}`,
      });
      return (events as { message: string }[])
        .map(({ message }) => message)
        .filter((message) => !/^(START|END|REPORT) /.test(message));
    },
  };
}

async function createRole(iam: GenericCalls, Statement: readonly object[]): Promise<string> {
  const { Role } = await iam.call('CreateRole', {
    RoleName: 'function-role',
    AssumeRolePolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'lambda.amazonaws.com' },
          Action: 'sts:AssumeRole',
        },
      ],
    }),
  });
  await iam.call('PutRolePolicy', {
    RoleName: 'function-role',
    PolicyName: 'all',
    PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
  });
  return (Role as { Arn: string }).Arn;
}
