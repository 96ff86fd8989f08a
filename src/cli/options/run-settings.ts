/** From options of selection, role and run to the settings of the library. */

import { parseRunOptions, type RunOptions, type RunSettings } from '../../fleet/run-options.ts';
import { readText } from '../read-text.ts';
import { kebab } from './option.ts';
import type { RoleValues } from './role.ts';
import type { RunValues } from './run.ts';
import type { SelectionValues } from './selection.ts';

/** The library's option of each field that is called otherwise on the command line. */
const libraryNames: Readonly<Record<string, keyof RunOptions>> = {
  name: 'names',
  tag: 'tags',
  state: 'states',
  policyArn: 'policyArns',
  sessionTag: 'sessionTags',
  duration: 'durationSeconds',
  timeout: 'timeoutMs',
};

export type TargetValues = Partial<SelectionValues & RoleValues & RunValues>;

/** `extra` are options that the command line does not have. Throws a `FlotillaError` that names flags. */
export function runSettingsFrom(
  values: TargetValues,
  extra: Partial<RunOptions> = {},
): RunSettings {
  const { name, tag, state, policy, policyArn, sessionTag, duration, timeout, ...rest } = values;
  const options = {
    ...pickLibraryOptions(rest),
    names: name,
    tags: tag,
    states: state,
    policy: policy === undefined ? undefined : readText('--policy', policy),
    policyArns: policyArn,
    sessionTags: sessionTag,
    durationSeconds: duration === undefined ? undefined : Math.round(duration / 1000),
    timeoutMs: timeout,
    ...extra,
  };
  // The schema decides what is valid.
  return parseRunOptions(withoutUndefined(options) as RunOptions, flagOf);
}

type LibraryValues = Omit<
  TargetValues,
  'name' | 'tag' | 'state' | 'policy' | 'policyArn' | 'sessionTag' | 'duration' | 'timeout'
>;

/** Leaves out other options of the same command. */
function pickLibraryOptions(values: LibraryValues): LibraryValues {
  const { targets, ignore, includeCaller, includeManagement, strict, regions } = values;
  const { roleName, roleSessionName, externalId, sourceIdentity, via } = values;
  const { concurrency, failureBudget, failFast } = values;
  const selection = { targets, ignore, includeCaller, includeManagement, strict, regions };
  const role = { roleName, roleSessionName, externalId, sourceIdentity, via };
  return withoutUndefined({
    ...selection,
    ...role,
    concurrency,
    failureBudget,
    failFast,
  }) as LibraryValues;
}

function flagOf(option: string): string {
  const [field] = Object.entries(libraryNames).find(([, name]) => name === option) ?? [option];
  return `--${kebab(field)}`;
}

function withoutUndefined<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}
