/**
 * The environment of a function's process: the variables of the function, those that Lambda documents, and the address of
 * the simulator. Nothing of the simulator's own environment.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */

import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LambdaFunction } from '../lambda-function.ts';

export interface ProcessFacts {
  readonly home: string;
  readonly codeFolder: string;
  readonly logStream: string;
  readonly endpoint: string;
  readonly credentials: {
    readonly AccessKeyId: string;
    readonly SecretAccessKey: string;
    readonly SessionToken: string;
  };
}

export function variablesOf(
  { name, region, settings }: LambdaFunction,
  { home, codeFolder, logStream, endpoint, credentials }: ProcessFacts,
): Readonly<Record<string, string>> {
  const { logging } = settings;
  return {
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    PATH: '/usr/local/bin:/usr/bin:/bin',
    NODE_PATH: sdkFolder,
    ...settings.variables,
    // Files of the person who runs the simulator are out of sight.
    HOME: home,
    _HANDLER: settings.handler,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${settings.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.memoryMb),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: logging.group,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    ...(logging.format === 'JSON' && {
      AWS_LAMBDA_LOG_FORMAT: 'JSON',
      AWS_LAMBDA_LOG_LEVEL: logging.applicationLevel ?? 'INFO',
    }),
    AWS_ACCESS_KEY_ID: credentials.AccessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.SecretAccessKey,
    AWS_SESSION_TOKEN: credentials.SessionToken,
    LAMBDA_TASK_ROOT: codeFolder,
    LAMBDA_RUNTIME_DIR: import.meta.dirname,
    AWS_ENDPOINT_URL: endpoint,
  };
}

/** Lambda's runtimes have the SDK; here it is what this package has installed of it. */
const sdkFolder = join(
  dirname(fileURLToPath(import.meta.resolve('@aws-sdk/client-s3/package.json'))),
  '../..',
);

/** Names that Lambda sets itself, and refuses in the configuration of a function. */
const reserved = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_DEFAULT_REGION',
  'AWS_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_LAMBDA_RUNTIME_API',
  'LAMBDA_TASK_ROOT',
  'LAMBDA_RUNTIME_DIR',
]);

export function isReservedVariable(name: string): boolean {
  return reserved.has(name);
}
