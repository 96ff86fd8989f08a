/** Settings from texts, for tests: the smallest complete file, additions to it, and the files next to it. */

import { formatProblem } from '../settings/problem.ts';
import { readSettings, type SettingsRead, type SettingsSource } from '../settings/read-settings.ts';
import type { Settings } from '../settings/settings.ts';

export const smallestSettings = `automation:
  maintenance_window_expression: "cron(0 18 ? * SAT *)"
  role_arn_to_manage_accounts: arn:aws:iam::222222222222:role/Manager
worker:
  preparation_buildspec_template_file: prepare.yaml
  purge_buildspec_template_file: purge.yaml
`;

export type SettingsTexts = Readonly<Record<string, string>>;

/** By path; `settings.yaml` is the settings. */
export function readTexts(
  texts: SettingsTexts,
  environment: SettingsSource['environment'] = {},
): Promise<SettingsRead> {
  const all: SettingsTexts = {
    'prepare.yaml': 'version: 0.2\n',
    'purge.yaml': 'version: 0.2\n',
    ...texts,
  };
  const readText = async (path: string) => {
    const text = all[path];
    if (text === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
    return text;
  };
  return readSettings({ path: 'settings.yaml', readText, environment });
}

/** The smallest file with something below it; its first line is line 7. */
export function readBelow(more: string, texts: SettingsTexts = {}): Promise<SettingsRead> {
  return readTexts({ 'settings.yaml': `${smallestSettings}${more}`, ...texts });
}

export async function goodSettings(more: string, texts: SettingsTexts = {}): Promise<Settings> {
  const read = await readBelow(more, texts);
  if ('settings' in read) return read.settings;
  throw new Error(read.problems.map(formatProblem).join('\n'));
}

export function problemsOf(read: SettingsRead): readonly string[] {
  return 'problems' in read ? read.problems.map(formatProblem) : [];
}

export function warningsOf({ warnings }: SettingsRead): readonly string[] {
  return warnings.map(formatProblem);
}
