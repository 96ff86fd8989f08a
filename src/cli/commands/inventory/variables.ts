/**
 * The seven variables of an installation on Kubernetes, by the names that its users know. They are in one file
 * (`vars.env`), from which the manifests are filled. The orchestrator finds them in its environment.
 */

import { Cron } from 'croner';
import { isAccountId } from '../../../model/account.ts';
import { FlotillaError } from '../../../model/flotilla-error.ts';
import { accountProblem, bucketProblem } from '../../options/aws-names.ts';

export interface Variable {
  readonly name: string;
  readonly flag: string;
  readonly help: string;
  /** Undefined for one that must be values. */
  readonly fallback?: string;
  /** What is wrong with a value, behind the quoted value. */
  readonly problem: (text: string) => string | undefined;
}

export const variables = {
  BILLING_ACCOUNT_ID: {
    name: 'BILLING_ACCOUNT_ID',
    flag: '--billing-account-id',
    help: 'account of the orchestrator role, which may list the organization',
    problem: accountProblem,
  },
  SECURITY_ACCOUNT_ID: {
    name: 'SECURITY_ACCOUNT_ID',
    flag: '--security-account-id',
    help: 'account of the runner role and of the bucket',
    problem: accountProblem,
  },
  ORCHESTRATOR_ROLE: {
    name: 'ORCHESTRATOR_ROLE',
    flag: '--orchestrator-role',
    help: 'name of the orchestrator role',
    fallback: 'Inventory-Orchestrator',
    problem: roleProblem,
  },
  RUNNER_ROLE: {
    name: 'RUNNER_ROLE',
    flag: '--runner-role',
    help: 'name of the runner role',
    fallback: 'Inventory-Runner',
    problem: roleProblem,
  },
  BUCKET_NAME: {
    name: 'BUCKET_NAME',
    flag: '--bucket-name',
    help: 'bucket for reports, files and manifests',
    problem: bucketProblem,
  },
  CRON_SCHEDULE: {
    name: 'CRON_SCHEDULE',
    flag: '--cron-schedule',
    help: 'schedule in UTC, in the syntax of Kubernetes',
    fallback: '0 0 * * 0',
    problem: scheduleProblem,
  },
  INCLUDE_ACCOUNTS: {
    name: 'INCLUDE_ACCOUNTS',
    flag: '--include-accounts',
    help: 'account ids to include, separated by commas; empty for all',
    fallback: '',
    problem: accountsProblem,
  },
} as const satisfies Readonly<Record<string, Variable>>;

export type VariableName = keyof typeof variables;

/** In the order of the file. */
export const variableNames = Object.keys(variables) as [VariableName, ...VariableName[]];

export type Environment = Readonly<Record<string, string | undefined>>;

/** Options win over the environment. */
export interface Sources {
  /** By the variable's name. */
  readonly flags: Environment;
  readonly env: Environment;
}

/** Throws one `FlotillaError` that names every variable that is missing or malformed. */
export function readVariables<Name extends VariableName>(
  names: readonly Name[],
  sources: Sources,
): Readonly<Record<Name, string>> {
  const read = names.map((name) => ({ name, ...readVariable(variables[name], sources) }));
  const problems = read.flatMap(({ problem }) => (problem === undefined ? [] : [problem]));
  if (problems.length > 0) throw new FlotillaError('InvalidInput', problems.join('; '));
  return Object.fromEntries(read.map(({ name, value }) => [name, value])) as Record<Name, string>;
}

interface VariableReading {
  readonly value: string;
  readonly problem?: string;
}

function readVariable(
  { name, flag, fallback, problem }: Variable,
  { flags, env }: Sources,
): VariableReading {
  const [source, values] = flags[name] === undefined ? [name, env[name]] : [flag, flags[name]];
  const value = (values ?? fallback ?? '').trim();
  if (value === '' && fallback !== '') {
    const where = values === undefined ? 'is missing' : 'is empty';
    return { value, problem: `${name} ${where}; set it, or give ${flag}` };
  }
  const found = value === '' ? undefined : problem(value);
  return { value, ...(found !== undefined && { problem: `${source}: "${value}" ${found}` }) };
}

/** Ids with commas between them. */
function accountsProblem(text: string): string | undefined {
  const wrong = accountsIn(text).filter((id) => !isAccountId(id));
  if (wrong.length === 0) return undefined;
  return `contains "${wrong[0]}"; give account ids of 12 digits, separated by commas`;
}

export function accountsIn(text: string): string[] {
  return text
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');
}

/** A name without a path: the manifests put it behind `role/`. */
function roleProblem(text: string): string | undefined {
  return /^[\w+=,.@-]{1,64}$/.test(text)
    ? undefined
    : 'is not a role name: 1 to 64 letters, digits, + = , . @ _ -, without a path';
}

/** Kubernetes has no seconds, and its zone is a field of its own. */
function scheduleProblem(text: string): string | undefined {
  const advice = 'is not a schedule; give five fields as "0 0 * * 0", or @weekly';
  if (!text.startsWith('@') && text.split(/\s+/).length !== 5) return advice;
  try {
    new Cron(text, { paused: true, timezone: 'UTC' });
    return undefined;
  } catch {
    return advice;
  }
}
