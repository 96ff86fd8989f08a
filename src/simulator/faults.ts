/** Faults on demand: rules as data, written in code or read from YAML or JSON. */

import { parse } from 'yaml';
import * as z from 'zod';
import { FlotillaError } from '../model/flotilla-error.ts';

const faultKinds = {
  error: z
    .strictObject({
      code: z.string().min(1),
      message: z.string().optional(),
      status: z.int().min(400).max(599).optional(),
    })
    .optional(),
  deny: z.literal(true).optional(),
  throttle: z.literal(true).optional(),
  latencyMs: z.number().min(0).optional(),
  hang: z.literal(true).optional(),
  disconnect: z.literal(true).optional(),
};

const eventFaultKinds = {
  lose: z.literal(true).optional(),
  delayMs: z.number().min(0).optional(),
  double: z.literal(true).optional(),
  shuffleMs: z.number().min(0).optional(),
};

const buildFaultKinds = {
  fail: z.literal(true).optional(),
  durationMs: z.number().min(0).optional(),
};

function exactlyOne<Kinds extends z.ZodRawShape>(kinds: Kinds) {
  const isOne = (fault: object) =>
    Object.values(fault).filter((value) => value !== undefined).length === 1;
  const names = Object.keys(kinds).join(', ');
  return z.strictObject(kinds).refine(isOne, { error: `must be exactly one of ${names}` });
}

const accountSchema = z
  .string()
  .regex(/^\d{12}$/, 'must be twelve digits in quotes')
  .optional();

const often = {
  probability: z.number().min(0).max(1).optional(),
  times: z.int().min(1).optional(),
  skip: z.int().min(0).optional(),
};

const callRuleSchema = z.strictObject({
  service: z.string().min(1).optional(),
  operation: z.string().min(1).optional(),
  account: accountSchema,
  region: z.string().min(1).optional(),
  ...often,
  fault: exactlyOne(faultKinds),
});

const eventRuleSchema = z.strictObject({
  event: z.strictObject({
    source: z.string().min(1).optional(),
    detailType: z.string().min(1).optional(),
    account: accountSchema,
  }),
  ...often,
  fault: exactlyOne(eventFaultKinds),
});

const buildRuleSchema = z.strictObject({
  build: z.strictObject({
    project: z.string().min(1).optional(),
    account: accountSchema,
  }),
  ...often,
  fault: exactlyOne(buildFaultKinds),
});

/**
 * A rule applies to the calls that match everything it names; `account` is the caller's. It skips the first `skip`
 * matching calls, then applies `times` times (default: always), each with `probability` (default 1). `fault` is one
 * of `{ error: { code, message?, status? } }`, `{ deny: true }` and `{ throttle: true }` (in the service's own
 * words), `{ latencyMs }`, `{ hang: true }` and `{ disconnect: true }`.
 */
export type CallFaultRule = z.infer<typeof callRuleSchema>;
/** What happens to a call: exactly one of the members. */
export type Fault = CallFaultRule['fault'];

/**
 * The same for events in delivery from a bus to a target; `account` is the sender's. `fault` is one of `{ lose: true
 * }`, `{ delayMs }`, `{ double: true }` (the second one within ten minutes) and `{ shuffleMs }` (a random delay up to
 * this).
 */
export type EventFaultRule = z.infer<typeof eventRuleSchema>;

/**
 * The same for modelled builds of CodeBuild when they begin; `account` is the project's. `fault` is `{ fail: true }`
 * or `{ durationMs }`: beyond the project's timeout the build times out.
 */
export type BuildFaultRule = z.infer<typeof buildRuleSchema>;
/**
 * A rule for calls, for events in delivery or for builds.
 *
 * @example
 * ```ts
 * import type { FaultRule } from 'flotilla/simulator';
 *
 * const rules: readonly FaultRule[] = [
 *   { service: 'iam', operation: 'ListUsers', times: 2, fault: { throttle: true } },
 *   { event: { source: 'aws.organizations' }, probability: 0.1, fault: { lose: true } },
 *   { build: { project: 'Purge' }, fault: { fail: true } },
 * ];
 * ```
 */
export type FaultRule = CallFaultRule | EventFaultRule | BuildFaultRule;

/**
 * Reads YAML or JSON: a list of rules, or `faults:` with one. Throws `InvalidInput` that names the file, the location
 * and the value.
 */
export function parseFaults(text: string, fileName: string): readonly FaultRule[] {
  const list = listOf(parseYaml(text, fileName));
  const read = z.array(z.unknown()).safeParse(list);
  const results = read.success ? read.data.map(parseRule) : [read];
  const issues = results.flatMap((result, index) =>
    result.success ? [] : result.error.issues.map((issue) => placed(issue, read.success, index)),
  );
  if (issues.length === 0) return results.map(({ data }) => data as FaultRule);
  const lines = issues.map((issue) => describe(issue, list));
  throw new FlotillaError('InvalidInput', `${fileName}: ${lines.join('; ')}`);
}

/** The keys of a rule determine its kind. */
function parseRule(rule: unknown) {
  const about = (what: string) => typeof rule === 'object' && rule !== null && what in rule;
  if (about('event')) return eventRuleSchema.safeParse(rule);
  return about('build') ? buildRuleSchema.safeParse(rule) : callRuleSchema.safeParse(rule);
}

function placed(issue: z.core.$ZodIssue, inList: boolean, index: number): z.core.$ZodIssue {
  return inList ? { ...issue, path: [index, ...issue.path] } : issue;
}

function parseYaml(text: string, fileName: string): unknown {
  try {
    // JSON is YAML.
    return parse(text);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new FlotillaError('InvalidInput', `${fileName}: ${message}`, { cause });
  }
}

function listOf(data: unknown): unknown {
  const isWrapped =
    typeof data === 'object' && data !== null && Object.keys(data).join() === 'faults';
  return isWrapped && 'faults' in data ? data.faults : data;
}

function describe(issue: z.core.$ZodIssue, list: unknown): string {
  const place = issue.path.map((part) =>
    typeof part === 'number' ? `[${part}]` : `.${String(part)}`,
  );
  let value: unknown = list;
  for (const part of issue.path) {
    value = (value as Readonly<Record<PropertyKey, unknown>> | undefined)?.[part];
  }
  return `faults${place.join('')}: ${issue.message}, but is ${JSON.stringify(value) ?? 'missing'}`;
}
