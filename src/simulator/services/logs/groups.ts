/** Log groups: create, list, set retention, tag, delete. */

import { AwsError } from '../../../wire/aws-error.ts';
import type { CallContext } from '../../service.ts';
import {
  callerLogGroups,
  type GroupInput,
  groupAt,
  type LogsPageInput,
  logsPage,
} from './caller-log-groups.ts';
import { alreadyExists, invalid } from './errors.ts';
import { type LogGroup, makeGroup } from './log-group.ts';

type Tags = Readonly<Record<string, string>>;

interface CreateInput {
  readonly logGroupName: string;
  readonly kmsKeyId?: string;
  readonly logGroupClass?: string;
  readonly tags?: Tags;
}

interface DescribeInput extends LogsPageInput {
  readonly logGroupNamePrefix?: string;
  readonly logGroupNamePattern?: string;
  readonly logGroupClass?: string;
}

interface ArnInput {
  readonly resourceArn: string;
}

export const groupHandlers = {
  CreateLogGroup: (input: CreateInput, context: CallContext) => {
    const { caller, region, world, now } = context;
    const { logGroupName: name, kmsKeyId: keyId, logGroupClass: className, tags = {} } = input;
    if (!/^[.\-_/#A-Za-z0-9]{1,512}$/.test(name)) throw invalidName('logGroupName', name);
    if (className !== undefined && !classes.includes(className)) {
      throw invalid(`Unknown log group class: ${className}`);
    }
    const groups = callerLogGroups(context);
    if (groups.has(name)) throw alreadyExists('group');
    const where = { accountId: caller.accountId, region };
    const group = makeGroup(world, where, { name, now, className, keyId });
    tag(group, tags);
    groups.set(name, group);
    return {};
  },

  DeleteLogGroup: (input: GroupInput, context: CallContext) => {
    callerLogGroups(context).delete(groupAt(context, input).name);
    return {};
  },

  DescribeLogGroups: (input: DescribeInput, context: CallContext) => {
    const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern, logGroupClass } = input;
    if (prefix !== undefined && pattern !== undefined) {
      throw invalid(
        'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
      );
    }
    const items = [...callerLogGroups(context).values()]
      .filter(
        ({ name, className }) =>
          (prefix === undefined || name.startsWith(prefix)) &&
          (pattern === undefined || name.toLowerCase().includes(pattern.toLowerCase())) &&
          (logGroupClass === undefined || logGroupClass === className),
      )
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const scope = `groups ${prefix} ${pattern} ${logGroupClass}`;
    const page = logsPage(context, input, { scope, items, key: ({ name }) => name, most: 50 });
    return { logGroups: page.items.map(described), ...page.token };
  },

  PutRetentionPolicy: (
    input: GroupInput & { readonly retentionInDays: number },
    context: CallContext,
  ) => {
    if (!retentions.includes(input.retentionInDays)) {
      throw invalid(`Unsupported retention: ${input.retentionInDays} days`);
    }
    groupAt(context, input).retentionDays = input.retentionInDays;
    return {};
  },

  DeleteRetentionPolicy: (input: GroupInput, context: CallContext) => {
    groupAt(context, input).retentionDays = undefined;
    return {};
  },

  TagLogGroup: (input: GroupInput & { readonly tags: Tags }, context: CallContext) =>
    tag(groupAt(context, input), input.tags),
  TagResource: (input: ArnInput & { readonly tags: Tags }, context: CallContext) =>
    tag(groupOf(input, context), input.tags),

  UntagLogGroup: (input: GroupInput & { readonly tags: readonly string[] }, context: CallContext) =>
    untag(groupAt(context, input), input.tags),
  UntagResource: (
    input: ArnInput & { readonly tagKeys: readonly string[] },
    context: CallContext,
  ) => untag(groupOf(input, context), input.tagKeys),

  ListTagsLogGroup: (input: GroupInput, context: CallContext) => ({
    tags: Object.fromEntries(groupAt(context, input).tags),
  }),
  ListTagsForResource: (input: ArnInput, context: CallContext) => ({
    tags: Object.fromEntries(groupOf(input, context).tags),
  }),
};

const classes = ['STANDARD', 'INFREQUENT_ACCESS', 'DELIVERY'];
const retentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
];
const maxTags = 50;

export function invalidName(member: string, value: string): AwsError {
  return invalid(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint`,
  );
}

function groupOf({ resourceArn }: ArnInput, context: CallContext): LogGroup {
  if (!resourceArn.includes(':log-group:')) {
    throw invalid(`The simulator knows tags of log groups only, not of ${resourceArn}.`);
  }
  return groupAt(context, { logGroupIdentifier: resourceArn });
}

function tag(group: LogGroup, tags: Tags): object {
  const all = new Set([...group.tags.keys(), ...Object.keys(tags)]);
  if (all.size > maxTags) {
    throw new AwsError('TooManyTagsException', `A log group can have ${maxTags} tags.`);
  }
  for (const [key, value] of Object.entries(tags)) group.tags.set(key, value);
  return {};
}

function untag(group: LogGroup, keys: readonly string[]): object {
  for (const key of keys) group.tags.delete(key);
  return {};
}

function described(group: LogGroup) {
  const storedBytes = [...group.streams.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  return {
    logGroupName: group.name,
    creationTime: group.createdAt,
    ...(group.retentionDays !== undefined && { retentionInDays: group.retentionDays }),
    metricFilterCount: 0,
    arn: `${group.arn}:*`,
    logGroupArn: group.arn,
    storedBytes,
    ...(group.keyId !== undefined && { kmsKeyId: group.keyId }),
    logGroupClass: group.className,
    deletionProtectionEnabled: false,
  };
}
