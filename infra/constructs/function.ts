/** A function with its role, its log and its code. */

import { RemovalPolicy } from 'aws-cdk-lib';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import type { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import type { DeployedFunction, PolicyStatement } from '../../src/deployment/deployment.ts';
import { acknowledgeWildcards } from '../acknowledge.ts';

/** What all functions of a deployment share. */
export interface FunctionDefaults {
  readonly architecture: 'arm64' | 'x86_64';
  /** Of the lines that are logged: `INFO`. */
  readonly logLevel: string;
  readonly environment: Readonly<Record<string, string>>;
  /** The object with the settings. */
  readonly settingsArn: string;
}

export interface InstallationFunctionProps extends FunctionDefaults {
  readonly deployed: DeployedFunction;
  readonly code: Asset;
}

const logRetentionDays = 90;

export class InstallationFunction extends Construct {
  readonly resource: CfnFunction;

  constructor(scope: Construct, id: string, props: InstallationFunctionProps) {
    super(scope, id);
    const { deployed, code, architecture, logLevel, environment } = props;
    const { name, description, memoryMb, timeoutSeconds, reservedConcurrency } = deployed;
    const log = new CfnLogGroup(this, 'Log', {
      logGroupName: `/aws/lambda/${name}`,
      retentionInDays: logRetentionDays,
    });
    log.applyRemovalPolicy(RemovalPolicy.DESTROY);
    const role = this.#role(props, log);
    this.resource = new CfnFunction(this, 'Function', {
      functionName: name,
      description,
      runtime: 'nodejs24.x',
      handler: 'index.handler',
      architectures: [architecture],
      code: { s3Bucket: code.s3BucketName, s3Key: code.s3ObjectKey },
      role: role.attrArn,
      memorySize: memoryMb,
      timeout: timeoutSeconds,
      environment: { variables: { ...environment, ...deployed.environment } },
      tracingConfig: { mode: 'Active' },
      loggingConfig: {
        logFormat: 'JSON',
        applicationLogLevel: logLevel,
        systemLogLevel: 'INFO',
        logGroup: log.ref,
      },
      ...(reservedConcurrency !== undefined && {
        reservedConcurrentExecutions: reservedConcurrency,
      }),
    });
  }

  #role({ deployed, settingsArn }: InstallationFunctionProps, log: CfnLogGroup): CfnRole {
    const statements: readonly PolicyStatement[] = [
      ...deployed.statements,
      statement('ReadSettings', ['s3:GetObject'], [settingsArn]),
      statement('WriteLog', ['logs:CreateLogStream', 'logs:PutLogEvents'], [log.attrArn]),
      // Traces have no resource: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html
      statement('WriteTraces', ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], ['*']),
    ];
    const role = new CfnRole(this, 'Role', {
      description: `Of the function ${deployed.name}`,
      assumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'lambda.amazonaws.com' },
            Action: 'sts:AssumeRole',
          },
        ],
      },
      policies: [
        {
          policyName: 'Function',
          policyDocument: { Version: '2012-10-17', Statement: statements },
        },
      ],
    });
    acknowledgeWildcards(role, statements);
    return role;
  }
}

function statement(
  Sid: string,
  Action: readonly string[],
  Resource: readonly string[],
): PolicyStatement {
  return { Sid, Effect: 'Allow', Action, Resource };
}
