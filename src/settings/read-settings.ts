/** Reads the settings file and the files that it names into one typed value, or all of their problems. */

import { type Clock, wallClock } from '../model/clock.ts';
import { FlotillaError } from '../model/flotilla-error.ts';
import { automationOf, featuresOf, meteringOf, reportingOf } from './build-settings.ts';
import { checkCostSource } from './check-cost-source.ts';
import { checkEntries } from './check-entries.ts';
import { checkFile } from './check-file.ts';
import { checkNotices } from './check-notices.ts';
import { withTexts } from './entry-nodes.ts';
import { checkEnvironment, defaultIdentifier, type SettingsEnvironment } from './environment.ts';
import type { WrittenFile } from './file-schema.ts';
import type { ReadText } from './find-file.ts';
import { mergeEntries } from './merge-entries.ts';
import { normalizeSections } from './normalize-sections.ts';
import { builtInOrigin, type SettingOrigin, type SettingOrigins } from './origin.ts';
import {
  type CollectedProblems,
  findingsOf,
  formatProblem,
  inOrder,
  type SettingsProblem,
} from './problem.ts';
import { readFiles, type SettingsFiles, type SettingsReadContext } from './read-files.ts';
import { readTextFile } from './read-text-file.ts';
import { sectionOrigins } from './section-origins.ts';
import type { Settings } from './settings.ts';
import { entryWarnings, type ReadEntries } from './warn-entries.ts';
import { warnMissingSender, warnOverridden, warnRolePath } from './warn-ineffective.ts';
import { positionOf } from './yaml/node.ts';
import { parseYaml } from './yaml/parse-yaml.ts';

/** Where settings come from. */
export interface SettingsSource {
  /** Of the settings file, absolute or relative to the current folder. */
  readonly path: string;
  /**
   * Returns the text of a file, or rejects: of the settings themselves, and of all files that they name. Default: reads
   * files.
   */
  readonly readText?: ReadText;
  readonly environment?: SettingsEnvironment;
  /** Decides which schedules never fire again. Default: the time of this machine. */
  readonly clock?: Pick<Clock, 'now'>;
}

/** The settings, or all of their problems. */
export type SettingsRead =
  | {
      readonly settings: Settings;
      readonly origins: SettingOrigins;
      /** Values that are accepted, and probably not meant. */
      readonly warnings: readonly SettingsProblem[];
    }
  | {
      readonly problems: readonly SettingsProblem[];
      readonly warnings: readonly SettingsProblem[];
    };

/**
 * Reads a settings file and returns the settings, or all problems. Each problem and warning has its position. Rejects
 * with a `FlotillaError` of code `File` only when the settings file itself cannot be read.
 */
export async function readSettings(source: SettingsSource): Promise<SettingsRead> {
  const collected: CollectedProblems = { problems: [], warnings: [] };
  const read = await readAll(source, collected);
  const { clock = wallClock } = source;
  const warnings = inOrder([
    ...collected.warnings,
    ...(read ? entryWarnings({ ...read, clock }) : []),
  ]);
  if (!read || collected.problems.length > 0) {
    return { problems: inOrder(collected.problems), warnings };
  }
  const { settings, origins } = read;
  return { settings, origins, warnings };
}

/**
 * Returns the settings of a file. Rejects with a `FlotillaError`: `InvalidInput` with every problem on its own line,
 * `File` when the file cannot be read.
 *
 * @example
 * ```ts
 * import { loadSettings } from 'flotilla/lifecycle';
 *
 * const settings = await loadSettings({ path: 'settings.yaml' });
 * console.log(settings.accounts.size, settings.organizationalUnits.size);
 * ```
 */
export async function loadSettings(source: SettingsSource): Promise<Settings> {
  const read = await readSettings(source);
  if ('settings' in read) return read.settings;
  throw new FlotillaError('InvalidInput', read.problems.map(formatProblem).join('\n'));
}

async function readAll(
  options: SettingsSource,
  collected: CollectedProblems,
): Promise<AssembledSettings | undefined> {
  const source = { readText: readTextFile, ...options };
  const text = await source.readText(source.path).catch(unreadable(source.path));
  const findings = findingsOf(source.path, collected);
  checkEnvironment(source.environment ?? {}, findings);
  const root = parseYaml(text, findings);
  if (!root) return undefined;
  if (root.kind !== 'mapping') {
    const message =
      'the file must be a mapping: automation, worker, accounts and so on, each on a line of its own';
    findings.problem({ at: root.at, path: '', message });
    return undefined;
  }
  const nodes = withTexts(normalizeSections(root, findings), findings);
  const reading = { ...source, collected, findings, nodes };
  const file = checkFile(nodes, findings);
  checkEntries(nodes, findings);
  const files = await readFiles(reading);
  const isSound = file && files.preparation && files.purge && collected.problems.length === 0;
  return isSound ? assemble(reading, file, files) : undefined;
}

type AssembledSettings = Omit<ReadEntries, 'clock'>;

const windowPath = ['automation', 'maintenance_window_expression'];

function unreadable(path: string) {
  return (cause: NodeJS.ErrnoException): never => {
    const message = `the settings file "${path}" cannot be read (${cause.code ?? cause.message}); name another one, or go to its folder`;
    throw new FlotillaError('File', message, { cause });
  };
}

function assemble(
  {
    path,
    nodes,
    environment = {},
    findings,
  }: SettingsReadContext & Pick<SettingsSource, 'environment'>,
  file: WrittenFile,
  files: SettingsFiles,
): AssembledSettings | undefined {
  const { preparation, purge, csvFiles } = files;
  if (!preparation || !purge) return undefined;
  warnOverridden(nodes, environment, findings);
  warnMissingSender(file, nodes, findings);
  checkCostSource(file, nodes, findings);
  checkNotices(file, { nodes, purge }, findings);
  warnRolePath(file, nodes, findings);
  const origins = new Map<string, SettingOrigin>(sectionOrigins({ path, nodes, environment }));
  const transactionOrigin = origins.get('metering.transactions_ttl_in_seconds') ?? builtInOrigin;
  const windowOrigin = origins.get('automation.maintenance_window_expression') ?? builtInOrigin;
  const common = {
    windowExpression: file.automation.maintenance_window_expression,
    windowOrigin,
    transactionSeconds: file.metering.transactions_ttl_in_seconds,
    transactionOrigin,
  };
  const items = mergeEntries({ path, file, nodes, csvFiles, common }, origins);
  const accountId = environment.AWS_ACCOUNT || file.automation.account_id;
  const region = environment.AWS_REGION || file.automation.region;
  const settings: Settings = {
    environmentIdentifier: file.environment_identifier ?? defaultIdentifier(environment),
    automation: automationOf(file.automation, { accountId, region }),
    worker: { preparationBuildspec: preparation, purgeBuildspec: purge },
    metering: meteringOf(file.metering),
    reporting: reportingOf(file.reporting),
    features: featuresOf(file.features, files),
    ...items,
  };
  const automationAt = { file: path, ...positionOf(nodes, windowPath) };
  return { settings, origins, automationAt };
}
