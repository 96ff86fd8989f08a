/**
 * Parameters for consumers of an existing installation, in the form that they know. Functions read the settings document,
 * which has no such limits.
 */

import type { EntrySettings, Settings } from '../settings/settings.ts';
import type { DeployedParameter } from './deployment.ts';
import type { LifecycleInstallation } from './lifecycle-installation.ts';

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html */
const maxStandardBytes = 4_096;
const maxAdvancedBytes = 8_192;

/** A template may have a megabyte, and all else takes a third of it. */
const maxEntryBytes = 400_000;

export interface ParametersPlan {
  readonly parameters: readonly DeployedParameter[];
  /** What was left out, and why. */
  readonly notes: readonly string[];
}

/** `maxResources`: how many the stack may still have. */
export function deployedParameters(
  { settings, hub }: Pick<LifecycleInstallation, 'settings' | 'hub'>,
  maxResources: number,
): ParametersPlan {
  const prefix = `/${hub.environment}`;
  const texts = sortedParameters(textParameters(settings, prefix));
  const entries = sortedParameters(entryParameters(settings, prefix));
  const bytes = entries.fitting.reduce((sum, { value }) => sum + Buffer.byteLength(value), 0);
  const places = maxResources - texts.fitting.length;
  if (entries.fitting.length <= places && bytes <= maxEntryBytes) {
    return {
      parameters: [...texts.fitting, ...entries.fitting],
      notes: [...texts.notes, ...entries.notes],
    };
  }
  const omitted = `no parameters are written below ${prefix}/Accounts and ${prefix}/OrganizationalUnits: ${entries.fitting.length} entries do not fit into one stack; functions do not need them`;
  return { parameters: texts.fitting, notes: [...texts.notes, omitted] };
}

type PlainParameter = Omit<DeployedParameter, 'tier'>;

function textParameters({ worker, features }: Settings, prefix: string): PlainParameter[] {
  const { preparationBuildspec, purgeBuildspec } = worker;
  return [
    {
      name: `${prefix}/PreparationBuildspecTemplate`,
      value: preparationBuildspec.text,
      description: 'Buildspec of preparations',
    },
    {
      name: `${prefix}/PurgeBuildspecTemplate`,
      value: purgeBuildspec.text,
      description: 'Buildspec of purges',
    },
    ...features.withEndUserDocuments.map(({ label, text }) => ({
      name: `${prefix}/Documents/${label}`,
      value: text,
      description: 'Document for the holders of accounts',
    })),
  ];
}

function entryParameters({ accounts, organizationalUnits }: Settings, prefix: string) {
  const named = (folder: string, description: string, entries: Iterable<EntrySettings>) =>
    [...entries].map((entry) => ({
      name: `${prefix}/${folder}/${entry.identifier}`,
      value: entryText(entry),
      description,
    }));
  return [
    ...named('Accounts', 'Settings of an account', accounts.values()),
    ...named('OrganizationalUnits', 'Settings of an OU', organizationalUnits.values()),
  ];
}

/** Keys as consumers read them. */
function entryText(entry: EntrySettings): string {
  const { identifier, note, accountTags, preparation, purge, unsetTags } = entry;
  const value = {
    identifier,
    ...(note !== undefined && { note }),
    account_tags: accountTags,
    preparation,
    purge,
    unset_tags: unsetTags,
  };
  return JSON.stringify(value, null, 4);
}

interface SortedParameters {
  readonly fitting: readonly DeployedParameter[];
  readonly notes: readonly string[];
}

/** What Parameter Store would refuse is left out by name, and does not fail the deployment. */
function sortedParameters(parameters: readonly PlainParameter[]): SortedParameters {
  const fitting: DeployedParameter[] = [];
  const notes: string[] = [];
  for (const parameter of parameters) {
    const problem = problemOf(parameter);
    const bytes = Buffer.byteLength(parameter.value);
    if (problem === undefined) {
      fitting.push({ ...parameter, tier: bytes <= maxStandardBytes ? 'Standard' : 'Advanced' });
    } else notes.push(`the parameter ${parameter.name} is not written: ${problem}`);
  }
  return { fitting, notes };
}

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html */
function problemOf({ name, value }: PlainParameter): string | undefined {
  if (!/^[\w./-]+$/.test(name) || name.split('/').length > 16) {
    return 'names have letters, digits and . - _ only';
  }
  if (value === '') return 'it is empty';
  if (/\{\{.*\}\}/s.test(value)) return 'values may not contain {{ }}';
  const bytes = Buffer.byteLength(value);
  return bytes > maxAdvancedBytes ? `it has ${bytes} of ${maxAdvancedBytes} bytes` : undefined;
}
