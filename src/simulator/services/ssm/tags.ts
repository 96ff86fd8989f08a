/** Tags of parameters. */

import { AwsError } from '../../../wire/aws-error.ts';
import { invalid } from './errors.ts';

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

const maxTags = 50;

export function readTags(tags: readonly Tag[] = []): Map<string, string> {
  const read = new Map<string, string>();
  addTags(read, tags);
  return read;
}

export function addTags(tags: Map<string, string>, added: readonly Tag[]): void {
  for (const { Key, Value } of added) {
    if (!/^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/iu.test(Key) || Value.length > 256) {
      throw invalid(`The tag ${Key} is not valid.`);
    }
  }
  const all = new Set([...tags.keys(), ...added.map(({ Key }) => Key)]);
  if (all.size > maxTags) {
    throw new AwsError('TooManyTagsError', `A parameter can have at most ${maxTags} tags.`);
  }
  for (const { Key, Value } of added) tags.set(Key, Value);
}

export function toTags(tags: ReadonlyMap<string, string>): Tag[] {
  return [...tags].map(([Key, Value]) => ({ Key, Value }));
}
