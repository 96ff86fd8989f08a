/** Identity of a record: its id, its ARN, its tags. */

import type { CatalogueEntry } from '../catalogue/entry.ts';
import { filled, isTemplate, type TemplateValues } from './arguments.ts';
import { isStructure, type Structure, valueAt } from './path.ts';

export function idOf({ id, type }: CatalogueEntry, known: TemplateValues): string {
  if (id === '') return type;
  const found = isTemplate(id) ? filled(id, known) : valueAt(known.item, id);
  return found === undefined ? '' : String(found);
}

export function arnOf({ arn }: CatalogueEntry, known: TemplateValues): string | undefined {
  if (!arn) return undefined;
  const found = 'path' in arn ? valueAt(known.item, arn.path) : filled(arn.template, known);
  return found === undefined ? undefined : String(found);
}

/** Lists of key and value in any spelling, or a map. */
export function tagsOf({ tags }: CatalogueEntry, resource: Structure): Record<string, string> {
  const found = tags === undefined ? undefined : valueAt(resource, tags);
  if (Array.isArray(found)) return Object.fromEntries(found.filter(isStructure).flatMap(tagOf));
  if (!isStructure(found)) return {};
  return Object.fromEntries(Object.entries(found).map(([key, value]) => [key, String(value)]));
}

function tagOf(tag: Structure): [string, string][] {
  const key = tag.Key ?? tag.key ?? tag.TagKey ?? tag.tagKey;
  const value = tag.Value ?? tag.value ?? tag.TagValue ?? tag.tagValue;
  return typeof key === 'string' ? [[key, typeof value === 'string' ? value : '']] : [];
}
