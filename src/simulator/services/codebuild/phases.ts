import type { Build, RecordedPhase } from './resources.ts';

export type BuildPhaseDetails = RecordedPhase;

/** Computed for a modelled build from its times, so that nothing is stored; real builds have recorded theirs. */
export function phasesOf(build: Build, now: number): readonly BuildPhaseDetails[] {
  const phases = begun(build, now);
  if (build.endedAt === undefined) return phases;
  return [...phases, { type: 'COMPLETED', startedAt: build.endedAt }];
}

export function currentPhase(build: Build, now: number): string {
  return phasesOf(build, now).at(-1)?.type ?? 'SUBMITTED';
}

function begun(build: Build, now: number): readonly BuildPhaseDetails[] {
  const { submittedAt, startedAt, endedAt } = build;
  const submitted: BuildPhaseDetails = {
    type: 'SUBMITTED',
    startedAt: submittedAt,
    endedAt: submittedAt,
    status: 'SUCCEEDED',
  };
  const queued: BuildPhaseDetails = { type: 'QUEUED', startedAt: submittedAt };
  if (startedAt === undefined) {
    return [submitted, endedAt === undefined ? queued : cutOff(build, queued, endedAt)];
  }
  const inside = build.recorded ?? planned(build, startedAt);
  const until = endedAt ?? now;
  const reached = inside.filter((phase) => phase.startedAt <= until);
  return [
    submitted,
    { ...queued, endedAt: startedAt, status: 'SUCCEEDED' },
    ...reached.map((phase) => (build.recorded ? phase : cutOff(build, phase, until))),
  ];
}

/** Typical seconds that AWS spends before and after the commands; short builds get shorter ones. */
const beforeBuild = { PROVISIONING: 8, DOWNLOAD_SOURCE: 1, INSTALL: 1, PRE_BUILD: 1 };
const afterBuild = { POST_BUILD: 1, UPLOAD_ARTIFACTS: 0, FINALIZING: 2 };

function planned({ endsAt, endedAt }: Build, startedAt: number): readonly RecordedPhase[] {
  const length = (endsAt ?? endedAt ?? startedAt) - startedAt;
  const unit = Math.min(1_000, length / 20);
  const phases: RecordedPhase[] = [];
  let at = startedAt;
  const add = (type: string, ms: number) => {
    phases.push({ type, startedAt: at, endedAt: at + ms });
    at += ms;
  };
  for (const [type, units] of Object.entries(beforeBuild)) add(type, units * unit);
  const tail = Object.values(afterBuild).reduce((sum, units) => sum + units * unit, 0);
  add('BUILD', startedAt + length - tail - at);
  for (const [type, units] of Object.entries(afterBuild)) add(type, units * unit);
  return phases;
}

/** A phase at this moment: completed, in progress, or stopped with the build. */
function cutOff(
  { status, failure }: Build,
  phase: RecordedPhase,
  until: number,
): BuildPhaseDetails {
  const isBroken = status === 'STOPPED' || status === 'TIMED_OUT';
  const { endedAt } = phase;
  if (endedAt === undefined || endedAt > until || (isBroken && endedAt === until)) {
    const { endedAt: _, ...open } = phase;
    return isBroken ? { ...open, endedAt: until, status } : open;
  }
  if (failure?.phase === phase.type) {
    return { ...phase, status: 'FAILED', code: failure.code, message: failure.message };
  }
  return { ...phase, status: 'SUCCEEDED' };
}
