/** What goes wrong on demand: rules as data, written in code or read from YAML or JSON. */

import { parse } from 'yaml';
import { z } from 'zod';
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

const faultSchema = z
  .strictObject(faultKinds)
  .refine((fault) => Object.values(fault).filter((value) => value !== undefined).length === 1, {
    error: 'must be exactly one of error, deny, throttle, latencyMs, hang, disconnect',
  });

const ruleSchema = z.strictObject({
  service: z.string().min(1).optional(),
  operation: z.string().min(1).optional(),
  account: z
    .string()
    .regex(/^\d{12}$/, 'must be twelve digits in quotes')
    .optional(),
  region: z.string().min(1).optional(),
  probability: z.number().min(0).max(1).optional(),
  times: z.int().min(1).optional(),
  skip: z.int().min(0).optional(),
  fault: faultSchema,
});

/**
 * A rule applies to the calls that match everything it names; `account` is the caller's. Of those it lets the first
 * `skip` pass, then strikes `times` times (default: always), each with `probability` (default 1). `fault` is one of
 * `{ error: { code, message?, status? } }`, `{ deny: true }` and `{ throttle: true }` (in the service's own words),
 * `{ latencyMs }`, `{ hang: true }` and `{ disconnect: true }`.
 */
export type FaultRule = z.infer<typeof ruleSchema>;
export type Fault = FaultRule['fault'];

/** A list of rules, or `faults:` with one. Throws `InvalidInput` that names the file, the place and the value. */
export function parseFaults(text: string, fileName: string): readonly FaultRule[] {
  const list = listOf(parseYaml(text, fileName));
  const result = z.array(ruleSchema).safeParse(list);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => describe(issue, list));
  throw new FlotillaError('InvalidInput', `${fileName}: ${lines.join('; ')}`, {
    cause: result.error,
  });
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
