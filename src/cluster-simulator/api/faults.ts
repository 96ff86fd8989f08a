/** Faults of the API on demand: rules as data, applied one after another. */

import type { ResourceName } from '../resources.ts';
import { ApiError } from '../status.ts';
import type { Verb } from './request.ts';

/**
 * A rule applies to the calls that match everything it names. It skips the first `skip` calls, then applies `times`
 * times.
 */
export interface RefusalRule {
  readonly verb?: Verb;
  readonly resource?: ResourceName;
  readonly namespace?: string;
  /** Of the object in the path, or in the body of a create request. */
  readonly name?: string | RegExp;
  /** Default 0. */
  readonly skip?: number;
  /** Default: always. */
  readonly times?: number;
  readonly fault: ApiRefusal | ConnectionLoss;
}

interface ApiRefusal {
  readonly code: number;
  /** Default: the usual reason of the code. */
  readonly reason?: string;
  readonly message: string;
  /** Returned in the header and in the status. */
  readonly retryAfterSeconds?: number;
}

/** The connection breaks: before the server does anything, or after it has done everything except respond. */
interface ConnectionLoss {
  readonly lose: 'request' | 'answer';
}

interface ApiCall {
  readonly verb: Verb;
  readonly resource: ResourceName;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
}

export interface ApiFaults {
  add(rule: RefusalRule): () => void;
  /** Throws the matching refusal, or returns the matching connection loss. */
  apply(call: ApiCall): ConnectionLoss | undefined;
}

export function createApiFaults(): ApiFaults {
  const rules = new Set<{ readonly rule: RefusalRule; seen: number }>();
  return {
    add: (rule) => {
      const entry = { rule, seen: 0 };
      rules.add(entry);
      return () => void rules.delete(entry);
    },
    apply: (call) => {
      for (const entry of rules) {
        const { rule } = entry;
        if (!matches(rule, call)) continue;
        const { skip = 0, times = Number.POSITIVE_INFINITY, fault } = rule;
        const turn = entry.seen++;
        if (turn < skip || turn >= skip + times) continue;
        if ('lose' in fault) return fault;
        throw refusalError(fault);
      }
      return undefined;
    },
  };
}

const defaultReasons: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  409: 'Conflict',
  410: 'Expired',
  422: 'Invalid',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
  504: 'Timeout',
};

function refusalError({ code, reason, message, retryAfterSeconds }: ApiRefusal): ApiError {
  const details = retryAfterSeconds === undefined ? undefined : { retryAfterSeconds };
  return new ApiError(code, reason ?? defaultReasons[code] ?? 'Unknown', message, details);
}

function matches(rule: RefusalRule, call: ApiCall): boolean {
  return (
    (rule.verb === undefined || rule.verb === call.verb) &&
    (rule.resource === undefined || rule.resource === call.resource) &&
    (rule.namespace === undefined || rule.namespace === call.namespace) &&
    matchesName(rule.name, call.name)
  );
}

function matchesName(expected: string | RegExp | undefined, name = ''): boolean {
  if (expected === undefined) return true;
  return typeof expected === 'string' ? expected === name : expected.test(name);
}
