import type { BuildFailure } from '../resources.ts';
import type { BuildPhase } from './buildspec.ts';
import type { PhaseRecorder } from './recorder.ts';
import type { Shell } from './shell.ts';

export interface PhaseContext {
  readonly shell: Shell;
  readonly phases: PhaseRecorder;
  /** Writes a line of CodeBuild's own to the log of the build. */
  readonly log: (text: string) => void;
}

/** Returns the first failure, also one after which the build continues. */
export async function runPhases(
  phases: readonly BuildPhase[],
  context: PhaseContext,
): Promise<BuildFailure | undefined> {
  let first: BuildFailure | undefined;
  for (const phase of phases) {
    const failure = await runPhase(phase, context);
    first ??= failure;
    if (failure && !phase.goesOn) return first;
    if (failure) await context.shell.run('export CODEBUILD_BUILD_SUCCEEDING=0');
  }
  return first;
}

async function runPhase(
  phase: BuildPhase,
  context: PhaseContext,
): Promise<BuildFailure | undefined> {
  const { phases, log, shell } = context;
  log(`Entering phase ${phase.type}`);
  phases.begin(phase.type);
  const failure = await runCommands(phase.type, phase.commands, context);
  if (failure && phase.finally.length > 0) await shell.run('export CODEBUILD_BUILD_SUCCEEDING=0');
  const last = await runCommands(phase.type, phase.finally, context);
  const failed = failure ?? last;
  phases.end(failed);
  log(`Phase complete: ${phase.type} State: ${failed ? 'FAILED' : 'SUCCEEDED'}`);
  log(`Phase context status code: ${failed?.code ?? ''} Message: ${failed?.message ?? ''}`);
  return failed;
}

async function runCommands(
  phase: string,
  commands: readonly string[],
  { shell, log }: PhaseContext,
): Promise<BuildFailure | undefined> {
  for (const command of commands) {
    log(`Running command ${command.trimEnd()}`);
    const status = await shell.run(command);
    if (status === 0) continue;
    const message = `Error while executing command: ${command.trimEnd()}. Reason: exit status ${status}`;
    return { phase, code: 'COMMAND_EXECUTION_ERROR', message };
  }
  return undefined;
}
