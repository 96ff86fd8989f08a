/** Writes docs/tables/ from the catalogue and AWS's models; with --check, fails when the pages are not current. */

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withBreadth } from '../src/inventory/catalogue/breadth.ts';
import { loadCatalogue } from '../src/inventory/catalogue/catalogue.ts';
import { type InventoryTable, tableOf, typeText } from '../src/inventory/tables/table.ts';

const folder = join(import.meta.dirname, '../docs/tables');

/** Text by file name: an index, a page for each service, and one for what Cloud Control lists. */
export function tablePages(): ReadonlyMap<string, string> {
  const catalogue = loadCatalogue();
  const services = Map.groupBy(catalogue.entries, ({ model }) => model);
  const pages = Array.from(services, ([model, entries]) => {
    return { file: `${model}.md`, tables: entries.map(tableOf) };
  });
  const native = new Set(catalogue.byKey.keys());
  const others = withBreadth(catalogue).entries.filter(({ key }) => !native.has(key));
  return new Map([
    ['README.md', indexText(pages)],
    ...pages.map(({ file, tables }) => [file, serviceText(tables)] as const),
    ['cloud-control.md', cloudControlText(others.map(tableOf))],
  ]);
}

const generated = '<!-- Generated: npm run docs:tables -->';

interface Page {
  readonly file: string;
  readonly tables: readonly InventoryTable[];
}

function indexText(pages: readonly Page[]): string {
  const [first] = pages.flatMap(({ tables }) => tables);
  const common = (first?.columns ?? []).filter(({ member, name }) => !member && name !== 'extra');
  const rows = pages.map(({ file, tables }) => {
    const names = tables.map(({ name }) => `\`${name}\``).join(', ');
    return [`[${tables[0]?.service}](${file})`, names];
  });
  return `${generated}

# Tables of an inventory

A table has the same columns in every run of an inventory. \`flotilla inventory tables NAME\` prints them, and [How do I ask what is in my accounts?](../ask-inventory.md) shows how to query them. Every table has these columns, the members of AWS's API, and \`extra\`, with members that this version does not know:

${markdownTable(
  ['column', 'type'],
  common.map(({ name, type }) => [`\`${name}\``, `\`${typeText(type)}\``]),
)}

${markdownTable(['service', 'tables'], rows)}

With \`--breadth\`, an inventory has [the types of Cloud Control](cloud-control.md) as well.
`;
}

function serviceText(tables: readonly InventoryTable[]): string {
  const sections = tables.map((table) => {
    const { name, type, scope, calls, actions, parent } = table;
    const listed = scope === 'global' ? 'once per account' : 'in every region';
    const below = parent === undefined ? '' : `, for each \`${parent}\``;
    const members = table.columns.filter(({ member }) => member !== undefined);
    return `## ${name}

Resources of type \`${type}\`, listed ${listed}${below}.

- Calls: ${codes(calls)}
- IAM actions: ${codes(actions)}

${markdownTable(
  ['column', 'type'],
  members.map((column) => [`\`${column.name}\``, `\`${typeText(column.type)}\``]),
)}
`;
  });
  return `${generated}

# Tables of ${tables[0]?.service}

${sections.join('\n')}`;
}

function cloudControlText(tables: readonly InventoryTable[]): string {
  return `${generated}

# Tables of Cloud Control

\`flotilla inventory collect --breadth\` lists these types through Cloud Control. Beside the columns of every table they have \`Identifier\` (\`VARCHAR\`) and \`Properties\` (\`JSON\`): \`Properties->>'$.Name'\`.

${markdownTable(
  ['table', 'type of CloudFormation'],
  tables.map(({ name, cloudFormationType }) => [`\`${name}\``, `\`${cloudFormationType}\``]),
)}
`;
}

function codes(texts: readonly string[]): string {
  return texts.map((text) => `\`${text}\``).join(', ');
}

function markdownTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Names of files that are missing, different or left over. */
function staleFiles(pages: ReadonlyMap<string, string>): readonly string[] {
  const found = new Set(existsSync(folder) ? readdirSync(folder) : []);
  const different = [...pages].filter(
    ([name, text]) => !found.has(name) || readFileSync(join(folder, name), 'utf8') !== text,
  );
  return [...different.map(([name]) => name), ...found.difference(pages)];
}

if (import.meta.main) {
  const pages = tablePages();
  if (!process.argv.includes('--check')) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    for (const [name, text] of pages) writeFileSync(join(folder, name), text);
  } else if (staleFiles(pages).length > 0) {
    process.stderr.write('docs/tables is not current: run npm run docs:tables\n');
    process.exitCode = 1;
  }
}
