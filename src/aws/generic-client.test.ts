import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { StaticErrorSchema } from '@smithy/types';
import { describe, expect, test } from 'vitest';
import { genericCallsThrough } from '../testing/generic-calls.ts';
import { randomStructure, seeded } from '../testing/random-value.ts';
import { dialects, rewritesOf } from '../testing/sdk-dialects.ts';
import { AwsError } from '../wire/aws-error.ts';
import { createGateway } from '../wire/gateway.ts';
import { inProcessHandler } from '../wire/in-process.ts';
import type { WireCall } from '../wire/message.ts';
import { inputOf, outputOf } from '../wire/structure.ts';
import { type ClientConfiguration, fixedConfiguration } from './clients.ts';
import type { GenericCalls } from './generic-client.ts';
import { type OperationModel, type ServiceModel, serviceModel } from './models/service-model.ts';
import { pacedRetries } from './retries.ts';

type Values = Readonly<Record<string, unknown>>;
type Handler = ReturnType<typeof inProcessHandler>;

const configuration = (requestHandler: Handler): ClientConfiguration => ({
  region: 'us-east-1',
  credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' },
  requestHandler,
  retryStrategy: pacedRetries({ throttledAttempts: 1, transientAttempts: 1 }),
  ...fixedConfiguration,
});

/** The request that reached the service, and the response or the error. */
async function exchange(
  service: string,
  send: (handler: Handler) => Promise<Values>,
  answer: () => Promise<object>,
): Promise<Values> {
  const calls: WireCall[] = [];
  const gateway = createGateway({
    services: [service],
    answer: (call) => {
      calls.push(call);
      return answer();
    },
  });
  const seen = () => ({
    operation: calls[0]?.operation.name,
    region: calls[0]?.region,
    input: calls[0]?.input,
  });
  try {
    const { $metadata, ...output } = await send(inProcessHandler(gateway));
    return { ...seen(), output: await withBytes(output) };
  } catch (error) {
    const { name, message } = error as Error;
    return { ...seen(), thrown: { name, message } };
  }
}

async function withBytes(values: Values): Promise<Values> {
  const entries = Object.entries(values).map(async ([name, value]) => {
    const isStream = typeof value === 'object' && value !== null && 'transformToByteArray' in value;
    const bytes = isStream
      ? await (value.transformToByteArray as () => Promise<Uint8Array>)()
      : value;
    return [name, bytes instanceof Uint8Array ? [...bytes] : bytes];
  });
  return Object.fromEntries(await Promise.all(entries));
}

function client(model: ServiceModel, handler: Handler): GenericCalls {
  return genericCallsThrough(handler, model);
}

/** Refused: see below. */
const elsewhere = ['ListDirectoryBuckets', 'WriteGetObjectResponse'];

const native = dialects.filter(({ name }) => !name.includes('Query'));

describe.each(native)('$name', (dialect) => {
  const stored = serviceModel(dialect.service);
  const model: ServiceModel = dialect.name.includes('Cbor')
    ? { ...stored, protocol: 'cbor' }
    : stored;
  const { fixed, ignored } = rewritesOf(dialect.name);
  const limits = { emptyCollections: false, density: 0.5 };

  test('sends and reads every operation as the typed client does', async () => {
    const random = seeded(3);
    for (const operation of model.operations.values()) {
      if (outputOf(operation).getEventStreamMember() !== '') continue;
      if (elsewhere.includes(operation.name)) continue;
      const input = values(operation, 'input', random);
      const output = values(operation, 'output', random);
      const answer = async () => output;
      const typed = await exchange(
        dialect.service,
        (handler) => dialect.connect(handler).send(operation.name, structuredClone(input)),
        answer,
      );
      const generic = await exchange(
        dialect.service,
        (handler) => client(model, handler).call(operation.name, structuredClone(input)),
        answer,
      );
      expect(comparable(generic), operation.name).toEqual(comparable(typed));
    }
  });

  test('throws errors by the names that the typed client throws', async () => {
    const [operation] = model.operations.values();
    if (!operation) throw new Error('no operations');
    const input = values(operation, 'input', seeded(5));
    const isAnswered = ([, [, namespace]]: [string, StaticErrorSchema]) =>
      !namespace.includes('synthetic');
    const names = [...model.errors].filter(isAnswered).map(([name]) => name);
    for (const name of [...names, 'SomethingNew']) {
      const refuse = () => Promise.reject(new AwsError(name, 'It is <not> so.'));
      const typed = await exchange(
        dialect.service,
        (handler) => dialect.connect(handler).send(operation.name, structuredClone(input)),
        refuse,
      );
      const generic = await exchange(
        dialect.service,
        (handler) => client(model, handler).call(operation.name, structuredClone(input)),
        refuse,
      );
      expect(generic.thrown, name).toEqual(typed.thrown);
    }
  });

  function values(
    operation: OperationModel,
    side: 'input' | 'output',
    random: () => number,
  ): Values {
    const schema = side === 'input' ? inputOf(operation) : outputOf(operation);
    if (schema.isUnitSchema()) return {};
    const made = randomStructure(schema, random, limits);
    const names = Object.keys(schema.getMemberSchemas()).filter((name) => name in fixed);
    return { ...made, ...Object.fromEntries(names.map((name) => [name, fixed[name]])) };
  }

  function comparable({ input, output, ...rest }: Values): Values {
    // The region: a typed client of the round trip lives in a region of its own.
    return {
      ...rest,
      region: undefined,
      input: without(input as Values),
      output: without(output as Values),
    };
  }

  function without(record: Values = {}): Values {
    return Object.fromEntries(Object.entries(record).filter(([name]) => !ignored.includes(name)));
  }
});

