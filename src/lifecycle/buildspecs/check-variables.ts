/** Checks the variables of builds in the settings, with their positions. */

import { nearest } from '../../model/nearest.ts';
import type { ReadSettings } from '../../settings/explain-entry.ts';
import type { SettingOrigin, SettingOrigins } from '../../settings/origin.ts';
import type { SettingsProblem } from '../../settings/problem.ts';
import type { SettingsRead } from '../../settings/read-settings.ts';
import type { Settings } from '../../settings/settings.ts';
import type { BuildPurpose } from '../model/lifecycle-record.ts';
import { pinnedPairs, variableRules } from './variable-rules.ts';

/** The variables of one build of one entry. */
interface CheckedBuild {
  readonly purpose: BuildPurpose;
  readonly variables: Readonly<Record<string, string>>;
  readonly originOf: (name: string) => SettingOrigin | undefined;
}

interface VariableFinding {
  readonly name: string;
  readonly message: string;
}

/**
 * Adds problems and warnings about variables. Only our buildspecs are checked: in others, variables may have any meaning.
 */
export function checkVariables(read: SettingsRead): SettingsRead {
  if (!('settings' in read)) return read;
  const builds = buildsOf(read.settings, read.origins);
  const problems = located(builds, problemsIn);
  const warnings = [...read.warnings, ...located(builds, misspelledIn)];
  return problems.length > 0 ? { problems, warnings } : { ...read, warnings };
}

/** A preparation of your own may do less than it used to: the default role allows only what ours does. */
export function warnOwnPreparation({ settings, origins }: ReadSettings): SettingsProblem[] {
  const { preparationBuildspec } = settings.worker;
  const path = 'worker.preparation_buildspec_template_file';
  const origin = origins.get(path);
  const items = [...settings.organizationalUnits.values(), ...settings.accounts.values()];
  const isUsed = items.some(({ preparation }) => preparation.feature === 'enabled');
  const isChosen = settings.automation.preparationRolePolicies.length > 0;
  if (isOurs(preparationBuildspec.text) || !isUsed || isChosen) return [];
  if (!origin || !('at' in origin)) return [];
  const message = `${path} is a buildspec of your own, and its role may only do what preparation.yaml of this project does; if it does more, name policies in automation.preparation_role_policies`;
  return [{ ...origin.at, path, message }];
}

/** `# flotilla: …` on a line of its own. */
function isOurs(buildspec: string): boolean {
  return /^ *# flotilla: /m.test(buildspec);
}

function buildsOf(settings: Settings, origins: SettingOrigins): readonly CheckedBuild[] {
  const { preparationBuildspec, purgeBuildspec } = settings.worker;
  const checked = [
    ...(isOurs(preparationBuildspec.text) ? (['preparation'] as const) : []),
    ...(isOurs(purgeBuildspec.text) ? (['purge'] as const) : []),
  ];
  const kinds = { organizational_units: settings.organizationalUnits, accounts: settings.accounts };
  const entries = Object.entries(kinds).flatMap(([kind, items]) =>
    [...items].map(([id, item]) => ({ base: `${kind}.${id}`, item })),
  );
  return entries.flatMap(({ base, item }) =>
    checked.map((purpose) => ({
      purpose,
      variables: item[purpose].variables,
      originOf: (name: string) => origins.get(`${base}.${purpose}.variables.${name}`),
    })),
  );
}

/** Entries that take a value from `defaults` share its position: it is reported once. */
function located(
  builds: readonly CheckedBuild[],
  find: (build: CheckedBuild) => readonly VariableFinding[],
): readonly SettingsProblem[] {
  const found = builds.flatMap((build) =>
    find(build).flatMap(({ name, message }) => {
      const origin = build.originOf(name);
      const path = `${build.purpose}.variables.${name}`;
      return origin && 'at' in origin ? [{ ...origin.at, path, message }] : [];
    }),
  );
  return [...new Map(found.map((problem) => [JSON.stringify(problem), problem])).values()];
}

function problemsIn({ purpose, variables }: CheckedBuild): readonly VariableFinding[] {
  const wrong = Object.entries(variables).flatMap(([name, value]) => {
    const message = variableRules[purpose][name]?.(name, value);
    return message === undefined ? [] : [{ name, message }];
  });
  return [...wrong, ...unpaired(variables)];
}

function unpaired(variables: CheckedBuild['variables']): readonly VariableFinding[] {
  return pinnedPairs.flatMap(([url, checksum]) => {
    const [has, lacks] = variables[url] ? [url, checksum] : [checksum, url];
    if (!variables[has] || variables[lacks]) return [];
    return [{ name: has, message: `${has} is set without ${lacks}; set both or neither` }];
  });
}

function misspelledIn({ purpose, variables }: CheckedBuild): readonly VariableFinding[] {
  const known = Object.keys(variableRules[purpose]);
  return Object.keys(variables).flatMap((name) => {
    const meant = known.includes(name) ? undefined : nearest(name, known);
    if (meant === undefined) return [];
    return [
      { name, message: `${name} is not a variable of the buildspec; did you mean ${meant}?` },
    ];
  });
}
