/** The properties that aws-nuke shows of a resource type: only they can be used in rules. */

import { typesWithoutProperties, typesWithProperties } from './nuke-type-table.ts';

/** 2.16 is what Debian has (the rebuy line); 3 is the current one. Neither reads the other's configuration. */
export const nukeLines = ['v2', 'v3'] as const;

export type NukeLine = (typeof nukeLines)[number];

export interface NukeType {
  readonly name: string;
  readonly properties: ReadonlySet<string>;
  /** Shows tags, as properties `tag:<key>`. */
  readonly hasTags: boolean;
  /** Property with the creation time, if there is one that a filter can read. */
  readonly date: string | undefined;
}

export function nukeType(line: NukeLine, name: string): NukeType | undefined {
  return tables[line].get(name);
}

export function nukeTypeNames(): readonly string[] {
  return [...tables.v2.keys()];
}

function fromLine(text: string): NukeType {
  const [head = '', ...words] = text.split(', ');
  const properties = words.map((word) => word.replace('@', ''));
  return {
    name: head.replace('+', ''),
    properties: new Set(properties),
    hasTags: head.endsWith('+'),
    date: words.find((word) => word.endsWith('@'))?.replace('@', ''),
  };
}

function readTable(): ReadonlyMap<string, NukeType> {
  const bare = typesWithoutProperties.trim().split(/\s+/);
  const types = [...typesWithProperties.trim().split('\n'), ...bare].map(fromLine);
  types.sort((a, b) => (a.name < b.name ? -1 : 1));
  return new Map(types.map((type) => [type.name, type]));
}

/**
 * Version 3 shows more of these types. Only what its documentation shows is listed; for the rest, version 3 is assumed
 * to know what 2.16 does. A date that is missing keeps the resource (see `filters.ts`).
 */
const added: Readonly<Record<string, { readonly date?: string; readonly hasTags?: true }>> = {
  CloudFormationStack: { date: 'CreationTime' },
  EC2Image: { date: 'CreationDate' },
  EC2NATGateway: { date: 'CreateTime' },
  EC2Snapshot: { date: 'StartTime' },
  EC2Volume: { date: 'CreateTime' },
  RDSInstance: { date: 'InstanceCreateTime' },
};

function readCurrentTable(v2: ReadonlyMap<string, NukeType>): ReadonlyMap<string, NukeType> {
  const entries = [...v2].map(([name, type]): [string, NukeType] => {
    const { date = type.date, hasTags = type.hasTags } = added[name] ?? {};
    const properties = new Set([...type.properties, ...(date === undefined ? [] : [date])]);
    return [name, { name, properties, hasTags, date }];
  });
  return new Map(entries);
}

const v2 = readTable();
const tables: Readonly<Record<NukeLine, ReadonlyMap<string, NukeType>>> = {
  v2,
  v3: readCurrentTable(v2),
};
