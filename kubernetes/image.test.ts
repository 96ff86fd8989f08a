/** Checks the Dockerfile against the package and the pods. It is parsed, because tests run without a container engine. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fillManifests, findManifest } from '../src/testing/kubernetes-manifests.ts';

const root = join(import.meta.dirname, '..');
const lines = readFileSync(join(root, 'Dockerfile'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));
const last = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM')));
const instruction = (section: readonly string[], word: string) =>
  section.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));

test('the image has exactly the Node version of the tests', () => {
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

  expect(instruction(lines, 'ARG')).toEqual([`NODE=node:${devDependencies.node}-bookworm-slim`]);
  expect(instruction(lines, 'FROM')).toEqual([`\${NODE} AS build`, `\${NODE}`]);
});

test('its user is that of the pods, by number', () => {
  const cronJob = findManifest(fillManifests({}), 'CronJob', 'aws-inventory-orchestrator');
  const { runAsUser, runAsGroup } = cronJob.spec.jobTemplate.spec.template.spec.securityContext;

  expect(instruction(last, 'USER')).toEqual([`${runAsUser}:${runAsGroup}`]);
});

test('it starts the package’s launcher, and contains what the launcher loads', () => {
  const { bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const copied = instruction(last, 'COPY').map((line) => line.split(' ').at(-1));

  expect(instruction(last, 'ENTRYPOINT')).toEqual([`["node", "/app/${bin.flotilla}"]`]);
  expect(copied).toEqual(['./', 'bin', 'dist', 'node_modules']);
});

test('files for the build are not ignored', () => {
  const ignored = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n');
  const needed = [
    'package.json',
    'package-lock.json',
    'src',
    'bin',
    'scripts',
    'tsconfig.build.json',
    'tsconfig.json',
  ];

  expect(needed.filter((name) => !existsSync(join(root, name)) || ignored.includes(name))).toEqual(
    [],
  );
});
