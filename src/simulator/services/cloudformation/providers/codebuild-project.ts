/** AWS::CodeBuild::Project: the members of CodeBuild's API, with capital letters. */

import { membersOf, type TemplateMembers } from '../template/value.ts';
import {
  numberOf,
  type ProvidedResource,
  type ProviderAccess,
  type ResourceProvider,
  type ResourceRequest,
  required,
} from './provider.ts';

const sections = ['Artifacts', 'Cache', 'Environment', 'LogsConfig', 'ServiceRole', 'Source'];
const numbers = ['ConcurrentBuildLimit', 'QueuedTimeoutInMinutes', 'TimeoutInMinutes'];

export const codebuildProject: ResourceProvider = {
  properties: [...sections, ...numbers, 'Description', 'EncryptionKey', 'Name', 'Tags'],
  replacedBy: ['Name'],
  create: (request) => {
    const name = String(request.properties.Name ?? request.generateName(150));
    request.access.call('codebuild', 'CreateProject', inputOf(request, name));
    return provided(request.access, name);
  },
  update: (request, { physicalId }) => {
    request.access.call('codebuild', 'UpdateProject', inputOf(request, physicalId));
    return provided(request.access, physicalId);
  },
  remove: (access, { physicalId }) => {
    access.call('codebuild', 'DeleteProject', { name: physicalId });
  },
};

function inputOf(request: ResourceRequest, name: string): object {
  for (const section of ['Artifacts', 'Environment', 'ServiceRole', 'Source'])
    required(request, section);
  const { properties, tags } = request;
  const { Name: _, Tags: __, ...members } = properties;
  const values = numbers.filter((one) => members[one] !== undefined);
  return {
    name,
    ...membersOf(lowerCamel(members)),
    ...Object.fromEntries(values.map((one) => [lower(one), numberOf(members[one])])),
    tags: tags.map(({ Key, Value }) => ({ key: Key, value: Value })),
  };
}

function lower(name: string): string {
  return name === 'BuildSpec' ? 'buildspec' : name.charAt(0).toLowerCase() + name.slice(1);
}

const booleans = new Set(['PrivilegedMode', 'EncryptionDisabled', 'InsecureSsl']);

function lowerCamel(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowerCamel);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value as TemplateMembers).map(([name, member]) => [
      lower(name),
      booleans.has(name) ? String(member) === 'true' : lowerCamel(member),
    ]),
  );
}

function provided({ context }: ProviderAccess, name: string): ProvidedResource {
  const { world, region, caller } = context;
  const arn = `arn:${world.partition.name}:codebuild:${region}:${caller.accountId}:project/${name}`;
  return { physicalId: name, attributes: { Arn: arn } };
}