test('follows the pages of a paged operation to the end', async () => {
  const pages: Record<string, object> = {
    first: { Accounts: [{ Id: '1' }], NextToken: 'second' },
    second: { Accounts: [], NextToken: 'third' },
    third: { Accounts: [{ Id: '3' }] },
  };
  const gateway = createGateway({
    services: ['organizations'],
    answer: async ({ input }) => pages[String(input.NextToken ?? 'first')] ?? {},
  });
  const organizations = client(serviceModel('organizations'), inProcessHandler(gateway));

  const ids = [];
  for await (const page of organizations.pages('ListAccounts', { MaxResults: 1 }))
    ids.push(page.Accounts);

  expect(ids).toEqual([[{ Id: '1' }], [], [{ Id: '3' }]]);
});

test('a service that returns the same page again does not cause an endless loop', async () => {
  const gateway = createGateway({
    services: ['organizations'],
    answer: async () => ({ Accounts: [], NextToken: 'again' }),
  });
  const organizations = client(serviceModel('organizations'), inProcessHandler(gateway));

  await expect(Array.fromAsync(organizations.pages('ListAccounts'))).rejects.toThrow(
    'ListAccounts returned the same page twice',
  );
});

test('signs a global service for the region where it lives', async () => {
  const regions: string[] = [];
  const gateway = createGateway({
    services: ['iam', 'organizations'],
    answer: async ({ region }) => {
      regions.push(region);
      return {};
    },
  });
  const handler = inProcessHandler(gateway);
  const in_ = (region: string, service: string) =>
    genericCallsThrough(handler, serviceModel(service), region);

  await in_('eu-west-1', 'iam').call('ListUsers');
  await in_('us-gov-east-1', 'iam').call('ListUsers');
  await in_('cn-north-1', 'organizations').call('ListRoots');

  expect(regions).toEqual(['us-east-1', 'us-gov-west-1', 'cn-northwest-1']);
});

test('an operation that the models do not have is refused by name', () => {
  const iam = client(serviceModel('iam'), new NodeHttpHandler() as unknown as Handler);

  expect(() => iam.call('ListSandwiches')).toThrow(
    'IAM has no operation "ListSandwiches" in the extracted models',
  );
});

test.each(elsewhere)(
  '%s, which has its own endpoint, is refused before it reaches another one',
  (name) => {
    const s3 = client(serviceModel('s3'), new NodeHttpHandler() as unknown as Handler);

    expect(() => s3.call(name)).toThrow(`${name} has an endpoint of its own`);
  },
);

test('typed clients still throw their own classes after a generic client was made', async () => {
  const gateway = createGateway({
    services: ['iam'],
    answer: () => Promise.reject(new AwsError('NoSuchEntityException', 'no such user')),
  });
  client(serviceModel('iam'), inProcessHandler(gateway));
  const { IAMClient, GetUserCommand, NoSuchEntityException } = await import('@aws-sdk/client-iam');
  const typed = new IAMClient(configuration(inProcessHandler(gateway)));

  await expect(typed.send(new GetUserCommand({}))).rejects.toBeInstanceOf(NoSuchEntityException);
});
