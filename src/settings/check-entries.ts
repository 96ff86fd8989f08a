/** Checks settings entries together: ids that are given twice, and tag keys that the life cycle needs for itself. */

import { isOuId } from '../model/account.ts';
import type { CsvLine } from './csv/read-csv.ts';
import type { Findings } from './problem.ts';
import {
  entryOf,
  keyPositionOf,
  type MappingNode,
  type NodePath,
  nodeAt,
  pathText,
} from './yaml/node.ts';

/** Reads the nodes of the file, so that it reports errors even if the schema has refused another part. */
export function checkEntries(file: MappingNode, findings: Findings): void {
  const prefix = tagPrefixOf(file);
  checkTags(['defaults'], file, prefix, findings);
  for (const kind of ['organizational_units', 'accounts']) {
    const list = nodeAt(file, [kind]);
    if (list?.kind !== 'list') continue;
    for (const index of list.items.keys()) checkTags([kind, index], file, prefix, findings);
    checkIdentifiers(kind, list.items.length, file, findings);
  }
}

export function tagPrefixOf(file: MappingNode): string {
  const node = nodeAt(file, ['features', 'with_tag_prefix']);
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : 'account-';
}

function checkIdentifiers(
  kind: string,
  count: number,
  file: MappingNode,
  findings: Findings,
): void {
  const lines = new Map<string, number>();
  for (let index = 0; index < count; index++) {
    const path = [kind, index, 'identifier'];
    const node = nodeAt(file, path);
    if (node?.kind !== 'scalar' || node.type !== 'text') continue;
    const at = node.at;
    const first = lines.get(node.source);
    if (first !== undefined) {
      const message = `${pathText(path)} is "${node.source}", the same as on line ${first}; keep one of them`;
      findings.problem({ at, path: pathText(path), message });
    }
    lines.set(node.source, first ?? at.line);
    if (kind === 'organizational_units' && /^ou-/.test(node.source) && !isOuId(node.source)) {
      const message = `${pathText(path)} is "${node.source}", which is not a valid OU id; OU ids look like ou-ab12-11111111; no account will be found under it`;
      findings.warning({ at, path: pathText(path), message });
    }
  }
}

function checkTags(item: NodePath, file: MappingNode, prefix: string, findings: Findings): void {
  const [state, holder] = [`${prefix}state`, `${prefix}holder`];
  const tags = [...item, 'account_tags'];
  if (entryOf(nodeAt(file, tags), state)) {
    const message = `${pathText(tags)} has "${state}", the tag in which the life cycle keeps the state of an account; remove it`;
    findings.problem({ at: keyPositionOf(file, [...tags, state]), path: pathText(tags), message });
  }
  if (entryOf(nodeAt(file, tags), holder)) {
    const message = `${pathText(tags)} has "${holder}": ${holderWarning}`;
    findings.warning({ at: keyPositionOf(file, [...tags, holder]), path: pathText(tags), message });
  }
  checkUnset([...item, 'unset_tags'], file, [state, holder], findings);
}

const holderWarning =
  'an existing holder tag of an account overrides it when the account is assigned';

function checkUnset(
  path: NodePath,
  file: MappingNode,
  reserved: readonly string[],
  findings: Findings,
): void {
  const list = nodeAt(file, path);
  if (list?.kind !== 'list') return;
  for (const [index, node] of list.items.entries()) {
    if (node.kind !== 'scalar' || !reserved.includes(node.source)) continue;
    const where = pathText([...path, index]);
    const message = `${where} is "${node.source}", which the life cycle needs; remove it`;
    findings.problem({ at: node.at, path: where, message });
  }
}

/** The same check for the values of CSV files. */
export function checkCsvTags(lines: readonly CsvLine[], prefix: string, findings: Findings): void {
  const columns = new Map(
    lines
      .flatMap(({ values }) => values.map((value) => [value.column.header, value] as const))
      .reverse(),
  );
  for (const { column, at } of columns.values()) {
    if (column.label !== 'Tag') continue;
    if (column.key === `${prefix}state`) {
      const message = `"${column.header}" is the tag in which the life cycle keeps the state of an account; remove the column`;
      findings.problem({ at, path: column.header, message });
    }
    if (column.key === `${prefix}holder`) {
      findings.warning({
        at,
        path: column.header,
        message: `"${column.header}": ${holderWarning}`,
      });
    }
  }
}
