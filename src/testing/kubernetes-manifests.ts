/** The manifests as they would be applied, built by kubectl if it is installed. */

import { execFileSync } from 'node:child_process';
import { cpSync, globSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';

export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  // biome-ignore lint/suspicious/noExplicitAny: an object of any kind, looked into by tests
  readonly [member: string]: any;
}

export type ManifestVariables = Readonly<Record<string, string>>;

const folder = join(import.meta.dirname, '../../kubernetes');

/** `replacements` needs version 1.22. */
export const hasKustomize = kubectlMinor() >= 22;

function kubectlMinor(): number {
  try {
    const text = execFileSync('kubectl', ['version', '--client', '--output', 'json'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const { clientVersion } = JSON.parse(text) as { clientVersion: { minor: string } };
    return Number.parseInt(clientVersion.minor, 10);
  } catch {
    return 0;
  }
}

/** `base`, `overlays/production`: in a copy, so that local variables are not changed. */
export function buildManifests(path: string, variables: ManifestVariables): readonly Manifest[] {
  const copy = copyManifests(variables);
  const built = execFileSync('kubectl', ['kustomize', join(copy, path)], { encoding: 'utf8' });
  return manifestsIn(built);
}

/** A copy of the manifests with these variables. */
export function copyManifests(variables: ManifestVariables): string {
  const copy = mkdtempSync(join(tmpdir(), 'flotilla-manifests-'));
  cpSync(folder, copy, { recursive: true });
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(join(copy, 'base', 'vars.env'), lines.join(''));
  return copy;
}

/** The files of the folder, with the values that kustomize would have inserted. */
export function fillManifests(variables: ManifestVariables): readonly Manifest[] {
  const files = globSync('base/*.yaml', { cwd: folder }).filter(
    (file) => !/kustomization/.test(file),
  );
  const text = files.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n---\n');
  const filled = text
    .replace(
      '000000000000:role/ORCHESTRATOR_ROLE',
      `${variables.BILLING_ACCOUNT_ID}:role/${variables.ORCHESTRATOR_ROLE}`,
    )
    .replace(
      '000000000000:role/RUNNER_ROLE',
      `${variables.SECURITY_ACCOUNT_ID}:role/${variables.RUNNER_ROLE}`,
    )
    .replace('"0 0 * * 0"', JSON.stringify(variables.CRON_SCHEDULE));
  const environment = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'environment', namespace: 'inventory' },
    data: variables,
  };
  // The namespace before its content, in kustomize's order.
  const isNamespace = ({ kind }: Manifest) => kind === 'Namespace';
  const all = [...manifestsIn(filled), environment];
  return [...all.filter(isNamespace), ...all.filter((one) => !isNamespace(one))];
}

function manifestsIn(text: string): readonly Manifest[] {
  return parseAllDocuments(text).map((document) => document.toJS() as Manifest);
}

export function findManifest(manifests: readonly Manifest[], kind: string, name: string): Manifest {
  const found = manifests.find(
    (one) =>
      one.kind === kind && (one.metadata.name === name || one.metadata.name.startsWith(`${name}-`)),
  );
  if (!found) throw new Error(`there is no ${kind} ${name}`);
  return found;
}
