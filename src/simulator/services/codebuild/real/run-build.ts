/** Runs a build: the commands of its buildspec in a shell on this machine, as the service role of its project. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AwsCredentialIdentity } from '@smithy/types';
import type { CodeBuildScope } from '../codebuild-scope.ts';
import type { Build, BuildEnd, BuildFailure } from '../resources.ts';
import { type Buildspec, parseBuildspec } from './buildspec.ts';
import { type PhaseRecorder, recordPhases } from './recorder.ts';
import { runPhases } from './run-phases.ts';
import { openShell, type Shell } from './shell.ts';
import { openWorkspace, shellEnvironment, type Workspace } from './workspace.ts';

export interface RealBuild {
  /** Those of the project and of StartBuild, which take precedence over the buildspec's. */
  readonly variables: Readonly<Record<string, string>>;
  /** Fetches parameters of the buildspec from Parameter Store. */
  readonly parameter: (name: string) => string | BuildFailure;
  readonly credentials: AwsCredentialIdentity;
  readonly endpoint: string;
  readonly path: string;
  /** Writes to the log of the build. */
  readonly write: (message: string) => void;
  readonly onEnd: (ending: BuildEnd) => void;
}

/** Resolves when no process of the build is running any more. */
export async function runBuild(
  scope: CodeBuildScope,
  build: Build,
  real: RealBuild,
): Promise<void> {
  const { clock } = scope.world;
  const stopping = new AbortController();
  const phases = recordPhases(build, () => clock.now());
  build.stop = () => {
    phases.cutOff();
    stopping.abort();
  };
  const limitMs = build.definition.timeoutInMinutes * 60_000;
  clock.sleep(limitMs, stopping.signal).then(
    () => real.onEnd({ status: 'TIMED_OUT', now: clock.now() }),
    () => {},
  );
  const write = redacting(real.credentials, real.write);
  const log = (text: string) => write(`[Container] ${timeText(clock.now())} ${text}`);
  const failure = await attempt(scope, build, { ...real, write, log, phases, stopping });
  const status = failure ? 'FAILED' : 'SUCCEEDED';
  real.onEnd({ status, ...(failure && { failure }), now: clock.now() });
}

interface Attempt extends RealBuild {
  readonly log: (text: string) => void;
  readonly phases: PhaseRecorder;
  readonly stopping: AbortController;
}

async function attempt(
  scope: CodeBuildScope,
  build: Build,
  real: Attempt,
): Promise<BuildFailure | undefined> {
  const { phases, log, stopping } = real;
  phases.begin('PROVISIONING');
  phases.end();
  phases.begin('DOWNLOAD_SOURCE');
  const prepared = prepare(build, real);
  phases.end('failure' in prepared ? prepared.failure : undefined);
  if ('failure' in prepared) {
    log(`${prepared.failure.code}: ${prepared.failure.message}`);
    return prepared.failure;
  }
  const { spec, variables } = prepared;
  const workspace = openWorkspace();
  try {
    const shell = shellOf(scope, build, { ...real, variables, spec, workspace });
    stopping.signal.addEventListener('abort', shell.kill, { once: true });
    const failure = await runPhases(spec.phases, { shell, phases, log });
    build.exported = await exportedOf(spec, shell, workspace);
    shell.kill();
    phases.begin('FINALIZING');
    phases.end();
    return failure;
  } finally {
    workspace.remove();
  }
}

interface Prepared {
  readonly spec: Buildspec;
  readonly variables: Readonly<Record<string, string>>;
}

function prepare(build: Build, real: RealBuild): Prepared | { readonly failure: BuildFailure } {
  const { type, buildspec = '' } = build.definition.source;
  if (type !== 'NO_SOURCE') {
    return refused('SOURCE_ERROR', `The simulator fetches no sources of type ${type}.`);
  }
  const spec = readBuildspec(buildspec);
  if (spec instanceof Error) return refused('YAML_FILE_ERROR', spec.message);
  const fetched: Record<string, string> = {};
  for (const [name, parameter] of Object.entries(spec.parameters)) {
    const value = real.parameter(parameter);
    if (typeof value !== 'string') return { failure: value };
    fetched[name] = value;
  }
  return { spec, variables: { ...spec.variables, ...fetched, ...real.variables } };
}

function readBuildspec(text: string): Buildspec | Error {
  try {
    return parseBuildspec(text);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function refused(code: string, message: string): { readonly failure: BuildFailure } {
  return { failure: { phase: 'DOWNLOAD_SOURCE', code, message } };
}

interface ShellNeeds extends Attempt {
  readonly spec: Buildspec;
  readonly workspace: Workspace;
}

function shellOf(
  scope: CodeBuildScope,
  build: Build,
  { spec, workspace, ...real }: ShellNeeds,
): Shell {
  return openShell({
    kind: spec.shell,
    env: shellEnvironment(scope, build, { ...real, ...workspace }),
    cwd: workspace.source,
    stateFolder: workspace.state,
    onLine: real.write,
  });
}

async function exportedOf(spec: Buildspec, shell: Shell, { state }: Workspace) {
  const exported: { name: string; value: string }[] = [];
  for (const name of spec.exported) {
    const file = join(state, `exported-${name}`);
    const status = await shell.run(`printf '%s' "\${${name}-}" > '${file}'`);
    if (status === 0) exported.push({ name, value: readFileSync(file, 'utf8') });
  }
  return exported;
}

/** A command that prints its environment must not put keys into the log. */
function redacting(
  { secretAccessKey, sessionToken }: AwsCredentialIdentity,
  write: (message: string) => void,
): (message: string) => void {
  const secrets = [secretAccessKey, sessionToken].filter((secret) => secret !== undefined);
  return (message) =>
    write(secrets.reduce((text, secret) => text.replaceAll(secret, '***'), message));
}

/** `2026/01/01 00:00:00.000000`. */
function timeText(now: number): string {
  const [date = '', time = ''] = new Date(now).toISOString().split('T');
  return `${date.replaceAll('-', '/')} ${time.slice(0, -1)}000`;
}
