/**
 * What CreateFunction and the updates accept; limits and defaults are Lambda's.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */

import { AwsError } from '../../../wire/aws-error.ts';
import { invalidValue, notKnown } from './errors.ts';
import type { FunctionSettings, LoggingSettings } from './lambda-function.ts';
import { isReservedVariable } from './run/variables.ts';

export interface SettingsInput {
  readonly Role?: string;
  readonly Handler?: string;
  readonly Runtime?: string;
  readonly Description?: string;
  readonly Timeout?: number;
  readonly MemorySize?: number;
  readonly EphemeralStorage?: { readonly Size?: number };
  readonly Environment?: { readonly Variables?: Readonly<Record<string, string>> };
  readonly KMSKeyArn?: string;
  readonly DeadLetterConfig?: { readonly TargetArn?: string };
  readonly TracingConfig?: { readonly Mode?: string };
  readonly Architectures?: readonly string[];
  readonly LoggingConfig?: {
    readonly LogFormat?: string;
    readonly ApplicationLogLevel?: string;
    readonly SystemLogLevel?: string;
    readonly LogGroup?: string;
  };
  readonly PackageType?: string;
}

/** Members that are refused when they have a value that means something. */
const notModelled = [
  'CapacityProviderConfig',
  'CodeSigningConfigArn',
  'DurableConfig',
  'FileSystemConfigs',
  'ImageConfig',
  'Layers',
  'TenancyConfig',
  'VpcConfig',
];

const runtimes = ['nodejs20.x', 'nodejs22.x', 'nodejs24.x'];
const levels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];

export function newSettings(name: string, input: SettingsInput): FunctionSettings {
  const settings = changedSettings(defaultsOf(name), input);
  if (settings.runtime === '' || settings.handler === '') {
    throw invalidValue(
      'Runtime and Handler are mandatory parameters for functions created with deployment packages.',
    );
  }
  return settings;
}

function defaultsOf(name: string): FunctionSettings {
  return {
    runtime: '',
    roleArn: '',
    handler: '',
    description: '',
    timeoutSeconds: 3,
    memoryMb: 128,
    storageMb: 512,
    variables: {},
    keyArn: undefined,
    deadLetterArn: undefined,
    tracingMode: 'PassThrough',
    architecture: 'x86_64',
    logging: {
      format: 'Text',
      applicationLevel: undefined,
      systemLevel: undefined,
      group: `/aws/lambda/${name}`,
    },
  };
}

/** Members that are absent stay as they are. */
export function changedSettings(before: FunctionSettings, input: SettingsInput): FunctionSettings {
  checkModelled(input);
  const { DeadLetterConfig: letters, KMSKeyArn } = input;
  const after: FunctionSettings = {
    runtime: input.Runtime ?? before.runtime,
    roleArn: input.Role ?? before.roleArn,
    handler: input.Handler ?? before.handler,
    description: input.Description ?? before.description,
    timeoutSeconds: input.Timeout ?? before.timeoutSeconds,
    memoryMb: input.MemorySize ?? before.memoryMb,
    storageMb: input.EphemeralStorage?.Size ?? before.storageMb,
    variables: input.Environment ? (input.Environment.Variables ?? {}) : before.variables,
    keyArn: KMSKeyArn === undefined ? before.keyArn : KMSKeyArn || undefined,
    deadLetterArn: letters ? letters.TargetArn || undefined : before.deadLetterArn,
    tracingMode: input.TracingConfig?.Mode ?? before.tracingMode,
    architecture: input.Architectures?.[0] ?? before.architecture,
    logging: changedLogging(before.logging, input.LoggingConfig),
  };
  checkSettings(after);
  checkVariables(after.variables);
  return after;
}

