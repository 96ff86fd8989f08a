/** The catalogue: read once, selected by the names that people use. */

import { readFileSync } from 'node:fs';
import { FlotillaError } from '../../model/flotilla-error.ts';
import { nearest } from '../../model/nearest.ts';
import type { CatalogueEntry } from './entry.ts';

/** The types that an inventory can list. */
export interface Catalogue {
  /** Changes with the content and with nothing else. */
  readonly version: string;
  /** Sorted by key. */
  readonly entries: readonly CatalogueEntry[];
  readonly byKey: ReadonlyMap<string, CatalogueEntry>;
}

/** An absent choice selects everything. Letter case does not matter. */
export interface EntryChoice {
  /** Services by their own name or their model's: `EC2`, `ElasticLoadBalancingV2`, `elbv2`. */
  readonly services?: readonly string[];
  /** Types by key or with their service: `ec2_instance`, `EC2.instance`, `ec2.instance`; `AWS::Synthetics::Canary`. */
  readonly types?: readonly string[];
}

let loaded: Catalogue | undefined;

/** Returns the catalogue of this version, read once per process. */
export function loadCatalogue(): Catalogue {
  loaded ??= readCatalogue();
  return loaded;
}

/**
 * The entries of all services and all types that are named, in the catalogue's order.
 * Throws `FlotillaError('InvalidInput')` for names that nothing has.
 */
export function selectEntries(
  { entries }: Catalogue,
  { services, types }: EntryChoice,
): readonly CatalogueEntry[] {
  // Types that the catalogue lists natively are listed a second time only by name.
  const first = entries.filter(({ cloudFormation }) => cloudFormation?.native === undefined);
  if (services === undefined && types === undefined) return first;
  const selected = new Set([
    ...matching(first, services ?? [], { noun: 'service', namesOf: serviceNames }),
    ...matching(entries, types ?? [], { noun: 'type', namesOf: typeNames }),
  ]);
  return entries.filter((entry) => selected.has(entry));
}

interface Naming {
  readonly noun: string;
  readonly namesOf: (entry: CatalogueEntry) => readonly string[];
}

function serviceNames({ service, model }: CatalogueEntry): readonly string[] {
  return [service, model];
}

function typeNames(entry: CatalogueEntry): readonly string[] {
  const { key, service, model, type, cloudFormation } = entry;
  return [key, `${service}.${type}`, cloudFormation?.type ?? `${model}.${type}`];
}

function matching(
  entries: readonly CatalogueEntry[],
  names: readonly string[],
  { noun, namesOf }: Naming,
): readonly CatalogueEntry[] {
  return names.flatMap((name) => {
    const found = entries.filter((entry) => namesOf(entry).some((one) => isSame(one, name)));
    if (found.length > 0) return found;
    throw unknown(name, noun, [...new Set(entries.flatMap(namesOf))]);
  });
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function unknown(name: string, noun: string, known: readonly string[]): FlotillaError {
  const near = nearest(name, known);
  const meant = near === undefined ? '' : `, did you mean "${near}"?`;
  const list = 'list them with: flotilla inventory catalogue';
  return new FlotillaError(
    'InvalidInput',
    `the catalogue has no ${noun} "${name}"${meant === '' ? ';' : meant} ${list}`,
  );
}

function readCatalogue(): Catalogue {
  const text = readFileSync(new URL('catalogue.json', import.meta.url), 'utf8');
  const { version, entries } = JSON.parse(text) as Pick<Catalogue, 'version' | 'entries'>;
  return { version, entries, byKey: new Map(entries.map((entry) => [entry.key, entry])) };
}
