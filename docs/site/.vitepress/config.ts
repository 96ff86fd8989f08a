/** The site of the guides. Pages are the Markdown files of the repository, as they are. */

import { globSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitepress';
import { checkLinks } from './check-links.ts';
import { escapeBraces } from './escape-braces.ts';
import { readGuides } from './read-guides.ts';
import { copyLinkedFiles, linkRepository } from './repository-links.ts';
import { slugOf } from './slug-of.ts';

const root = join(import.meta.dirname, '../../..');
const guides = readGuides(root);
const home = 'docs/site/index.md';
const pages = ['README.md', ...guides.flatMap(({ items }) => items.map(({ page }) => page))];
const others = globSync('**/*.md', { cwd: root, exclude: ['**/node_modules'] }).filter(
  (page) => page !== home && !pages.includes(page),
);
const base = process.env.SITE_BASE ?? '/';
const linkedFiles = new Set<string>();

/** Pages are outside of this package, and import Vue as components do. */
const resolveVue: Plugin = {
  name: 'resolve-vue',
  enforce: 'pre',
  resolveId(id, importer, options) {
    if (!/^vue(\/|$)/.test(id)) return null;
    if (options.ssr) return { id, external: true };
    if (!importer?.includes('.md')) return null;
    return this.resolve(id, import.meta.filename, { ...options, skipSelf: true });
  },
};

export default defineConfig({
  title: 'Flotilla',
  lang: 'en',
  description: 'Operate a fleet of AWS accounts',
  // Where the site is served: `/flotilla/` behind the name of a host.
  base,
  srcDir: root,
  srcExclude: others,
  rewrites: { [home]: 'index.md' },
  outDir: 'dist',
  cacheDir: 'node_modules/.cache/vitepress',
  metaChunk: true,
  vite: { plugins: [resolveVue] },
  markdown: {
    anchor: { slugify: slugOf },
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    config(markdown) {
      escapeBraces(markdown);
      linkRepository(markdown, { root, base, pages, linkedFiles });
    },
  },
  themeConfig: {
    search: { provider: 'local' },
    outline: { level: [2, 3] },
    nav: [
      { text: 'What is it?', link: '/README' },
      { text: 'Set up', link: '/docs/deploy' },
      { text: 'Commands', link: '/docs/cli' },
    ],
    sidebar: [
      { text: 'What is Flotilla?', link: '/README' },
      ...guides.map(({ title, items }) => ({
        text: title,
        collapsed: false,
        items: items.map(({ title: text, page }) => ({
          text,
          link: `/${page.replace('.md', '')}`,
        })),
      })),
    ],
  },
  buildEnd({ outDir }) {
    copyLinkedFiles({ root, outDir, linkedFiles });
    checkLinks(outDir, base);
  },
});
