/** The phases of a buildspec, one command after the other, until one fails and the rules of its phase say stop. */

import type { Failure } from '../state.ts';
import type { BuildPhase } from './buildspec.ts';
import type { Recorder } from './recorder.ts';
import type { Shell } from './shell.ts';

export interface Stage {
  readonly shell: Shell;
  readonly phases: Recorder;
  /** A line of CodeBuild's own in the log of the build. */
  readonly log: (text: string) => void;
}

/** Answers the first failure. One that the build survives is a failure all the same. */
export async function runPhases(
  phases: readonly BuildPhase[],
  stage: Stage,
): Promise<Failure | undefined> {
  let first: Failure | undefined;
  for (const phase of phases) {
    const failure = await runPhase(phase, stage);
    first ??= failure;
    if (failure && !phase.goesOn) return first;
    if (failure) await stage.shell.run('export CODEBUILD_BUILD_SUCCEEDING=0');
  }
  return first;
}

async function runPhase(phase: BuildPhase, stage: Stage): Promise<Failure | undefined> {
  const { phases, log, shell } = stage;
  log(`Entering phase ${phase.type}`);
  phases.begin(phase.type);
  const failure = await runCommands(phase.type, phase.commands, stage);
  if (failure && phase.finally.length > 0) await shell.run('export CODEBUILD_BUILD_SUCCEEDING=0');
  const last = await runCommands(phase.type, phase.finally, stage);
  const failed = failure ?? last;
  phases.end(failed);
  log(`Phase complete: ${phase.type} State: ${failed ? 'FAILED' : 'SUCCEEDED'}`);
  log(`Phase context status code: ${failed?.code ?? ''} Message: ${failed?.message ?? ''}`);
  return failed;
}

async function runCommands(
  phase: string,
  commands: readonly string[],
  { shell, log }: Stage,
): Promise<Failure | undefined> {
  for (const command of commands) {
    log(`Running command ${command.trimEnd()}`);
    const status = await shell.run(command);
    if (status === 0) continue;
    const message = `Error while executing command: ${command.trimEnd()}. Reason: exit status ${status}`;
    return { phase, code: 'COMMAND_EXECUTION_ERROR', message };
  }
  return undefined;
}
