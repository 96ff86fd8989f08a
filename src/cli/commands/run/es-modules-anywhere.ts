/**
 * Loads files with `import` and `export` as ES modules, even if the nearest `package.json` says `"type": "commonjs"`,
 * as the one that `npm init` writes. Packages are loaded as they say. https://nodejs.org/api/module.html#customization-hooks
 */

import { type ModuleFormat, registerHooks } from 'node:module';

const moduleFormats: Partial<Record<string, ModuleFormat>> = {
  commonjs: 'module',
  'commonjs-typescript': 'module-typescript',
};

let isRegistered = false;

/** For the rest of the process: a function may import more files while it runs. */
export function acceptEsModulesAnywhere(): void {
  if (isRegistered) return;
  isRegistered = true;
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      const format = moduleFormats[loaded.format ?? ''];
      const isOwn = !url.includes('/node_modules/');
      return format && isOwn && esSyntax.test(String(loaded.source))
        ? { ...loaded, format }
        : loaded;
    },
  });
}

/** A statement that CommonJS does not have. Those of types alone are removed before Node sees them. */
const esSyntax =
  /^[ \t]*(?:import(?:\s+(?!type\b)[\w{*]|\s*['"{*])|export(?:\s+(?!type\b|interface\b|declare\b)\w|\s*[{*]))/m;
