/** The tree of organizational units: all of it, or the unit behind a path of names. */

import type { OrganizationalUnit } from '@aws-sdk/client-organizations';
import type { Fleet } from '../aws/open-fleet.ts';
import { FlotillaError } from '../model/flotilla-error.ts';
import { nearest } from '../model/nearest.ts';
import { readOrganization } from './call-organizations.ts';

/** The root or an OU. */
export interface OuNode {
  readonly id: string;
  readonly name: string;
  /** `/Workloads/Production`; `/` for the root. */
  readonly path: string;
  /** Sorted by name. */
  readonly children: readonly OuNode[];
}

/** One call per OU, and more where an OU has more children than a page. */
export async function readOrganizationTree(fleet: Fleet, signal?: AbortSignal): Promise<OuNode> {
  const below = async (id: string, path: string): Promise<readonly OuNode[]> => {
    const units = await listChildren(fleet, id, signal);
    const children = units.map(async ({ Id = '', Name = '' }): Promise<OuNode> => {
      const own = `${path === '/' ? '' : path}/${Name}`;
      return { id: Id, name: Name, path: own, children: await below(Id, own) };
    });
    return (await Promise.all(children)).sort((a, b) => (a.name < b.name ? -1 : 1));
  };
  const id = await readRootId(fleet, signal);
  return { id, name: 'Root', path: '/', children: await below(id, '/') };
}

/**
 * Returns a function from a path of names, `/Workloads/Production`, to the id of that OU; `/` is the root. Each level is
 * read once. It throws a `FlotillaError` that says at which level the path ends.
 */
export function pathResolver(
  fleet: Fleet,
  signal?: AbortSignal,
): (path: string) => Promise<string> {
  const levels = new Map<string, Promise<readonly OrganizationalUnit[]>>();
  const childrenOf = (id: string) => {
    const known = levels.get(id) ?? listChildren(fleet, id, signal);
    levels.set(id, known);
    return known;
  };
  return async (path) => {
    let id = await readRootId(fleet, signal);
    const names = path.split('/').filter((name) => name !== '');
    for (const [depth, name] of names.entries()) {
      const units = await childrenOf(id);
      const unit = units.find(({ Name }) => Name === name);
      if (!unit?.Id) throw noSuchPath(path, `/${names.slice(0, depth).join('/')}`, { name, units });
      id = unit.Id;
    }
    return id;
  };
}

interface Level {
  readonly name: string;
  readonly units: readonly OrganizationalUnit[];
}

function noSuchPath(path: string, parent: string, { name, units }: Level): FlotillaError {
  const names = units.flatMap(({ Name }) => Name ?? []);
  const near = nearest(name, names);
  const hint =
    near !== undefined
      ? `did you mean ${near}?`
      : names.length > 0
        ? `there are ${names.toSorted().join(', ')}`
        : 'it has no OUs below';
  return new FlotillaError(
    'Selection',
    `the organization has no OU "${path}": in ${parent} ${hint}`,
  );
}

async function readRootId(fleet: Fleet, signal: AbortSignal | undefined): Promise<string> {
  const { Roots } = await readOrganization(fleet, 'ListRoots', {}, signal);
  return Roots?.[0]?.Id ?? '';
}

async function listChildren(
  fleet: Fleet,
  parent: string,
  signal: AbortSignal | undefined,
): Promise<readonly OrganizationalUnit[]> {
  const found: OrganizationalUnit[] = [];
  let token: string | undefined;
  do {
    const input = { ParentId: parent, ...(token !== undefined && { NextToken: token }) };
    const page = await readOrganization(fleet, 'ListOrganizationalUnitsForParent', input, signal);
    found.push(...(page.OrganizationalUnits ?? []));
    token = page.NextToken;
  } while (token !== undefined);
  return found;
}
