/** Tags of EC2's resources. */

import type { EC2, Tag, TagSpecification } from '@aws-sdk/client-ec2';
import { ownEntry } from '../../../model/own-entry.ts';
import type { CallContext, Handlers } from '../../service.ts';
import { callerEc2 } from './caller-ec2.ts';
import { ec2Error, notFound } from './errors.ts';
import type { Ec2Resource, Ec2State } from './resources.ts';
import { matchesFilters, paged } from './select.ts';
import { kindsOf } from './state.ts';

const maxTags = 50;

export const tagHandlers: Handlers<EC2> = {
  CreateTags: ({ Resources, Tags }, context) => {
    const tags = readTags(Tags);
    for (const { tags: own } of resourcesOf(context, Resources)) addTags(own, tags);
    return {};
  },

  DeleteTags: ({ Resources, Tags }, context) => {
    for (const { tags } of resourcesOf(context, Resources)) {
      // Without tags all are deleted; with a value only tags with that value.
      if (!Tags) tags.clear();
      for (const { Key = '', Value } of Tags ?? []) {
        if (Value === undefined || tags.get(Key) === Value) tags.delete(Key);
      }
    }
    return {};
  },

  DescribeTags: (input, context) => {
    const items = allTags(callerEc2(context)).filter(({ Key, Value, ResourceId, ResourceType }) =>
      matchesFilters(
        { key: Key, value: Value, 'resource-id': ResourceId, 'resource-type': ResourceType },
        new Map([[Key, Value]]),
        input.Filters ?? [],
      ),
    );
    const { items: Tags, token } = paged(context, input, {
      items,
      key: ({ ResourceId, Key }) => `${ResourceId} ${Key}`,
      scope: `tags ${JSON.stringify(input.Filters)}`,
    });
    return {
      Tags: Tags.map((tag) => ({ ...tag, ResourceType: tag.ResourceType as never })),
      ...token,
    };
  },
};

/** The tags in `TagSpecifications` for one kind of resource. */
export function specifiedTags(
  specifications: readonly TagSpecification[] | undefined,
  kind: string,
): Map<string, string> {
  const tags = (specifications ?? []).flatMap(({ ResourceType, Tags }) =>
    ResourceType === kind ? (Tags ?? []) : [],
  );
  return new Map(readTags(tags));
}

/** Undefined without tags: EC2 leaves the member out. */
export function toTags(tags: ReadonlyMap<string, string>): Tag[] | undefined {
  return tags.size === 0 ? undefined : [...tags].map(([Key, Value]) => ({ Key, Value }));
}

function readTags(tags: readonly Tag[]): ReadonlyMap<string, string> {
  const read = new Map<string, string>();
  for (const { Key = '', Value = '' } of tags) {
    if (Key === '' || Key.length > 127 || Value.length > 255) {
      throw ec2Error('InvalidParameterValue', `The tag ${Key} is not valid.`);
    }
    if (/^aws:/i.test(Key)) {
      const message = 'Tag keys starting with aws: are reserved for internal use';
      throw ec2Error('InvalidParameterValue', message);
    }
    read.set(Key, Value);
  }
  return read;
}

function addTags(own: Map<string, string>, added: ReadonlyMap<string, string>): void {
  if (new Set([...own.keys(), ...added.keys()]).size > maxTags) {
    throw ec2Error(
      'TagLimitExceeded',
      'The maximum number of Tags for a resource has been reached.',
    );
  }
  for (const [key, value] of added) own.set(key, value);
}

const kindsByPrefix: Readonly<Record<string, string>> = {
  acl: 'network-acl',
  i: 'instance',
  igw: 'internet-gateway',
  rtb: 'route-table',
  sg: 'security-group',
  subnet: 'subnet',
  vol: 'volume',
  vpc: 'vpc',
};

/** All or none: one unknown id fails the call. */
function resourcesOf(context: CallContext, ids: readonly string[]): readonly Ec2Resource[] {
  const kinds = new Map(kindsOf(callerEc2(context)));
  return ids.map((id) => {
    const kind = ownEntry(kindsByPrefix, id.slice(0, id.indexOf('-')));
    if (kind === undefined) throw ec2Error('InvalidID', `The ID '${id}' is not valid`);
    const resource = kinds.get(kind)?.get(id);
    if (!resource) throw notFound(kind, [id]);
    return resource;
  });
}

function allTags(state: Ec2State) {
  return kindsOf(state).flatMap(([ResourceType, resources]) =>
    [...resources.values()].flatMap(({ id, tags }) =>
      [...tags].map(([Key, Value]) => ({ Key, Value, ResourceId: id, ResourceType })),
    ),
  );
}
