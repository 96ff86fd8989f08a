/** Members that AWS's models mark as sensitive are redacted, or listed here with the reason why not. */

import type { NormalizedSchema } from '@smithy/core/schema';
import { expect, test } from 'vitest';
import { redact } from '../collect/redact.ts';
import { loadCatalogue } from './catalogue.ts';
import type { CatalogueEntry } from './entry.ts';
import { type RecordShape, shapeOf } from './resource-shape.ts';
import { secretMembers } from './secret-members.ts';

const { entries, byKey } = loadCatalogue();

/** Marked, and no secret: names and addresses of people and companies, notes, ids, places, times, queries. */
const marked: Readonly<Record<string, readonly RegExp[]>> = {
  'people and companies': [
    /^account_(alternate_contact|contact_information) /,
    /^organizations_\w+ (Email|Name|MasterAccountEmail|(Parties|Resources)\[\]\.\w+)$/,
    /^guardduty_member Email$/,
    /^redshift_serverless_namespace adminUsername$/,
    /^auditmanager_assessment /,
  ],
  'names and notes': [
    / (.*\.)?(name|description|displayName|Description|Comment|InstanceAlias|ShareNotes|Message)$/,
    /^workspaces_web_user_settings (cookieSynchronizationConfiguration|brandingConfiguration\.termsOfService)$/,
  ],
  'ids, references and places': [
    /^cognito_idp_user_pool_client ClientId$/,
    /^ssm_instance IPAddress$/,
    /^s3_bucket \S+\.KMSMasterKeyID$/,
    /^ecs_task_definition containerDefinitions\[\]\.repositoryCredentials$/,
    /^firehose_stream Destinations\[\]\.(HttpEndpointDestinationDescription\.EndpointConfiguration\.Url|RedshiftDestinationDescription\.Username|SnowflakeDestinationDescription\..*|\S+\.AttributeName)$/,
    /^gamelift_container_fleet \S+\.(FromPort|ToPort|IpRange)$/,
    /^location_\w+ (CreateTime|UpdateTime)$/,
  ],
  commands: [
    /^amplify_(app|branch) (.*\.)?buildSpec$/,
    /^events_rule \S+\.(Sqls?|GraphQLOperation)$/,
    /^gamelift_\w+ (CustomEventData|GameSessionData|GameProperties\[\]\.Value)$/,
  ],
};

test('what the models mark as sensitive is redacted, or known to be no secret', () => {
  const known = Object.values(marked).flat();
  const found = entries.flatMap((entry) =>
    sensitivePaths(entry).map((path) => ({ path: `${entry.key} ${path}`, entry, own: path })),
  );
  const open = found.filter(
    ({ entry, own, path }) =>
      !secretMembers[entry.key]?.some((secret) => secret.startsWith(own)) &&
      !known.some((pattern) => pattern.test(path)),
  );

  expect(found.length).toBeGreaterThan(100);
  expect(open.map(({ path }) => path)).toEqual([]);
});

test('every member that is redacted is one that AWS has', () => {
  const missing = Object.entries(secretMembers).flatMap(([key, paths]) => {
    const entry = byKey.get(key);
    return paths.filter((path) => !entry || !shapeAt(shapeOf(entry), path)).map((p) => [key, p]);
  });

  expect(missing).toEqual([]);
});

test('no member is redacted that ids, ARNs, tags or the calls of children refer to', () => {
  const spoken = entries.filter(
    ({ key, parent = '' }) => key in secretMembers || parent in secretMembers,
  );
  const broken = spoken.flatMap(({ key, parent, id, arn, tags, list }) => {
    const text = JSON.stringify({ id, arn, tags, list: list.input });
    const paths = [...(secretMembers[key] ?? []), ...(secretMembers[parent ?? ''] ?? [])];
    return paths.filter((path) => text.includes(path.replaceAll('[]', ''))).map((p) => [key, p]);
  });

  expect(broken).toEqual([]);
});

test('values go, names stay', () => {
  const lambda = { FunctionName: 'f', Environment: { Variables: { TOKEN: 'x', EMPTY: '' } } };
  redact({ key: 'lambda_function' }, lambda);
  const connection = { ConnectionProperties: { USERNAME: 'u', PASSWORD: 'p' } };
  redact({ key: 'glue_connection' }, connection);
  const project = {
    environment: { environmentVariables: [{ name: 'STAGE', value: 'prod', type: 'PLAINTEXT' }] },
  };
  redact({ key: 'codebuild_project' }, project);

  expect([lambda, connection, project]).toEqual([
    {
      FunctionName: 'f',
      Environment: { Variables: { TOKEN: '(redacted)', EMPTY: '(redacted)' } },
    },
    { ConnectionProperties: { USERNAME: 'u', PASSWORD: '(redacted)' } },
    {
      environment: {
        environmentVariables: [{ name: 'STAGE', value: '(redacted)', type: 'PLAINTEXT' }],
      },
    },
  ]);
});

/** Paths of all members that carry the trait, as the catalogue writes paths. */
function sensitivePaths(entry: CatalogueEntry): string[] {
  const found: string[] = [];
  const within = new Set<string>();
  const walk = (schema: NormalizedSchema, path: string) => {
    if ('sensitive' in schema.getMergedTraits()) return void found.push(path);
    if (schema.isListSchema() || schema.isMapSchema())
      return walk(schema.getValueSchema(), `${path}[]`);
    if (!schema.isStructSchema()) return;
    const name = schema.getName(true) ?? '';
    if (within.has(name)) return;
    within.add(name);
    for (const [member, of] of schema.structIterator())
      walk(of, path === '' ? member : `${path}.${member}`);
    within.delete(name);
  };
  const root = shapeOf(entry);
  for (const schema of root.schemas) walk(schema, '');
  for (const { as, each } of entry.details ?? []) {
    const at = shapeAt(root, [each ?? '', as].filter(Boolean).join('.'));
    if (as !== '' || each)
      for (const schema of at?.schemas ?? []) walk(schema, [each, as].filter(Boolean).join('.'));
  }
  return [...new Set(found)];
}

function shapeAt(root: RecordShape, path: string): RecordShape | undefined {
  return path.split('.').reduce<RecordShape | undefined>((at, step) => {
    const name = step.replace(/\[\]$/, '');
    const isMap = at?.schemas.some((schema) => schema.isMapSchema());
    const next = name === '' ? at : isMap ? at?.element() : at?.member(name);
    return step.endsWith('[]') ? next?.element() : next;
  }, root);
}