function changedLogging(
  before: LoggingSettings,
  input: SettingsInput['LoggingConfig'],
): LoggingSettings {
  if (!input) return before;
  const format = input.LogFormat ?? before.format;
  if (format !== 'Text' && format !== 'JSON') throw constraint('loggingConfig.logFormat', format);
  const { ApplicationLogLevel: application, SystemLogLevel: system } = input;
  if (format === 'Text' && (application !== undefined || system !== undefined)) {
    throw invalidValue('Log level is only supported when LogFormat is set to JSON');
  }
  if (application !== undefined && !levels.includes(application)) {
    throw constraint('loggingConfig.applicationLogLevel', application);
  }
  if (system !== undefined && !['DEBUG', 'INFO', 'WARN'].includes(system)) {
    throw constraint('loggingConfig.systemLogLevel', system);
  }
  const isJson = format === 'JSON';
  return {
    format,
    applicationLevel: isJson ? (application ?? before.applicationLevel ?? 'INFO') : undefined,
    systemLevel: isJson ? (system ?? before.systemLevel ?? 'INFO') : undefined,
    group: input.LogGroup ?? before.group,
  };
}

function checkModelled(input: SettingsInput): void {
  const { PackageType = 'Zip' } = input;
  if (PackageType !== 'Zip') throw notKnown(`functions of package type ${PackageType}`);
  for (const [name, value] of Object.entries(input)) {
    if (notModelled.includes(name) && hasContent(value)) throw notKnown(`functions with ${name}`);
  }
}

/** `VpcConfig: { SubnetIds: [] }` and `Layers: []` mean none. */
function hasContent(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return value !== undefined && value !== '';
  return Object.values(value).some(hasContent);
}

function checkSettings(settings: FunctionSettings): void {
  const { runtime, handler, roleArn, timeoutSeconds, memoryMb, storageMb } = settings;
  if (runtime !== '' && !runtimes.includes(runtime)) throw notKnown(`the runtime ${runtime}`);
  if (handler !== '' && !/^\S{1,128}$/.test(handler)) throw constraint('handler', handler);
  if (!/^arn:[\w-]+:iam::\d{12}:role\/?[\w+=,.@/-]+$/.test(roleArn)) {
    throw constraint('role', roleArn);
  }
  checkNumber('timeout', timeoutSeconds, [1, 900]);
  checkNumber('memorySize', memoryMb, [128, 10_240]);
  checkNumber('ephemeralStorage.size', storageMb, [512, 10_240]);
  if (settings.description.length > 256) throw constraint('description', settings.description);
  if (!['Active', 'PassThrough'].includes(settings.tracingMode)) {
    throw constraint('tracingConfig.mode', settings.tracingMode);
  }
  if (!['x86_64', 'arm64'].includes(settings.architecture)) {
    throw constraint('architectures', `[${settings.architecture}]`);
  }
}

function checkNumber(member: string, value: number, [min, max]: readonly [number, number]): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  const bound = value > max ? `less than or equal to ${max}` : `greater than or equal to ${min}`;
  throw validation(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must have value ${bound}`,
  );
}

const maxVariableBytes = 4_096;

function checkVariables(variables: Readonly<Record<string, string>>): void {
  const names = Object.keys(variables);
  const taken = names.filter(isReservedVariable);
  if (taken.length > 0) {
    throw invalidValue(
      `Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${taken.join(', ')}`,
    );
  }
  const wrong = names.find((name) => !/^[a-zA-Z]\w+$/.test(name));
  if (wrong !== undefined) {
    throw validation(
      `1 validation error detected: Value at 'environment.variables' failed to satisfy constraint: Map keys must satisfy constraint: [Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]`,
    );
  }
  const bytes = Buffer.byteLength(JSON.stringify(variables));
  if (bytes <= maxVariableBytes) return;
  throw invalidValue(
    `Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: ${JSON.stringify(variables)}`,
  );
}

function constraint(member: string, value: string): AwsError {
  return validation(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint`,
  );
}

function validation(message: string): AwsError {
  return new AwsError('ValidationException', message, { status: 400 });
}
