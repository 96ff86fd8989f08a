/** Stubbed responses: what AWS would return for a resource that the simulator cannot create. */

import { isDeepStrictEqual } from 'node:util';
import type { NormalizedSchema } from '@smithy/core/schema';
import { FlotillaError } from '../model/flotilla-error.ts';
import type { WireCall } from '../wire/message.ts';
import { outputOf } from '../wire/structure.ts';
import type { CallerIdentity } from './world/caller.ts';

/** A response of AWS that replaces the simulator's own. */
export interface StubbedResponse {
  /** Name of the model, `glue`. */
  readonly service: string;
  /** `GetDatabases`. */
  readonly operation: string;
  /** The caller's account; default: any. */
  readonly account?: string;
  /** Default: any. */
  readonly region?: string;
  /** Members that the input must have exactly; default: none. */
  readonly input?: Readonly<Record<string, unknown>>;
  /** By the members of the model, as JSON has them: times as ISO text, blobs as base64. */
  readonly output: Readonly<Record<string, unknown>>;
}

export interface StubbedResponses {
  /** Returns a function that removes it. */
  add(answer: StubbedResponse): () => void;
  /** The latest one that matches the call. */
  find(call: WireCall, caller: CallerIdentity): object | undefined;
}

export function createStubbedResponses(): StubbedResponses {
  const answers: StubbedResponse[] = [];
  return {
    add(answer) {
      answers.unshift(answer);
      return () => void answers.splice(answers.indexOf(answer), 1);
    },
    find(call, caller) {
      const found = answers.find((answer) => fits(answer, call, caller));
      return (
        found && (typed(outputOf(call.operation), found.output, call.operation.name) as object)
      );
    },
  };
}

function fits(
  { service, operation, account, region, input = {} }: StubbedResponse,
  call: WireCall,
  { accountId }: CallerIdentity,
): boolean {
  return (
    service === call.service.name &&
    operation === call.operation.name &&
    (account ?? accountId) === accountId &&
    (region ?? call.region) === call.region &&
    Object.entries(input).every(([name, value]) => isDeepStrictEqual(call.input[name], value))
  );
}

/** Throws for a member that the model does not have: on the wire it would silently be missing. */
function typed(schema: NormalizedSchema, value: unknown, where: string): unknown {
  if (Array.isArray(value)) {
    return value.map((element) => typed(schema.getValueSchema(), element, where));
  }
  if (schema.isTimestampSchema()) return new Date(String(value));
  if (schema.isBlobSchema()) return new Uint8Array(Buffer.from(String(value), 'base64'));
  if (typeof value !== 'object' || value === null || schema.isDocumentSchema()) return value;
  const members = Object.entries(value).map(([name, member]) => [
    name,
    typed(memberOf(schema, name, where), member, `${where}.${name}`),
  ]);
  return Object.fromEntries(members);
}

function memberOf(schema: NormalizedSchema, name: string, where: string): NormalizedSchema {
  if (schema.isMapSchema()) return schema.getValueSchema();
  if (schema.isStructSchema() && name in schema.getMemberSchemas()) {
    return schema.getMemberSchema(name);
  }
  throw new FlotillaError('InvalidInput', `The stubbed response ${where} has no member ${name}.`);
}
