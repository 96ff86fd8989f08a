/** Organizational units: their existence, names and parents. */

import { classify } from '../aws/failures.ts';
import type { Fleet } from '../aws/open-fleet.ts';
import { isRootId } from '../model/account.ts';
import { FlotillaError } from '../model/flotilla-error.ts';
import { callOrganizations, readOrganization, unreadable } from './call-organizations.ts';

export interface OrganizationalUnits {
  /** Throws a `FlotillaError` that names the first id that the organization does not have. */
  expect(ids: readonly string[]): Promise<void>;
  /** `/Workloads/Production` for `['r-…', 'ou-…', 'ou-…']`. One call per unit, which is cached. */
  path(parents: readonly string[]): Promise<string>;
  /** From the root down to the parent, for accounts without a path: a call per level, each cached. */
  parentsOf(accountId: string): Promise<readonly string[]>;
}

export function readUnits(fleet: Fleet): OrganizationalUnits {
  const nameOf = memoized((id: string) => unitName(fleet, id));
  const above = memoized((id: string) => parentOf(fleet, id));
  const parentsOf = async (id: string): Promise<readonly string[]> => {
    const parent = await (isRootId(id) ? undefined : above(id));
    return parent === undefined ? [] : [...(await parentsOf(parent)), parent];
  };
  return {
    parentsOf: async (accountId) => {
      // An account is read once, so its parent is not cached; those of its OUs are.
      const parent = await parentOf(fleet, accountId);
      return parent === undefined ? [] : [...(await parentsOf(parent)), parent];
    },
    async expect(ids) {
      const root = ids.some(isRootId) ? await rootId(fleet) : undefined;
      for (const id of ids) {
        if (isRootId(id)) expectRoot(id, root);
        else await nameOf(id);
      }
    },
    async path(parents) {
      const units = parents.filter((id) => !isRootId(id));
      return `/${(await Promise.all(units.map(nameOf))).join('/')}`;
    },
  };
}

async function unitName(fleet: Fleet, id: string): Promise<string> {
  try {
    const input = { OrganizationalUnitId: id };
    const { OrganizationalUnit } = await callOrganizations(
      fleet,
      'DescribeOrganizationalUnit',
      input,
    );
    return OrganizationalUnit?.Name ?? id;
  } catch (error) {
    if (classify(error).code !== 'OrganizationalUnitNotFoundException') {
      throw unreadable(error, 'organizations:DescribeOrganizationalUnit');
    }
    throw new FlotillaError(
      'Selection',
      `the organization has no organizational unit "${id}"; check the id`,
      {
        cause: error,
      },
    );
  }
}

async function rootId(fleet: Fleet): Promise<string | undefined> {
  const { Roots } = await readOrganization(fleet, 'ListRoots', {});
  return Roots?.[0]?.Id;
}

function expectRoot(id: string, root: string | undefined): void {
  if (id === root) return;
  throw new FlotillaError('Selection', `the organization has no root "${id}"; its root is ${root}`);
}

async function parentOf(fleet: Fleet, id: string): Promise<string | undefined> {
  const { Parents } = await readOrganization(fleet, 'ListParents', { ChildId: id });
  return Parents?.[0]?.Id;
}

function memoized<T>(ask: (id: string) => Promise<T>): (id: string) => Promise<T> {
  const answers = new Map<string, Promise<T>>();
  return (id) => {
    const known = answers.get(id) ?? ask(id);
    answers.set(id, known);
    return known;
  };
}
