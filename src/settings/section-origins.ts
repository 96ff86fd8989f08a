/** Origins of the values outside of the settings entries. */

import type { SettingsEnvironment } from './environment.ts';
import { sections } from './file-schema.ts';
import { builtInOrigin, type SettingOrigin } from './origin.ts';
import { type MappingNode, nodeAt, positionOf } from './yaml/node.ts';

export interface SectionSources {
  readonly path: string;
  readonly nodes: MappingNode;
  readonly environment: SettingsEnvironment;
}

export function sectionOrigins(
  from: SectionSources,
): readonly (readonly [string, SettingOrigin])[] {
  const keys = Object.entries(sections).flatMap(([section, { shape }]) =>
    Object.keys(shape).map((key) => [section, key]),
  );
  return [['environment_identifier'], ...keys].map((path) => [
    path.join('.'),
    originOf(path, from),
  ]);
}

const overriding: Readonly<Record<string, 'AWS_ACCOUNT' | 'AWS_REGION'>> = {
  'automation.account_id': 'AWS_ACCOUNT',
  'automation.region': 'AWS_REGION',
};

function originOf(
  path: readonly string[],
  { path: file, nodes, environment }: SectionSources,
): SettingOrigin {
  const name = overriding[path.join('.')];
  if (name && environment[name]) return { kind: 'environment', name };
  if (nodeAt(nodes, path)) return { kind: 'section', at: { file, ...positionOf(nodes, path) } };
  const isNamed = environment.STACK_PREFIX || environment.ENVIRONMENT;
  if (path[0] === 'environment_identifier' && isNamed) {
    return { kind: 'environment', name: 'STACK_PREFIX and ENVIRONMENT' };
  }
  return builtInOrigin;
}
