/**
 * Writes the errors with which reads answer for a resource that does not exist. The SDK's schemas do not say which
 * errors an operation has; botocore's data (Apache-2.0) does. `node models/not-found.ts <botocore's folder data>`
 */

import { existsSync, globSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';

interface BotocoreModel {
  readonly metadata: { readonly serviceId?: string };
  readonly operations: Readonly<
    Record<string, { readonly errors?: readonly { readonly shape: string }[] }>
  >;
}

interface OwnModel {
  readonly sdkId: string;
  readonly protocol: string;
  readonly operations: Readonly<Record<string, unknown>>;
}

interface ServiceErrors {
  /** Of most operations. */
  readonly usual: string;
  /** Of the others: an error for invalid input where none is declared for absence, else empty. */
  readonly operations: Readonly<Record<string, string>>;
}

const isRead = /^(Get|Describe|List|BatchGet|BatchDescribe|Search)/;
const notFound = /NotFound|NoSuch|DoesNotExist|NotExist|Nonexistent|^Unknown/;
const generalNotFound =
  /^(ResourceNotFound|NotFound|NoSuchEntity|NoSuchResource|EntityNotFound|WAFNonexistentItem)(Exception|Fault)?$/;
const invalidInput =
  /^(Validation|InvalidParameter|InvalidInput|InvalidRequest|InvalidArgument|BadRequest|Client|InvalidClientRequest|DirectConnectClient|InvalidGatewayRequest)\w*$/;

const modelFolder = join(import.meta.dirname, '../src/aws/models');
const target = join(import.meta.dirname, '../src/simulator/generated/not-found.json');

const [dataFolder] = process.argv.slice(2);
if (dataFolder === undefined) throw new Error('name the folder data of botocore');

const botocore = new Map(
  readdirSync(dataFolder).flatMap((service) => {
    const file = newest(join(dataFolder, service));
    if (file === undefined) return [];
    const model = JSON.parse(readText(file)) as BotocoreModel;
    return [[model.metadata.serviceId, model] as const];
  }),
);
const lines = globSync('*.json', { cwd: modelFolder })
  .filter((file) => file !== 'partitions.json')
  .sort()
  .flatMap((file) => {
    const own = JSON.parse(readFileSync(join(modelFolder, file), 'utf8')) as OwnModel;
    const model = botocore.get(own.sdkId);
    const errors = model && errorsOf(own, model);
    const name = basename(file, '.json');
    return errors ? [`${JSON.stringify(name)}:${JSON.stringify(errors)}`] : [];
  });
writeFileSync(target, `{\n${lines.join(',\n')}\n}\n`);

function newest(folder: string): string | undefined {
  const [file] = globSync('*/service-2.json*', { cwd: folder }).sort().reverse();
  return file === undefined || !existsSync(folder) ? undefined : join(folder, file);
}

function readText(file: string): string {
  const content = readFileSync(file);
  return (file.endsWith('.gz') ? gunzipSync(content) : content).toString();
}

function errorsOf(own: OwnModel, model: BotocoreModel): ServiceErrors {
  const declared = Object.values(model.operations).flatMap(namesOf);
  const usual =
    commonest(declared.filter((name) => generalNotFound.test(name))) ??
    commonest(declared.filter((name) => invalidInput.test(name))) ??
    // Not in the models of these, but what they return: the name in their protocol.
    (own.protocol === 'query' ? 'ValidationError' : 'ValidationException');
  const reads = Object.keys(own.operations).filter((name) => isRead.test(name));
  const operations = reads.flatMap((operation) => {
    const names = namesOf(model.operations[operation] ?? {});
    const absent = names.filter((name) => notFound.test(name));
    const subject = operation.replace(isRead, '').replace(/s$/, '').toLowerCase();
    const code =
      absent.find((name) => name.toLowerCase().startsWith(subject)) ??
      absent.find((name) => generalNotFound.test(name)) ??
      absent[0] ??
      names.find((name) => invalidInput.test(name)) ??
      '';
    return code === usual ? [] : [[operation, code] as const];
  });
  return { usual, operations: Object.fromEntries(operations) };
}

function namesOf({ errors = [] }: { readonly errors?: readonly { readonly shape: string }[] }) {
  return errors.map(({ shape }) => shape);
}

function commonest(names: readonly string[]): string | undefined {
  const counts = Map.groupBy(names, (name) => name);
  return [...counts].sort(([, a], [, b]) => b.length - a.length)[0]?.[0];
}
