/** Links of pages to files of the repository that are not pages: the site has copies of them, as text. */

import { cpSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import type { MarkdownRenderer } from 'vitepress';

interface Repository {
  readonly root: string;
  readonly base: string;
  readonly pages: readonly string[];
  /** Paths from the root. Is filled while pages are rendered. */
  readonly linkedFiles: Set<string>;
}

/** Throws for a link to what does not exist. */
export function linkRepository(markdown: MarkdownRenderer, repository: Repository): void {
  const { root, base, pages, linkedFiles } = repository;
  markdown.core.ruler.push('repository-links', ({ tokens, env }) => {
    for (const link of tokens.flatMap(({ children }) => children ?? [])) {
      const [path = ''] = (link.attrGet('href') ?? '').split('#');
      if (link.type !== 'link_open' || path === '' || /^[a-z]+:/.test(path)) continue;
      const file = posix.join(posix.dirname(env.relativePath), path).replace(/\/$/, '');
      if (pages.includes(file)) continue;
      if (!existsSync(join(root, file))) {
        throw new Error(`${env.relativePath} links to "${path}", which does not exist`);
      }
      linkedFiles.add(file);
      link.attrSet('href', `${base}${addressOf(root, file)}`);
      link.attrSet('target', '_blank');
    }
  });
}

/** Browsers show text, and download most of what has another name. */
function addressOf(root: string, file: string): string {
  const isFolder = statSync(join(root, file)).isDirectory();
  return posix.join('files', isFolder ? `${file}/index.html` : `${file}.txt`);
}

interface Copies {
  readonly root: string;
  readonly outDir: string;
  readonly linkedFiles: ReadonlySet<string>;
}

/** A folder is copied with what is in it, and lists it. */
export function copyLinkedFiles({ root, outDir, linkedFiles }: Copies): void {
  for (const file of linkedFiles) copy(file);

  function copy(file: string): void {
    const target = join(outDir, addressOf(root, file));
    mkdirSync(dirname(target), { recursive: true });
    if (!statSync(join(root, file)).isDirectory()) {
      cpSync(join(root, file), target);
      return;
    }
    const names = readdirSync(join(root, file)).filter((name) => !name.includes('.test.'));
    for (const name of names) copy(posix.join(file, name));
    writeFileSync(target, listing(root, file, names));
  }
}

function listing(root: string, folder: string, names: readonly string[]): string {
  const items = names.map((name) => {
    const address = posix.relative(
      posix.join('files', folder),
      addressOf(root, posix.join(folder, name)),
    );
    return `<li><a href="${address}">${name}</a></li>`;
  });
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${folder}</title>
<style>body { font: 16px/1.7 system-ui; margin: 2rem; }</style>
<h1>${folder}</h1>
<ul>
${items.join('\n')}
</ul>
</html>
`;
}
