/**
 * Reads ranges, lengths, patterns and enums of inputs from botocore's data, because the schemas in the SDK's packages
 * have none of them, and writes `../src/simulator/validation/constraints.json`. Only for the services that the
 * simulator has handlers for; EC2 and S3 are left out, whose handlers check in words of their own, and so are lengths,
 * ranges and patterns of CodeBuild.
 *
 *     node constraints.ts …/site-packages/botocore/data
 *
 * botocore is licensed under Apache-2.0: https://github.com/boto/botocore
 */

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { matchLimit } from './pattern-cost.ts';

const target = join(import.meta.dirname, '../src/simulator/validation/constraints.json');

/** Our names of the services, and those of botocore's folders. */
const folders: Readonly<Record<string, string>> = {
  account: 'account',
  budgets: 'budgets',
  ce: 'ce',
  cloudcontrol: 'cloudcontrol',
  cloudformation: 'cloudformation',
  cloudwatch: 'cloudwatch',
  codebuild: 'codebuild',
  dynamodb: 'dynamodb',
  'dynamodb-streams': 'dynamodbstreams',
  ecr: 'ecr',
  events: 'events',
  iam: 'iam',
  incidents: 'ssm-incidents',
  lambda: 'lambda',
  logs: 'logs',
  organizations: 'organizations',
  scheduler: 'scheduler',
  ses: 'ses',
  sesv2: 'sesv2',
  sns: 'sns',
  sqs: 'sqs',
  ssm: 'ssm',
  sts: 'sts',
  tagging: 'resourcegroupstaggingapi',
};

const enumsOnly: ReadonlySet<string> = new Set(['codebuild']);

interface Shape {
  readonly type: string;
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly members?: Readonly<Record<string, Reference>>;
  readonly member?: Reference;
  readonly key?: Reference;
  readonly value?: Reference;
}

interface Reference {
  readonly shape: string;
}

interface BotocoreModel {
  readonly operations: Readonly<Record<string, { readonly input?: Reference }>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

/** What is written: rules refer to each other by their index. */
interface StoredRule {
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  /** Longest text that is matched against the pattern. */
  readonly matchLimit?: number;
  readonly enum?: readonly string[];
  readonly float?: true;
  readonly integer?: true;
  readonly member?: number;
  readonly key?: number;
  readonly value?: number;
}

interface StoredConstraints {
  readonly rules: readonly StoredRule[];
  readonly structures: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

function readModel(data: string, folder: string): BotocoreModel {
  const versions = readdirSync(join(data, folder)).filter((version) =>
    existsSync(join(data, folder, version, 'service-2.json.gz')),
  );
  const file = join(data, folder, versions.sort().at(-1) ?? '', 'service-2.json.gz');
  return JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')) as BotocoreModel;
}

/**
 * ReceiveMessage has always taken the attributes of messages as `AttributeNames`, whose model has those of queues.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
 */
function corrected(model: BotocoreModel): BotocoreModel {
  const { QueueAttributeName: queue, MessageSystemAttributeName: message } = model.shapes;
  const receive = model.shapes.ReceiveMessageRequest;
  if (!queue?.enum || !message?.enum || !receive) return model;
  const names = [...new Set([...message.enum, ...queue.enum])];
  const AttributeNames = { shape: 'ReceivedAttributeNames' };
  return {
    ...model,
    shapes: {
      ...model.shapes,
      ReceivedAttributeName: { type: 'string', enum: names },
      ReceivedAttributeNames: { type: 'list', member: { shape: 'ReceivedAttributeName' } },
      ReceiveMessageRequest: { ...receive, members: { ...receive.members, AttributeNames } },
    },
  };
}

function extract({ operations, shapes }: BotocoreModel, enums: boolean): StoredConstraints {
  const rules: StoredRule[] = [];
  const indices = new Map<string, number>();
  const structures: Record<string, Record<string, number>> = {};
  const visited = new Set<string>();

  function add(rule: StoredRule): number | undefined {
    if (Object.keys(rule).length === 0) return undefined;
    const text = JSON.stringify(rule);
    const index = indices.get(text) ?? rules.push(rule) - 1;
    indices.set(text, index);
    return index;
  }

  function ruleOf(reference: Reference | undefined): number | undefined {
    const shape = reference && shapes[reference.shape];
    if (!shape) return undefined;
    if (shape.type === 'structure') return visit(reference.shape, shape);
    if (shape.type === 'list' || shape.type === 'map') return add(collectionRule(shape));
    return add(enums ? enumRule(shape) : simpleRule(shape));
  }

  function collectionRule(shape: Shape): StoredRule {
    const member = ruleOf(shape.member);
    const key = ruleOf(shape.key);
    const value = ruleOf(shape.value);
    return {
      ...(enums ? {} : bounds(shape)),
      ...(member !== undefined && { member }),
      ...(key !== undefined && { key }),
      ...(value !== undefined && { value }),
    };
  }

  function visit(name: string, { members = {} }: Shape): undefined {
    if (visited.has(name)) return undefined;
    visited.add(name);
    const found = Object.entries(members).flatMap(([member, reference]) => {
      const rule = ruleOf(reference);
      return rule === undefined ? [] : [[member, rule] as const];
    });
    if (found.length > 0) structures[name] = Object.fromEntries(found);
    return undefined;
  }

  for (const { input } of Object.values(operations)) ruleOf(input);
  return { rules, structures };
}

function bounds({ min, max }: Shape): StoredRule {
  return { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
}

function enumRule({ enum: values }: Shape): StoredRule {
  return values ? { enum: values } : {};
}

function simpleRule(shape: Shape): StoredRule {
  const { pattern, enum: values } = shape;
  const isInteger = shape.type === 'integer' || shape.type === 'long';
  const isFloat = shape.type === 'double' || shape.type === 'float';
  const limit = pattern === undefined ? undefined : matchLimit(pattern);
  return {
    ...bounds(shape),
    ...(limit !== undefined && { pattern, ...(limit < Infinity && { matchLimit: limit }) }),
    ...(values && { enum: values }),
    ...(isInteger && { integer: true as const }),
    ...(isFloat && { float: true as const }),
  };
}

function versionOf(data: string): string {
  const init = readFileSync(join(data, '../__init__.py'), 'utf8');
  return /__version__ = '([^']+)'/.exec(init)?.[1] ?? 'unknown';
}

const [data] = process.argv.slice(2);
if (data === undefined) throw new Error('usage: node constraints.ts FOLDER-OF-BOTOCORE-DATA');
const services = Object.fromEntries(
  Object.entries(folders).map(([name, folder]) => [
    name,
    extract(corrected(readModel(data, folder)), enumsOnly.has(name)),
  ]),
);
const source = `botocore ${versionOf(data)}, Apache-2.0, https://github.com/boto/botocore`;
writeFileSync(target, `${JSON.stringify({ source, services })}\n`);
