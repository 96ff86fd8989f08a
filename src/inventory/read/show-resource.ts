/** One resource: what it is, what it refers to, what refers to it, and what happened to it from run to run. */

import { FlotillaError } from '../../model/flotilla-error.ts';
import { withBreadth } from '../catalogue/breadth.ts';
import { loadCatalogue } from '../catalogue/catalogue.ts';
import { type Database, openDatabase, type ResultRow } from './open-database.ts';
import { quoteText } from './quote.ts';
import { createDeclarations, relationsSql } from './relations.ts';
import type { RunOnDisk } from './run-on-disk.ts';
import { createViews } from './views.ts';

/** A resource of a run. */
export interface ShownResource {
  readonly accountId: string;
  readonly accountName?: string;
  readonly region: string;
  readonly service: string;
  readonly type: string;
  readonly id: string;
  readonly arn?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly collectedAt: string;
  readonly resource: Readonly<Record<string, unknown>>;
  /** First those that it refers to. */
  readonly neighbours: readonly Neighbour[];
}

/** A resource that this one refers to, or that refers to this one. */
interface Neighbour {
  readonly direction: 'to' | 'from';
  readonly kind: string;
  /** The member that has the reference: `SecurityGroups[].GroupId`. */
  readonly member: string;
  /** Its view. Absent where only an ARN is known. */
  readonly type?: string;
  readonly id: string;
  readonly arn?: string;
  /** Whether the run has it. */
  readonly collected: boolean;
}

/** Throws a `FlotillaError` if the run has no such resource, or several with this id. */
export async function showResource(
  runs: readonly RunOnDisk[],
  name: string,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<ShownResource> {
  const database = await openDatabase();
  const interrupt = () => database.interrupt();
  signal?.addEventListener('abort', interrupt);
  try {
    await createViews(database, runs);
    await createDeclarations(database, withBreadth(loadCatalogue()).entries);
    const found = await findResource(database, name);
    return { ...found, neighbours: await neighboursOf(database, found) };
  } finally {
    signal?.removeEventListener('abort', interrupt);
    database.close();
  }
}

type FoundResource = Omit<ShownResource, 'neighbours'>;

const maxNamed = 10;

async function findResource(database: Database, name: string): Promise<FoundResource> {
  const rows = await database.all(
    `SELECT * FROM resources WHERE arn = $name OR id = $name
     ORDER BY arn = $name DESC, account_id, region, service, type LIMIT ${maxNamed + 1}`,
    { name },
  );
  const [first, second] = rows;
  if (!first) throw notFound(name);
  const isExact = first.arn === name && second?.arn !== name;
  if (second && !isExact) throw ambiguous(name, rows);
  return toResource(first);
}

function notFound(name: string): FlotillaError {
  return new FlotillaError(
    'InvalidInput',
    `no resource has the ARN or the id "${name}"; list ids with: flotilla inventory query "SELECT type, id, arn FROM resources"`,
  );
}

function ambiguous(name: string, rows: readonly ResultRow[]): FlotillaError {
  const named = rows
    .slice(0, maxNamed)
    .map(({ arn, account_id, region, service, type }) =>
      arn === null || arn === name ? `${service} ${type} in ${account_id} ${region}` : String(arn),
    );
  const more = rows.length > maxNamed ? ', …' : '';
  return new FlotillaError(
    'InvalidInput',
    `several resources are "${name}"; give an ARN: ${named.join(', ')}${more}`,
  );
}

function toResource(row: ResultRow): FoundResource {
  const { account_id, account_name, region, service, type, id, arn, tags, resource } = row;
  return {
    accountId: String(account_id),
    ...(typeof account_name === 'string' && { accountName: account_name }),
    region: String(region),
    service: String(service),
    type: String(type),
    id: String(id),
    ...(typeof arn === 'string' && { arn }),
    tags: (tags ?? {}) as FoundResource['tags'],
    collectedAt: String(row.collected_at),
    resource: resource as FoundResource['resource'],
  };
}

/** Other records are searched for the id as text first: few have it, and only their members are read. */
async function neighboursOf(
  database: Database,
  { accountId, region, service, type, id, arn }: FoundResource,
): Promise<readonly Neighbour[]> {
  const isIt = (place: string) =>
    place === 'to' && arn !== undefined
      ? `to_arn = ${quoteText(arn)}`
      : `account_id = ${quoteText(accountId)} AND region = ${quoteText(region)} AND ${place}_id = ${quoteText(id)} AND ${place}_type = (SELECT name FROM catalogue.tables WHERE service = ${quoteText(service)} AND type = ${quoteText(type)})`;
  const has = (text: string) => `contains(resource::VARCHAR, ${quoteText(text)})`;
  const mentions = [id, ...(arn === undefined ? [] : [arn])].map(has).join(' OR ');
  const own = `account_id = ${quoteText(accountId)} AND id = ${quoteText(id)}`;
  const [to, from] = [
    await database.all(
      `SELECT DISTINCT 'to' AS direction, kind, member, to_type AS type, to_id AS id, to_arn AS arn, collected
       FROM (${relationsSql(own)}) WHERE ${isIt('from')} ORDER BY ALL`,
    ),
    await database.all(
      `SELECT DISTINCT 'from' AS direction, kind, member, from_type AS type, from_id AS id, from_arn AS arn, true AS collected
       FROM (${relationsSql(mentions)}) WHERE ${isIt('to')} ORDER BY ALL`,
    ),
  ];
  return [...to, ...from].map(toNeighbour);
}

function toNeighbour({ direction, kind, member, type, id, arn, collected }: ResultRow): Neighbour {
  return {
    direction: direction as Neighbour['direction'],
    kind: String(kind),
    member: String(member),
    ...(typeof type === 'string' && { type }),
    id: String(id),
    ...(typeof arn === 'string' && { arn }),
    collected: collected === true,
  };
}
