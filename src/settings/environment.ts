/**
 * Environment variables that affect the settings. They override the file for the account and region of automation; for
 * the name of the installation the file overrides them.
 */

import type { Findings, SourcePosition } from './problem.ts';
import { accountId, region } from './values.ts';

/** Variables by their names; edges pass those that are set. */
export interface SettingsEnvironment {
  /** Environment of the installation. Default `Beta`. */
  readonly ENVIRONMENT?: string | undefined;
  /** Prefix of the name of the installation. Default `Spa`. */
  readonly STACK_PREFIX?: string | undefined;
  readonly AWS_ACCOUNT?: string | undefined;
  readonly AWS_REGION?: string | undefined;
}

export function defaultIdentifier({ STACK_PREFIX, ENVIRONMENT }: SettingsEnvironment): string {
  return `${STACK_PREFIX || 'Spa'}${ENVIRONMENT || 'Beta'}`;
}

const top: SourcePosition = { line: 1, column: 1 };

export function checkEnvironment(environment: SettingsEnvironment, findings: Findings): void {
  const checked = { AWS_ACCOUNT: accountId, AWS_REGION: region } as const;
  for (const [name, schema] of Object.entries(checked)) {
    const value = environment[name as keyof typeof checked];
    const result = schema.safeParse(value || undefined);
    if (!value || result.success) continue;
    const message = `the environment has ${name}="${value}": ${result.error.issues[0]?.message}`;
    findings.problem({ at: top, path: name, message });
  }
}
