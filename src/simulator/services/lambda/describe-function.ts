/** A function as the API describes it. */

import type { LambdaFunction, PublishedVersion } from './lambda-function.ts';

export function configurationOf(
  { name, arn, modifiedAt, ...current }: LambdaFunction,
  version?: PublishedVersion,
) {
  const { settings, code, revisionId } = version ?? current;
  const { logging, variables, deadLetterArn, keyArn } = settings;
  return {
    FunctionName: name,
    FunctionArn: version ? `${arn}:${version.version}` : arn,
    Runtime: settings.runtime,
    Role: settings.roleArn,
    Handler: settings.handler,
    CodeSize: code.archive.byteLength,
    CodeSha256: code.sha256,
    Description: settings.description,
    Timeout: settings.timeoutSeconds,
    MemorySize: settings.memoryMb,
    LastModified: lambdaTime(version?.publishedAt ?? modifiedAt),
    Version: version?.version ?? '$LATEST',
    ...(Object.keys(variables).length > 0 && { Environment: { Variables: variables } }),
    ...(keyArn !== undefined && { KMSKeyArn: keyArn }),
    ...(deadLetterArn !== undefined && { DeadLetterConfig: { TargetArn: deadLetterArn } }),
    TracingConfig: { Mode: settings.tracingMode },
    RevisionId: revisionId,
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: 'Zip',
    Architectures: [settings.architecture],
    EphemeralStorage: { Size: settings.storageMb },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: {
      LogFormat: logging.format,
      ...(logging.applicationLevel !== undefined && {
        ApplicationLogLevel: logging.applicationLevel,
      }),
      ...(logging.systemLevel !== undefined && { SystemLogLevel: logging.systemLevel }),
      LogGroup: logging.group,
    },
  };
}

/** `2026-01-01T00:00:00.000+0000`. */
function lambdaTime(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '+0000');
}
