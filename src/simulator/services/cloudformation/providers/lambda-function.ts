/** AWS::Lambda::Function */

import { zipOf } from '../../../../zip/write-zip.ts';
import { TemplateError } from '../template/template-error.ts';
import { membersOf, type TemplateMembers } from '../template/value.ts';
import {
  documentText,
  type ExistingResource,
  numberOf,
  type ProvidedResource,
  type ProviderAccess,
  type ResourceProvider,
  type ResourceRequest,
  removedTags,
  required,
  tagMap,
} from './provider.ts';

/** Members of the API by the same names. */
const settings = [
  'Architectures',
  'DeadLetterConfig',
  'Description',
  'Environment',
  'EphemeralStorage',
  'Handler',
  'KmsKeyArn',
  'Layers',
  'LoggingConfig',
  'MemorySize',
  'PackageType',
  'Role',
  'Runtime',
  'Timeout',
  'TracingConfig',
  'VpcConfig',
];

/** The values of settings that a template no longer has. */
const defaults: Readonly<Record<string, unknown>> = {
  DeadLetterConfig: {},
  Description: '',
  Environment: { Variables: {} },
  EphemeralStorage: { Size: 512 },
  KmsKeyArn: '',
  LoggingConfig: { LogFormat: 'Text' },
  MemorySize: 128,
  Timeout: 3,
  TracingConfig: { Mode: 'PassThrough' },
};

export const lambdaFunction: ResourceProvider = {
  properties: [...settings, 'Code', 'FunctionName', 'ReservedConcurrentExecutions', 'Tags'],
  replacedBy: ['FunctionName', 'PackageType'],

  create: (request) => {
    const { access, properties, tags } = request;
    const name = String(properties.FunctionName ?? request.generateName(64));
    access.call('lambda', 'CreateFunction', {
      FunctionName: name,
      Code: codeOf(request),
      ...settingsOf(properties, settings),
      ...(tags.length > 0 && { Tags: tagMap(tags) }),
    });
    try {
      limit(request, name, {});
    } catch (error) {
      access.call('lambda', 'DeleteFunction', { FunctionName: name });
      throw error;
    }
    return provided(access, name);
  },

  update: (request, before) => {
    const { access, properties, tags } = request;
    const FunctionName = before.physicalId;
    if (isChanged(properties, before, ['Code', 'Architectures'])) {
      access.call('lambda', 'UpdateFunctionCode', {
        FunctionName,
        ...codeOf(request),
        ...settingsOf(properties, ['Architectures']),
      });
    }
    const names = settings.filter((name) => name !== 'Architectures' && name !== 'PackageType');
    if (isChanged(properties, before, names)) {
      const dropped = names.filter((name) => properties[name] === undefined && name in defaults);
      access.call('lambda', 'UpdateFunctionConfiguration', {
        FunctionName,
        ...settingsOf(defaults, dropped),
        ...settingsOf(properties, names),
      });
    }
    limit(request, FunctionName, before.properties);
    const provides = provided(access, FunctionName);
    const Resource = provides.attributes.Arn;
    const TagKeys = removedTags(request, before);
    if (TagKeys.length > 0) access.call('lambda', 'UntagResource', { Resource, TagKeys });
    if (tags.length > 0) access.call('lambda', 'TagResource', { Resource, Tags: tagMap(tags) });
    return provides;
  },

  remove: (access, { physicalId }) => {
    access.call('lambda', 'DeleteFunction', { FunctionName: physicalId });
  },
};

function isChanged(
  properties: TemplateMembers,
  before: ExistingResource,
  names: readonly string[],
): boolean {
  return names.some(
    (name) => JSON.stringify(properties[name]) !== JSON.stringify(before.properties[name]),
  );
}

/** Inline code is text, from which CloudFormation makes an archive with one file. */
function codeOf(request: ResourceRequest): object {
  const { ZipFile, ...others } = membersOf(required(request, 'Code'));
  if (ZipFile === undefined) return others;
  const runtime = String(request.properties.Runtime);
  if (!runtime.startsWith('nodejs')) {
    throw new TemplateError(`The simulator does not know inline code for ${runtime} yet.`);
  }
  return { ZipFile: zipOf('index.js', String(ZipFile)) };
}

const numbers = ['MemorySize', 'Timeout'];

function settingsOf(properties: TemplateMembers, names: readonly string[]): object {
  const members = names.flatMap((name): [string, unknown][] => {
    const value = properties[name];
    if (value === undefined) return [];
    if (numbers.includes(name)) return [[name, numberOf(value)]];
    if (name === 'Environment') return [[name, { Variables: variablesOf(value) }]];
    if (name === 'EphemeralStorage') return [[name, { Size: numberOf(membersOf(value).Size) }]];
    return [[name === 'KmsKeyArn' ? 'KMSKeyArn' : name, value]];
  });
  return Object.fromEntries(members);
}

function variablesOf(environment: unknown): TemplateMembers {
  const variables = Object.entries(membersOf(membersOf(environment).Variables));
  return Object.fromEntries(variables.map(([name, value]) => [name, documentText(value)]));
}

function limit(
  { access, properties }: ResourceRequest,
  FunctionName: string,
  before: TemplateMembers,
): void {
  const ReservedConcurrentExecutions = numberOf(properties.ReservedConcurrentExecutions);
  if (ReservedConcurrentExecutions !== undefined) {
    const input = { FunctionName, ReservedConcurrentExecutions };
    access.call('lambda', 'PutFunctionConcurrency', input);
  } else if (before.ReservedConcurrentExecutions !== undefined) {
    access.call('lambda', 'DeleteFunctionConcurrency', { FunctionName });
  }
}

function provided(access: ProviderAccess, name: string): ProvidedResource {
  const { FunctionArn } = access.call('lambda', 'GetFunctionConfiguration', { FunctionName: name });
  return { physicalId: name, attributes: { Arn: FunctionArn } };
}
