/** The definition of a project, checked as CodeBuild checks it, with CodeBuild's defaults. */

import { invalid } from './errors.ts';
import type {
  BuildVariable,
  Definition,
  LogsConfig,
  ProjectEnvironment,
  ProjectSource,
} from './resources.ts';

/** Members of CreateProject and UpdateProject. */
export interface ProjectInput {
  readonly name: string;
  readonly description?: string;
  readonly source?: ProjectSource;
  readonly sourceVersion?: string;
  readonly artifacts?: Readonly<Record<string, unknown>>;
  readonly cache?: Readonly<Record<string, unknown>>;
  readonly environment?: ProjectEnvironment;
  readonly serviceRole?: string;
  readonly timeoutInMinutes?: number;
  readonly queuedTimeoutInMinutes?: number;
  readonly encryptionKey?: string;
  readonly concurrentBuildLimit?: number;
  readonly logsConfig?: LogsConfig;
  readonly tags?: readonly { readonly key?: string; readonly value?: string }[];
  readonly [other: string]: unknown;
}

const storedMembers = [
  'secondarySources',
  'secondarySourceVersions',
  'secondaryArtifacts',
  'vpcConfig',
  'fileSystemLocations',
  'buildBatchConfig',
  'autoRetryLimit',
];

/** The definition with the members of the input replaced. */
export function redefined(before: Definition, input: ProjectInput): Definition {
  const { concurrentBuildLimit: limit = before.concurrentBuildLimit, environment } = input;
  const { concurrentBuildLimit: _, ...rest } = before;
  const others = Object.fromEntries(
    storedMembers.flatMap((member) => {
      const value = input[member] ?? before.others?.[member];
      return value === undefined ? [] : [[member, value]];
    }),
  );
  return {
    ...rest,
    ...stated(input),
    ...(environment && { environment: inFull(environment) }),
    // AWS uses -1 to remove the limit.
    ...(limit !== undefined && limit !== -1 && { concurrentBuildLimit: limit }),
    ...(Object.keys(others).length > 0 && { others }),
  };
}

const replaced = [
  'description',
  'source',
  'sourceVersion',
  'artifacts',
  'cache',
  'serviceRole',
  'timeoutInMinutes',
  'queuedTimeoutInMinutes',
  'encryptionKey',
  'logsConfig',
] as const satisfies readonly (keyof Definition & keyof ProjectInput)[];

function stated(input: ProjectInput): Partial<Definition> {
  return Object.fromEntries(
    replaced.flatMap((member) => (input[member] === undefined ? [] : [[member, input[member]]])),
  );
}

function inFull(environment: ProjectEnvironment): ProjectEnvironment {
  const variables = environment.environmentVariables ?? [];
  return {
    privilegedMode: false,
    imagePullCredentialsType: 'CODEBUILD',
    ...environment,
    environmentVariables: variables.map(({ name, value, type = 'PLAINTEXT' }) => ({
      name,
      value,
      type,
    })),
  };
}

export function checkDefinition(definition: Definition, accountLimit: number): void {
  checkSource(definition.source);
  checkOneOf('artifacts type', definition.artifacts.type, artifactTypes);
  checkEnvironment(definition.environment);
  checkRange('timeout', definition.timeoutInMinutes, 5, 2_160);
  checkRange('queued timeout', definition.queuedTimeoutInMinutes, 5, 480);
  const limit = definition.concurrentBuildLimit;
  if (limit === undefined) return;
  if (limit < 1) throw invalid('Project-level concurrent build limit must be at least 1');
  if (limit > accountLimit) {
    throw invalid(
      `Project-level concurrent build limit cannot exceed the account-level concurrent build limit of ${accountLimit}.`,
    );
  }
}

export function checkName(name: string): void {
  if (!/^[A-Za-z0-9][A-Za-z0-9\-_]{1,254}$/.test(name)) {
    throw invalid(
      `Invalid project name: ${name}. It must have 2 to 255 letters, digits, - or _ and begin with a letter or digit`,
    );
  }
}

const sourceTypes =
  'BITBUCKET CODECOMMIT CODEPIPELINE GITHUB GITHUB_ENTERPRISE GITLAB GITLAB_SELF_MANAGED NO_SOURCE S3';
const artifactTypes = 'CODEPIPELINE NO_ARTIFACTS S3';
const environmentTypes =
  'ARM_CONTAINER ARM_EC2 ARM_LAMBDA_CONTAINER LINUX_CONTAINER LINUX_EC2 LINUX_GPU_CONTAINER LINUX_LAMBDA_CONTAINER MAC_ARM WINDOWS_CONTAINER WINDOWS_EC2 WINDOWS_SERVER_2019_CONTAINER WINDOWS_SERVER_2022_CONTAINER';
const computeTypes =
  'ATTRIBUTE_BASED_COMPUTE BUILD_GENERAL1_2XLARGE BUILD_GENERAL1_LARGE BUILD_GENERAL1_MEDIUM BUILD_GENERAL1_SMALL BUILD_GENERAL1_XLARGE BUILD_LAMBDA_10GB BUILD_LAMBDA_1GB BUILD_LAMBDA_2GB BUILD_LAMBDA_4GB BUILD_LAMBDA_8GB CUSTOM_INSTANCE_TYPE';
const variableTypes = 'PARAMETER_STORE PLAINTEXT SECRETS_MANAGER';

function checkSource({ type, buildspec, location }: ProjectSource): void {
  checkOneOf('source type', type, sourceTypes);
  if (type === 'NO_SOURCE' && !buildspec) {
    throw invalid('Buildspec is required when the source type is NO_SOURCE');
  }
  if (type === 'NO_SOURCE' && location) {
    throw invalid('Location must not be specified when the source type is NO_SOURCE');
  }
}

function checkEnvironment(environment: ProjectEnvironment): void {
  checkOneOf('environment type', environment.type, environmentTypes);
  checkOneOf('compute type', environment.computeType, computeTypes);
  if (!environment.image) throw invalid('Environment image must not be empty');
  checkVariables(environment.environmentVariables ?? []);
}

export function checkVariables(variables: readonly BuildVariable[]): void {
  for (const { name, type = 'PLAINTEXT' } of variables) {
    if (!/^[^\s=]+$/.test(name)) throw invalid(`Invalid environment variable name: ${name}`);
    checkOneOf('environment variable type', type, variableTypes);
  }
  const doubled = variables.find(({ name }, index) =>
    variables.slice(index + 1).some((other) => other.name === name),
  );
  if (doubled) throw invalid(`Duplicate environment variable: ${doubled.name}`);
}

function checkOneOf(what: string, value: unknown, known: string): void {
  if (typeof value === 'string' && known.split(' ').includes(value)) return;
  throw invalid(`Invalid ${what}: ${value}, valid ones are ${known.split(' ').join(', ')}`);
}

function checkRange(what: string, minutes: number, low: number, high: number): void {
  if (minutes >= low && minutes <= high) return;
  throw invalid(`Invalid ${what}: it must be ${low} to ${high} minutes, but is ${minutes}`);
}
