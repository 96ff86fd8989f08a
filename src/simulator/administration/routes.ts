/**
 * The administration of a served organization: its clock, faults, journal and restart, for tests in any language. The
 * paths are below `/_flotilla/`; `openapi.json` there describes them.
 */

import * as z from 'zod';
import { FlotillaError } from '../../model/flotilla-error.ts';
import type { AdjustableClock } from '../adjustable-clock.ts';
import { driveUntil } from '../drive.ts';
import { parseFaults } from '../faults.ts';
import type { SimulatedOrganization } from '../simulate-organization.ts';

export interface Administered {
  readonly organization: SimulatedOrganization;
  readonly clock: AdjustableClock;
  /** Rules that were added here, by id, with what removes them. */
  readonly faults: Map<string, { readonly rule: object; readonly remove: () => void }>;
  /** Replaces the organization by a new one. */
  readonly reset: () => Promise<void>;
}

interface AdministrationRequest {
  readonly method: string;
  /** Below `/_flotilla`. */
  readonly path: string;
  readonly body: string;
}

export interface AdministrationResponse {
  readonly status: number;
  readonly content?: object;
}

type Route = (
  administered: Administered,
  request: AdministrationRequest,
  id: string,
) => AdministrationResponse | Promise<AdministrationResponse>;

/** By method and path; `{id}` is the last segment. */
export const routes: Readonly<Record<string, Route>> = {
  'GET /clock': ({ clock }) => ok(timeOf(clock)),

  'POST /clock': async ({ organization, clock }, { body }) => {
    const change = parsed(clockChange, body);
    const end =
      'advanceTo' in change ? Date.parse(change.advanceTo) : clock.now() + change.advanceMs;
    if (end < clock.now()) throw invalid('advanceTo is in the past; the clock only moves forward');
    await driveUntil({ organization, clock }, end);
    return ok(timeOf(clock));
  },

  'GET /faults': ({ faults }) =>
    ok({ faults: [...faults].map(([id, { rule }]) => ({ id, rule })) }),

  'POST /faults': ({ organization, faults }, { body }) => {
    const first = nextId(faults);
    const rules = parseFaults(body, 'the request');
    const added = rules.map((rule, at) => {
      const id = String(first + at);
      faults.set(id, { rule, remove: organization.fault(rule) });
      return { id, rule };
    });
    return { status: 201, content: { faults: added } };
  },

  'DELETE /faults': ({ faults }) => {
    for (const { remove } of faults.values()) remove();
    faults.clear();
    return { status: 204 };
  },

  'DELETE /faults/{id}': ({ faults }, _request, id) => {
    const fault = faults.get(id);
    if (!fault) return { status: 404, content: { message: `"${id}" is not the id of a fault` } };
    fault.remove();
    faults.delete(id);
    return { status: 204 };
  },

  'GET /journal': ({ organization: { journal } }) =>
    ok({
      total: journal.total,
      overLimit: journal.overLimit,
      byOperation: journal.byOperation(),
      byAccount: journal.byAccount(),
      calls: journal.calls.map(({ at, ...call }) => ({ at: new Date(at).toISOString(), ...call })),
    }),

  'DELETE /journal': ({ organization }) => {
    organization.journal.clear();
    return { status: 204 };
  },

  'POST /reset': async ({ reset }) => {
    await reset();
    return { status: 204 };
  },
};

const maxAdvanceMs = 366 * 24 * 3_600_000;

const clockChange = z.union([
  z.strictObject({ advanceMs: z.int().min(0).max(maxAdvanceMs) }),
  z.strictObject({ advanceTo: z.iso.datetime({ offset: true }) }),
]);

function parsed<T>(schema: z.ZodType<T>, body: string): T {
  const value = schema.safeParse(json(body));
  if (value.success) return value.data;
  throw invalid('the body must be {"advanceMs": 60000} or {"advanceTo": "2026-01-02T00:00:00Z"}');
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('the body is not JSON');
  }
}

function invalid(message: string): FlotillaError {
  return new FlotillaError('InvalidInput', message);
}

function nextId(faults: Administered['faults']): number {
  return Math.max(0, ...[...faults.keys()].map(Number)) + 1;
}

function ok(content: object): AdministrationResponse {
  return { status: 200, content };
}

function timeOf(clock: AdjustableClock): object {
  return { now: new Date(clock.now()).toISOString() };
}
