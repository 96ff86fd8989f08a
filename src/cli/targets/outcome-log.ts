/** Where the outcomes of a run are kept: a new file, the file of an earlier run, or nowhere. */

import type { Fleet } from '../../aws/open-fleet.ts';
import {
  assertNew,
  createOutcomeFile,
  fingerprintOf,
  type OutcomeFile,
  resumeOutcomeFile,
} from '../../fleet/outcome-file.ts';
import type { RunSettings } from '../../fleet/run-options.ts';
import type { Io } from '../io.ts';

export interface OutcomeLog {
  /** Targets that an earlier run has done, as `targetKey` names them. */
  readonly done: ReadonlySet<string>;
  /** How the operator names it. */
  readonly path: string | undefined;
  /** Makes the new file. Not before the operator has agreed: an old one of that name is lost. */
  open(): Promise<Pick<OutcomeFile, 'write'>>;
  close(): Promise<void>;
}

export interface LogPaths {
  /** A new file for the outcomes. */
  readonly out?: string | undefined;
  /** The file of an earlier run, to continue it. */
  readonly resume?: string | undefined;
  /** Replaces the file of `out`, if there is one. */
  readonly overwrite: boolean;
}

export interface LogOptions {
  readonly fleet: Fleet;
  readonly settings: RunSettings;
  readonly paths: LogPaths;
  /** The command line or the file that runs. */
  readonly fingerprint: object;
}

/** Throws a `FlotillaError` at once when the file to resume does not exist, or belongs to another run. */
export async function prepareLog(options: LogOptions, { clock }: Io): Promise<OutcomeLog> {
  const { out, resume } = options.paths;
  const path = out ?? resume;
  if (path === undefined) return nowhere;
  if (out !== undefined && !options.paths.overwrite) await assertNew(out);
  const fingerprint = await fingerprintFor(options);
  const resumed = resume === undefined ? undefined : await resumeOutcomeFile(resume, fingerprint);
  let file: OutcomeFile | undefined = resumed;
  return {
    done: resumed?.done ?? new Set(),
    path,
    async open() {
      file ??= await createOutcomeFile(path, {
        fingerprint,
        startedAt: new Date(clock.now()),
        overwrite: options.paths.overwrite,
      });
      return file;
    },
    close: async () => file?.close(),
  };
}

const nowhere: OutcomeLog = {
  done: new Set(),
  path: undefined,
  open: async () => ({ write: async () => {} }),
  close: async () => {},
};

/**
 * Which run this is: who asks, whom it selects, as whom it comes in and what it does there. Not how wide or how long,
 * which may change when a run is resumed.
 */
async function fingerprintFor({ fleet, settings, fingerprint }: LogOptions): Promise<string> {
  const { accountId } = await fleet.caller();
  const { concurrency, timeoutMs, failureBudget, failFast, order, strict, ...rest } = settings;
  const { targets, ignore, names, states, regions = [await fleet.region()] } = settings;
  return fingerprintOf({
    ...rest,
    targets: targets?.toSorted(),
    ignore: ignore.toSorted(),
    names: names?.toSorted(),
    states: states?.toSorted(),
    regions: typeof regions === 'string' ? regions : regions.toSorted(),
    caller: accountId,
    what: fingerprint,
  });
}
