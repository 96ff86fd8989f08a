/** Makes every call of the catalogue through the wire protocols: the extracted models are complete enough. */

import { expect, test } from 'vitest';
import { type OperationModel, serviceModel } from '../../aws/models/service-model.ts';
import { genericCallsThrough } from '../../testing/generic-calls.ts';
import { randomStructure, seeded } from '../../testing/random-value.ts';
import { createGateway } from '../../wire/gateway.ts';
import { inProcessHandler } from '../../wire/in-process.ts';
import type { WireCall } from '../../wire/message.ts';
import { inputOf, outputOf } from '../../wire/structure.ts';
import { loadCatalogue } from './catalogue.ts';

/** All of their operations have a round trip of their own. */
const elsewhere = ['account', 'cloudwatch', 'ec2', 'iam', 'organizations', 's3', 'sqs'];

const models = [...new Set(loadCatalogue().entries.map(({ model }) => model))].filter(
  (name) => !elsewhere.includes(name),
);
const limits = { emptyCollections: false, density: 0.5 };
const random = seeded(11);

test.each(models)('%s', async (name) => {
  for (const operation of serviceModel(name).operations.values()) {
    const [input, output] = [inputOf(operation), outputOf(operation)].map((schema) =>
      schema.isUnitSchema() ? {} : randomStructure(schema, random, limits),
    );

    expect(await exchange(name, operation, input ?? {}, output ?? {}), operation.name).toEqual({
      operation: operation.name,
      input,
      output: withoutStatus(operation, output ?? {}),
    });
  }
});

/** Without the member that is the status of the HTTP response. */
function withoutStatus(operation: OperationModel, output: object): object {
  const members = new Map(outputOf(operation).structIterator());
  const isStatus = (name: string) =>
    members.get(name)?.getMergedTraits().httpResponseCode !== undefined;
  return Object.fromEntries(Object.entries(output).filter(([name]) => !isStatus(name)));
}

async function exchange(name: string, operation: OperationModel, input: object, output: object) {
  const calls: WireCall[] = [];
  const gateway = createGateway({
    services: [name],
    answer: async (call) => {
      calls.push(call);
      return output;
    },
  });
  const client = genericCallsThrough(inProcessHandler(gateway), serviceModel(name));
  const { $metadata, ...answer } = await client.call(operation.name, { ...input });
  const plain = Object.entries(answer).map(([member, value]) => [
    member,
    // The SDK adds methods to a body that is bytes.
    value instanceof Uint8Array ? new Uint8Array(value) : value,
  ]);
  return {
    operation: calls[0]?.operation.name,
    input: calls[0]?.input,
    output: withoutStatus(operation, Object.fromEntries(plain)),
  };
}
