import type { AttributeValue, Item } from './item.ts';
import { type AttributePath, type Placeholders, parsePath, valueAt } from './path.ts';
import { syntaxError, tokensOf } from './tokens.ts';

const kind = 'ProjectionExpression';

/** Maps keep their shape, with the requested members; lists are compacted. */
export function parseProjection(text: string, placeholders: Placeholders): (item: Item) => Item {
  const tokens = tokensOf(kind, text);
  const paths: AttributePath[] = [];
  do paths.push(parsePath(tokens, placeholders));
  while (tokens.take(','));
  const rest = tokens.peek();
  if (rest !== undefined) throw syntaxError(kind, rest, text);
  return (item) => project(item, paths);
}

function project(item: Item, paths: readonly AttributePath[]): Item {
  const projected: Record<string, AttributeValue> = {};
  for (const [name, inner] of grouped(paths)) {
    const value = valueAt(item, [name]);
    const part = value && partOf(value, inner);
    if (part) projected[String(name)] = part;
  }
  return projected;
}

/** The remaining paths, by their first step. */
function grouped(
  paths: readonly AttributePath[],
): ReadonlyMap<string | number, readonly AttributePath[]> {
  return Map.groupBy(
    paths.filter((path) => path.length > 0),
    ([first = '']) => first,
  )
    .entries()
    .reduce(
      (groups, [first, members]) =>
        groups.set(
          first,
          members.map((path) => path.slice(1)),
        ),
      new Map<string | number, readonly AttributePath[]>(),
    );
}

function partOf(
  value: AttributeValue,
  paths: readonly AttributePath[],
): AttributeValue | undefined {
  if (paths.some((path) => path.length === 0)) return value;
  if ('M' in value) {
    const part = project(value.M, paths);
    return Object.keys(part).length > 0 ? { M: part } : undefined;
  }
  if (!('L' in value)) return undefined;
  const parts = [...grouped(paths)]
    .sort(([a], [b]) => Number(a) - Number(b))
    .flatMap(([index, inner]) => {
      const one = typeof index === 'number' ? value.L[index] : undefined;
      return (one && partOf(one, inner)) ?? [];
    });
  return parts.length > 0 ? { L: parts } : undefined;
}
