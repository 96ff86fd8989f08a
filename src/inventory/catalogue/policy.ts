/** The least privileges of a role that lists these entries: no other actions, and none that change anything. */

import type { CatalogueEntry } from './entry.ts';

/** A policy document of IAM, below AWS's limit for a managed policy. */
export interface InventoryPolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly InventoryPolicyStatement[];
}

/** Allows the reading actions of one service. */
export interface InventoryPolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: '*';
}

/** AWS's limit for a managed policy, whitespace not counted. */
export const maxCharacters = 6144;

/**
 * As many policies as needed, each below AWS's limit: a role can have ten. A statement per service prefix, so that
 * people can read and shorten them.
 */
export function inventoryPolicies(
  entries: readonly CatalogueEntry[],
): readonly InventoryPolicyDocument[] {
  const documents: InventoryPolicyDocument[] = [];
  let current = documentOf([]);
  for (const statement of statementsOf(entries).flatMap(splitStatement)) {
    const longer = documentOf([...current.Statement, statement]);
    if (lengthOf(longer) <= maxCharacters) {
      current = longer;
      continue;
    }
    documents.push(current);
    current = documentOf([statement]);
  }
  return current.Statement.length > 0 ? [...documents, current] : documents;
}

function statementsOf(entries: readonly CatalogueEntry[]): readonly InventoryPolicyStatement[] {
  const actions = [...new Set(entries.flatMap((entry) => entry.actions))].sort();
  const byPrefix = Map.groupBy(actions, (action) => action.slice(0, action.indexOf(':')));
  return [...byPrefix].map(([prefix, ofPrefix]) => ({
    Sid: sidOf(prefix),
    Effect: 'Allow',
    Action: ofPrefix,
    Resource: '*',
  }));
}

/** A service may have more actions than one policy holds. */
function splitStatement(statement: InventoryPolicyStatement): readonly InventoryPolicyStatement[] {
  const { Sid, Action } = statement;
  if (lengthOf(documentOf([statement])) <= maxCharacters) return [statement];
  const half = Math.ceil(Action.length / 2);
  return [
    ...splitStatement({ ...statement, Sid: `${Sid}1`, Action: Action.slice(0, half) }),
    ...splitStatement({ ...statement, Sid: `${Sid}2`, Action: Action.slice(half) }),
  ];
}

/** Statement ids accept letters and digits only. */
function sidOf(prefix: string): string {
  const words = prefix.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `Inventory${words.join('')}`;
}

function documentOf(Statement: readonly InventoryPolicyStatement[]): InventoryPolicyDocument {
  return { Version: '2012-10-17', Statement };
}

function lengthOf(document: InventoryPolicyDocument): number {
  return JSON.stringify(document).length;
}
