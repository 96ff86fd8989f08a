/** The sidebar: the tables of guides of the README in their order, each page under its own title. */

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface GuideGroup {
  readonly title: string;
  readonly items: readonly Guide[];
}

interface Guide {
  readonly title: string;
  /** `docs/deploy.md`. */
  readonly page: string;
}

/** Throws when a page of `docs/` is in no table. */
export function readGuides(root: string): readonly GuideGroup[] {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const [, section = ''] = /^## Guides\n([\s\S]*?)^## /m.exec(readme) ?? [];
  const groups = section
    .split(/^### /m)
    .slice(1)
    .map((text) => ({
      title: text.slice(0, text.indexOf('\n')).trim(),
      items: [...text.matchAll(/^\|.*\]\((\S+\.md)\) *\|$/gm)].map(([, page = '']) => ({
        page,
        title: titleOf(root, page),
      })),
    }));
  const listed = new Set(groups.flatMap(({ items }) => items.map(({ page }) => page)));
  const missing = globSync('docs/*.md', { cwd: root }).filter((page) => !listed.has(page));
  if (missing.length > 0) throw new Error(`add to the guides of README.md: ${missing.join(', ')}`);
  return groups;
}

function titleOf(root: string, page: string): string {
  const [, title] = /^# (.+)$/m.exec(readFileSync(join(root, page), 'utf8')) ?? [];
  if (title === undefined) throw new Error(`${page} has no title`);
  return title;
}
