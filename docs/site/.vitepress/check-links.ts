/** Fails the build when a page of the site links to an address or an anchor that the site does not have. */

import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** `base`: where the site is served. Throws with every dead link. */
export function checkLinks(outDir: string, base: string): void {
  const pages = globSync('**/*.html', { cwd: outDir });
  const texts = new Map(pages.map((page) => [page, readFileSync(join(outDir, page), 'utf8')]));
  const dead = pages.flatMap((page) =>
    linksIn(texts.get(page) ?? '')
      .filter((link) => !isAlive(link, page))
      .map((link) => `${page}: ${link}`),
  );
  if (dead.length > 0) throw new Error(`dead links:\n${[...new Set(dead)].join('\n')}`);

  function isAlive(link: string, page: string): boolean {
    const [path = '', anchor = ''] = decodeURI(link).split('#');
    const target = path === '' ? page : fileOf(path, page);
    if (!existsSync(join(outDir, target))) return false;
    return anchor === '' || !texts.has(target) || hasAnchor(texts.get(target) ?? '', anchor);
  }

  function fileOf(path: string, page: string): string {
    const absolute = path.startsWith(base) ? `/${path.slice(base.length)}` : path;
    const file = posix.join('/', posix.resolve('/', posix.dirname(page), absolute)).slice(1);
    return path.endsWith('/') ? posix.join(file, 'index.html') : file;
  }
}

function linksIn(html: string): readonly string[] {
  const body = html.slice(html.indexOf('<body'));
  return [...body.matchAll(/<(?:a|img)\s[^>]*?(?:href|src)="([^"]+)"/g)]
    .map(([, link = '']) => link.replaceAll('&amp;', '&'))
    .filter((link) => !/^(?:[a-z]+:|\/\/)/.test(link));
}

function hasAnchor(html: string, anchor: string): boolean {
  return html.includes(`id="${anchor}"`);
}
