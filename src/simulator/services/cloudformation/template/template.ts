/** A parsed template: its sections are checked, its references resolve, and its resources have an order. */

import { wavesOf } from './order.ts';
import { readTemplate } from './read-template.ts';
import { checkReferences } from './references.ts';
import type { Template, TemplateResource } from './shape.ts';
import { TemplateError } from './template-error.ts';
import { isMembers, membersOf, type TemplateMembers } from './value.ts';

const sections = [
  'AWSTemplateFormatVersion',
  'Description',
  'Metadata',
  'Parameters',
  'Mappings',
  'Conditions',
  'Rules',
  'Resources',
  'Outputs',
];
const notSimulated = ['Transform', 'Hooks'];
const resourceMembers = [
  'Type',
  'Properties',
  'Condition',
  'DependsOn',
  'DeletionPolicy',
  'UpdateReplacePolicy',
  'Metadata',
];

/** Throws a TemplateError with the first mistake. */
export function parseTemplate(text: string): Template {
  const read = readTemplate(text);
  checkSections(read);
  const { Description, Metadata } = read;
  const parsed = {
    ...(Description !== undefined && { Description: String(Description) }),
    ...(Metadata !== undefined && { Metadata }),
    Parameters: parametersOf(read),
    Mappings: membersOf(read.Mappings),
    Conditions: membersOf(read.Conditions),
    Rules: membersOf(read.Rules),
    Resources: resourcesOf(read),
    Outputs: outputsOf(read),
  };
  checkReferences(parsed);
  const waves = wavesOf(parsed.Resources);
  return { ...parsed, waves, order: waves.flat() };
}

function checkSections(read: TemplateMembers): void {
  const version = read.AWSTemplateFormatVersion;
  if (version !== undefined && version !== '2010-09-09') {
    throw new TemplateError(
      'Template format error: unsupported value for AWSTemplateFormatVersion.',
    );
  }
  const missing = notSimulated.find((section) => section in read);
  if (missing) throw new TemplateError(`The simulator does not know ${missing} in a template yet.`);
  const unknown = Object.keys(read).filter((section) => !sections.includes(section));
  if (unknown.length > 0) {
    throw new TemplateError(`Invalid template property or properties [${unknown.join(', ')}]`);
  }
  if (read.Description !== undefined && typeof read.Description !== 'string') {
    throw formatError('every Description member must be a string.');
  }
  for (const section of sections.slice(2)) {
    if (section in read && !isMembers(read[section])) {
      throw formatError(`[/${section}] '${section}' is expected to be a JSON object.`);
    }
  }
}

function parametersOf(read: TemplateMembers): Template['Parameters'] {
  const parameters = membersOf(read.Parameters);
  for (const [name, parameter] of Object.entries(parameters)) {
    checkName('Parameter', name);
    if (typeof membersOf(parameter).Type !== 'string') {
      throw formatError('Every Parameters object must contain a Type member.');
    }
  }
  return parameters as Template['Parameters'];
}

function resourcesOf(read: TemplateMembers): Template['Resources'] {
  const entries = Object.entries(membersOf(read.Resources));
  if (entries.length === 0) {
    throw formatError('At least one Resources member must be defined.');
  }
  return Object.fromEntries(entries.map(([id, resource]) => [id, resourceOf(id, resource)]));
}

function resourceOf(id: string, value: unknown): TemplateResource {
  checkName('Resource', id);
  const resource = membersOf(value);
  const unknown = Object.keys(resource).find((member) => !resourceMembers.includes(member));
  if (unknown === 'CreationPolicy' || unknown === 'UpdatePolicy') {
    throw new TemplateError(`The simulator does not know ${unknown} of ${id} yet.`);
  }
  if (unknown) throw new TemplateError(`Invalid template resource property '${unknown}'`);
  const { Type, Properties = {}, Condition, DependsOn = [] } = resource;
  if (typeof Type !== 'string') {
    throw formatError(`[/Resources/${id}] Every Resources object must contain a Type member.`);
  }
  if (!isMembers(Properties)) {
    throw formatError(`[/Resources/${id}/Properties] Properties is expected to be a JSON object.`);
  }
  return {
    Type,
    Properties,
    ...(Condition !== undefined && { Condition: String(Condition) }),
    DependsOn: [DependsOn].flat().map(String),
    DeletionPolicy: policyOf(resource, 'DeletionPolicy', [
      'Delete',
      'Retain',
      'RetainExceptOnCreate',
    ]),
    UpdateReplacePolicy: policyOf(resource, 'UpdateReplacePolicy', ['Delete', 'Retain']),
  };
}

function policyOf(resource: TemplateMembers, member: string, known: readonly string[]): string {
  const policy = resource[member] ?? 'Delete';
  if (typeof policy === 'string' && known.includes(policy)) return policy;
  if (policy === 'Snapshot') {
    throw new TemplateError(`The simulator does not know the ${member} Snapshot yet.`);
  }
  throw formatError(`Unrecognized ${member} ${JSON.stringify(policy)}`);
}

function outputsOf(read: TemplateMembers): Template['Outputs'] {
  const outputs = membersOf(read.Outputs);
  for (const [name, output] of Object.entries(outputs)) {
    checkName('Output', name);
    if (membersOf(output).Value === undefined) {
      throw formatError(`Output ${name} is malformed. The Value member must be present.`);
    }
  }
  return outputs as unknown as Template['Outputs'];
}

function checkName(kind: string, name: string): void {
  if (!/^[A-Za-z0-9]{1,255}$/.test(name))
    throw formatError(`${kind} name ${name} is non alphanumeric.`);
}

function formatError(message: string): TemplateError {
  return new TemplateError(`Template format error: ${message}`);
}
