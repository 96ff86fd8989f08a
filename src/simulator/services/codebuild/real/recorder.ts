/** Writes down the phases of a build that is really run, as they begin and end. */

import type { Build, BuildFailure, RecordedPhase } from '../state.ts';

export interface PhaseRecorder {
  begin(type: string): void;
  /** With what went wrong; without: it went well. */
  end(failure?: BuildFailure): void;
  /** The build is broken off: the phase that it was in ends as the build did, and nothing comes after. */
  cutOff(): void;
}

export function recordPhases(build: Build, now: () => number): PhaseRecorder {
  const recorded: RecordedPhase[] = [];
  build.recorded = recorded;
  let isOpen = true;
  const close = (rest: Pick<RecordedPhase, 'status' | 'code' | 'message'>) => {
    const last = recorded.pop();
    if (last)
      recorded.push(last.endedAt === undefined ? { ...last, endedAt: now(), ...rest } : last);
  };
  return {
    begin: (type) => {
      if (isOpen) recorded.push({ type, startedAt: now() });
    },
    end: (failure) => {
      if (!isOpen) return;
      if (!failure) close({ status: 'SUCCEEDED' });
      else close({ status: 'FAILED', code: failure.code, message: failure.message });
    },
    cutOff: () => {
      isOpen = false;
      close({ status: build.status });
    },
  };
}
