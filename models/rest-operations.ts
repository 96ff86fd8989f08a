/**
 * Writes the names of the operations that the models of REST services leave out, from botocore's data, with their
 * methods and paths: `../src/wire/rest-operations.json`. A call that is not simulated is refused by its name.
 *
 *     node rest-operations.ts …/site-packages/botocore/data
 *
 * botocore is licensed under Apache-2.0: https://github.com/boto/botocore
 */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const models = join(import.meta.dirname, '../src/aws/models');
const target = join(import.meta.dirname, '../src/wire/rest-operations.json');

interface BotocoreModel {
  readonly metadata: { readonly serviceId: string; readonly protocol: string };
  readonly operations: Readonly<
    Record<string, { readonly http: { readonly method: string; readonly requestUri: string } }>
  >;
}

interface StoredModel {
  readonly sdkId: string;
  readonly operations: object;
}

const [data] = process.argv.slice(2);
if (data === undefined) throw new Error("name the folder of botocore's data");

const byId = new Map(
  readdirSync(data, { withFileTypes: true }).flatMap((entry) => {
    const model = entry.isDirectory() ? newestModel(join(data, entry.name)) : undefined;
    return model?.metadata.protocol.startsWith('rest-') ? [[model.metadata.serviceId, model]] : [];
  }),
);

const services = readdirSync(models)
  .filter((file) => file.endsWith('.json') && file !== 'partitions.json')
  .flatMap((file) => {
    const stored = JSON.parse(readFileSync(join(models, file), 'utf8')) as StoredModel;
    const rows = unmodelled(byId.get(stored.sdkId), stored);
    return rows.length > 0 ? [[file.replace('.json', ''), Object.fromEntries(rows)]] : [];
  });

const source = 'botocore, Apache-2.0, https://github.com/boto/botocore';
writeFileSync(target, `${JSON.stringify({ source, services: Object.fromEntries(services) })}\n`);

/** Name, and `POST /path/{label}`. */
function unmodelled(
  model: BotocoreModel | undefined,
  stored: StoredModel,
): readonly (readonly [string, string])[] {
  return Object.entries(model?.operations ?? {})
    .filter(([name]) => !(name in stored.operations))
    .map(([name, { http }]) => [name, `${http.method} ${http.requestUri}`] as const);
}

function newestModel(folder: string): BotocoreModel | undefined {
  const version = readdirSync(folder).sort().at(-1);
  if (version === undefined) return undefined;
  const file = join(folder, version, 'service-2.json.gz');
  return JSON.parse(gunzipSync(readFileSync(file)).toString()) as BotocoreModel;
}
