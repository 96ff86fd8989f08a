import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { routeNames } from '../lifecycle/routes/routes.ts';

const folder = import.meta.dirname;

test('every route has an entry file of its own, which handles that route', () => {
  const folders = readdirSync(folder, { withFileTypes: true }).filter((one) => one.isDirectory());
  expect(folders.map(({ name }) => name).sort()).toEqual([...routeNames].sort());
  for (const route of routeNames) {
    const code = readFileSync(join(folder, route, 'handler.ts'), 'utf8');
    expect(code).toContain(`export const handler = lambdaHandler(${route});`);
  }
});
