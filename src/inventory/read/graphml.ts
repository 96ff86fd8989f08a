/**
 * The relations of an inventory as a graph in GraphML, for programs that draw graphs (http://graphml.graphdrawing.org/specification.html).
 * Nodes are resources that have relations, also those that were referred to and not collected.
 */

import { escapeXml } from '../../model/xml.ts';
import type { Inventory } from './open-inventory.ts';
import { quoteText } from './quote.ts';

interface GraphKey {
  readonly name: string;
  readonly of: 'node' | 'edge';
  readonly type: 'string' | 'boolean';
}

const keys: readonly GraphKey[] = [
  { name: 'label', of: 'node', type: 'string' },
  { name: 'arn', of: 'node', type: 'string' },
  { name: 'type', of: 'node', type: 'string' },
  { name: 'account', of: 'node', type: 'string' },
  { name: 'region', of: 'node', type: 'string' },
  { name: 'collected', of: 'node', type: 'boolean' },
  { name: 'kind', of: 'edge', type: 'string' },
  { name: 'member', of: 'edge', type: 'string' },
];

/** A counted graph, as lines of text. */
export interface Graph {
  readonly nodes: number;
  readonly edges: number;
  readonly text: readonly string[];
}

type Row = Readonly<Record<string, unknown>>;

/** Limited to relations from resources of these accounts, if given. */
export async function graphOf(
  inventory: Pick<Inventory, 'ask'>,
  accounts?: readonly string[],
): Promise<Graph> {
  const { columns, rows } = await inventory.ask(relationsOf(accounts));
  const nodes = new Map<string, string>();
  const edges: string[] = [];
  for await (const values of rows) {
    const row: Row = Object.fromEntries(columns.map((name, index) => [name, values[index]]));
    const from = nodeOf(row, 'from');
    const to = nodeOf(row, 'to');
    // What one relation knows of a node may be less than what another one does.
    if (!nodes.has(to.key) || row.collected === true) nodes.set(to.key, to.data);
    nodes.set(from.key, from.data);
    edges.push(edgeOf(row, [from.key, to.key]));
  }
  return { nodes: nodes.size, edges: edges.length, text: documentOf(nodes, edges) };
}

function relationsOf(accounts: readonly string[] | undefined): string {
  const ids = accounts?.map(quoteText).join(', ');
  return `SELECT * FROM relations ${ids === undefined ? '' : `WHERE account_id IN (${ids})`} ORDER BY ALL`;
}

interface GraphNode {
  readonly key: string;
  readonly data: string;
}

/** Without an ARN, an id is one of its type and account. */
function nodeOf(row: Row, side: 'from' | 'to'): GraphNode {
  const [type, id, arn] = ['type', 'id', 'arn'].map((name) => row[`${side}_${name}`]);
  const key = arn ?? `${row.account_id} ${row.region} ${type} ${id}`;
  const isKnown = side === 'from';
  return {
    key: String(key),
    data: dataOf({
      label: id,
      arn,
      type,
      account: isKnown ? row.account_id : accountOf(arn),
      region: isKnown ? row.region : undefined,
      collected: isKnown || row.collected === true,
    }),
  };
}

function accountOf(arn: unknown): string | undefined {
  const [, account] = /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(String(arn)) ?? [];
  return account;
}

function edgeOf({ kind, member }: Row, [source, target]: readonly [string, string]): string {
  return `<edge source="${escapeXml(source)}" target="${escapeXml(target)}">${dataOf({ kind, member })}</edge>`;
}

function dataOf(values: Row): string {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `<data key="${name}">${escapeXml(String(value))}</data>`)
    .join('');
}

function documentOf(
  nodes: ReadonlyMap<string, string>,
  edges: readonly string[],
): readonly string[] {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    ...keys.map(
      ({ name, of, type }) =>
        `<key id="${name}" for="${of}" attr.name="${name}" attr.type="${type}"/>`,
    ),
    '<graph edgedefault="directed">',
    ...Array.from(nodes, ([key, data]) => `<node id="${escapeXml(key)}">${data}</node>`),
    ...edges,
    '</graph>',
    '</graphml>',
  ];
}
