/** The values that the variables of our buildspecs may have. */

import { FlotillaError } from '../../model/flotilla-error.ts';
import { nearest } from '../../model/nearest.ts';
import { parseExpression } from '../../model/schedule-expression.ts';
import type { BuildPurpose } from '../model/lifecycle-record.ts';
import { maximumAgeHours } from '../purge/maximum-age.ts';
import { protectedNames, resourceTypes, tagPart } from '../purge/purge-policy.ts';

/** Returns what is wrong with a value, in one line that names the variable; undefined: nothing. */
type VariableRule = (name: string, value: string) => string | undefined;

type VariableRules = Readonly<Record<string, VariableRule>>;

export const variableRules: Readonly<Record<BuildPurpose, VariableRules>> = {
  preparation: {
    BUDGET_NAME: matching(/^[^:\\]{1,100}$/, 'must be 1 to 100 characters, without : and \\'),
    BUDGET_AMOUNT: positive('US dollars, like 500'),
    BUDGET_EMAIL: matching(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'must be an e-mail address'),
    ALERT_THRESHOLD: positive('percent of the budget, like 80'),
    WITH_START_STOP_EC2_INSTANCES: oneOf('enabled', 'disabled'),
    START_CRON_EXPRESSION: cron,
    STOP_CRON_EXPRESSION: cron,
    TAG_WITHOUT_START_STOP: matching(/^[\w.:/=+@-]{1,128}$/, 'must be the key of a tag'),
    WITH_PROWLER: oneOf('enabled', 'disabled'),
    PROWLER_REQUIREMENTS_URL: download,
    PROWLER_REQUIREMENTS_SHA256: checksum,
    RESOURCE_PREFIX: matching(/^\w[\w-]*$|^$/, 'must be letters, digits, - and _'),
  },
  purge: {
    PURGE_MODE: oneOf('--dry-run', '--force'),
    TAG_KEY: refusedBy(tagPart),
    TAG_VALUE: refusedBy(tagPart),
    MAXIMUM_AGE: refusedBy((_name, value) => maximumAgeHours(value)),
    EXEMPT_TAG_KEY: refusedBy(tagPart),
    EXEMPT_TAG_VALUE: refusedBy(tagPart),
    TAGGED_TYPES: refusedBy(resourceTypes),
    AGED_TYPES: refusedBy(resourceTypes),
    PROTECTED_NAMES: refusedBy((_name, value) => protectedNames(value)),
    NUKE_URL: download,
    NUKE_SHA256: checksum,
    PURGE_MESSAGE: matching(/^\/?[\w.-]+(\/[\w.-]+)*$/, 'must be the name of an SSM parameter'),
    NUKE_ENDPOINTS_URL: matching(/^https?:\/\/\S+$/, 'must be an http:// or https:// address'),
  },
};

/** A download and its checksum: both or neither. */
export const pinnedPairs: readonly (readonly [url: string, checksum: string])[] = [
  ['NUKE_URL', 'NUKE_SHA256'],
  ['PROWLER_REQUIREMENTS_URL', 'PROWLER_REQUIREMENTS_SHA256'],
];

function matching(pattern: RegExp, needs: string): VariableRule {
  return (name, value) => (pattern.test(value) ? undefined : `${name}: "${value}" ${needs}`);
}

function positive(what: string): VariableRule {
  return (name, value) =>
    /^\d+(\.\d+)?$/.test(value) && Number(value) > 0
      ? undefined
      : `${name}: "${value}" must be a number above 0: ${what}`;
}

function oneOf(...allowed: readonly [string, string]): VariableRule {
  return (name, value) => {
    if (allowed.includes(value)) return undefined;
    const meant = nearest(value, allowed);
    const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
    return `${name}: "${value}" must be ${allowed.join(' or ')}${hint}`;
  };
}

/** As the buildspec has it: without the word cron. */
function cron(name: string, value: string): string | undefined {
  const parsed = parseExpression(`cron(${value})`);
  return 'problem' in parsed ? `${name}: ${parsed.problem}` : undefined;
}

/** Empty is as if it were absent. */
function download(name: string, value: string): string | undefined {
  return matching(/^$|^https:\/\/\S+$/, 'must be an https:// address')(name, value);
}

function checksum(name: string, value: string): string | undefined {
  return matching(/^$|^[0-9a-f]{64}$/, 'must be a SHA-256: 64 digits and letters a to f')(
    name,
    value,
  );
}

/** Rules of the purge policy, which is made again before each purge. */
function refusedBy(rule: (name: string, value: string) => unknown): VariableRule {
  return (name, value) => {
    try {
      rule(name, value);
      return undefined;
    } catch (error) {
      if (error instanceof FlotillaError) return error.message;
      throw error;
    }
  };
}
