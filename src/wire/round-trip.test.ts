/**
 * Every operation of every extracted model, both ways with the SDK's own client: a random input arrives equal, a
 * random output is returned equal, and every modelled error is thrown by its name. It also detects changes in the
 * SDK's codecs.
 */

import { NormalizedSchema } from '@smithy/core/schema';
import type { StaticErrorSchema } from '@smithy/types';
import { describe, expect, test } from 'vitest';
import { type OperationModel, serviceModel } from '../aws/models/service-model.ts';
import {
  type RandomLimits,
  type RandomSource,
  randomStructure,
  seeded,
} from '../testing/random-value.ts';
import { dialects, rewritesOf, type SdkDialect } from '../testing/sdk-dialects.ts';
import { AwsError } from './aws-error.ts';
import { collectBytes, toBytes } from './bytes.ts';
import { createGateway } from './gateway.ts';
import { inProcessHandler } from './in-process.ts';
import type { WireCall } from './message.ts';
import { inputOf, outputOf } from './structure.ts';

type Values = Readonly<Record<string, unknown>>;

const services = [...new Set(dialects.map(({ service }) => service))];

describe.each(dialects)('$name', (dialect) => {
  const { operations, errors } = serviceModel(dialect.service);
  const { fixed, ignored } = rewritesOf(dialect.name);
  const { emptyCollections } = dialect;

  // Few members find wrong routes, many find wrong members.
  test.each([0.2, 0.8])('carries every operation with members at %d', async (density) => {
    const random = seeded(7);
    const limits = { emptyCollections, density };
    for (const operation of operations.values()) {
      if (isEventStream(operation)) continue;
      const sent = randomOf(inputOf(operation), random, limits);
      const answered = randomOf(outputOf(operation), random, limits);
      const { call, returned } = await exchange(dialect, operation, sent, async () => answered);
      expect({
        name: call?.operation.name,
        arrived: comparable(call?.input ?? {}),
        returned: comparable(await withBytes(returned)),
      }).toEqual({
        name: operation.name,
        arrived: comparable(sent),
        returned: comparable(answered),
      });
    }
  });

  test('throws every error of the model', async () => {
    const random = seeded(11);
    const limits = { emptyCollections: false, density: 1 };
    const [operation] = operations.values();
    if (!operation) throw new Error(`${dialect.service} has no operations`);
    const sent = randomOf(inputOf(operation), random, limits);
    for (const [name, schema] of errors) {
      if (isBase(schema)) continue;
      const values = randomStructure(NormalizedSchema.of(schema), random, limits);
      const { message: _, Message: __, ...members } = comparable(values);
      const message = 'It is <not> "allowed".';
      const refuse = () => Promise.reject(new AwsError(name, message, { members }));
      const { thrown } = await exchange(dialect, operation, sent, refuse);
      expect(namesOf(schema)).toContain((thrown as Error).name);
      expect(thrown).toMatchObject({ message, ...members });
    }

    /** CloudWatch has two errors with one code in the Query protocol; clients that know the codes throw the first. */
    function namesOf(schema: StaticErrorSchema): string[] {
      const code = queryCodeOf(schema);
      const same = [...errors.values()].filter((other) => code && queryCodeOf(other) === code);
      return [schema, ...same].map(([, , name]) => name);
    }
  });

  function randomOf(schema: NormalizedSchema, random: RandomSource, limits: RandomLimits): Values {
    if (schema.isUnitSchema()) return {};
    const values = randomStructure(schema, random, limits);
    const names = Object.keys(schema.getMemberSchemas()).filter((name) => name in fixed);
    return { ...values, ...Object.fromEntries(names.map((name) => [name, fixed[name]])) };
  }

  function comparable(values: Values): Values {
    const entries = Object.entries(values).filter(([name]) => !ignored.includes(name));
    return Object.fromEntries(entries);
  }
});

/** One call with the real client: the input that arrived, and the output or error. */
async function exchange(
  dialect: SdkDialect,
  operation: OperationModel,
  sent: Values,
  answer: () => Promise<object>,
): Promise<{ call: WireCall | undefined; returned: Values; thrown?: unknown }> {
  const calls: WireCall[] = [];
  const gateway = createGateway({
    services,
    answer: (call) => {
      calls.push(call);
      return answer();
    },
  });
  try {
    const client = dialect.connect(inProcessHandler(gateway));
    // The client modifies its input.
    const { $metadata, ...returned } = await client.send(operation.name, structuredClone(sent));
    return { call: calls[0], returned };
  } catch (thrown) {
    return { call: calls[0], returned: { thrown }, thrown };
  }
}

/** Reads streams, and converts the client's own byte array types. */
async function withBytes(values: Values): Promise<Values> {
  const entries = Object.entries(values).map(async ([name, value]) => {
    if (value instanceof Uint8Array) return [name, toBytes(value)];
    const isStream = typeof value === 'object' && value !== null && 'transformToByteArray' in value;
    return [name, isStream ? await collectBytes(value) : value];
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** Operations that the gateway refuses: SelectObjectContent is the only one. */
function isEventStream(operation: OperationModel): boolean {
  return outputOf(operation).getEventStreamMember() !== '';
}

/** The base class of a service's errors; no service returns it. */
function isBase([, namespace]: StaticErrorSchema): boolean {
  return namespace.startsWith('smithy.ts.sdk.synthetic');
}

function queryCodeOf([, , , traits]: StaticErrorSchema): string | undefined {
  return (traits as { awsQueryError?: [string, number] }).awsQueryError?.[0];
}
