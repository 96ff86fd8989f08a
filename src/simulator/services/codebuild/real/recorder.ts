import type { Build, BuildFailure, RecordedPhase } from '../resources.ts';

export interface PhaseRecorder {
  begin(type: string): void;
  /** With a failure, or without one for success. */
  end(failure?: BuildFailure): void;
  /** The build is stopped: the current phase ends with the build's status, and no other follows. */
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
