/** Which CloudFormation types are listed, and what is derived from their schemas: on types defined here. */

import { describe, expect, test } from 'vitest';
import type { CatalogueEntry } from '../src/inventory/catalogue/entry.ts';
import { isListable } from './breadth/listable.ts';
import { natives } from './breadth/names.ts';
import type { RegisteredType } from './breadth/registry.ts';
import { breadthRows } from './breadth/rows.ts';

const described = { documentation: 'What it is called.' };

function type(name: string, more: Partial<RegisteredType> = {}): RegisteredType {
  return {
    cloudFormationType: `AWS::Zoo::${name}`,
    primaryIdentifier: ['Name'],
    properties: { Name: {} },
    attributes: {},
    ...more,
  };
}

describe('a type is listed', () => {
  const siblings = new Set(['Animal', 'Cage']);
  const required = { required: true, causesReplacement: 'yes' as const };
  const cage = (member: object) => ({ Name: {}, CageId: member });

  test.each([
    ['when one property identifies it', type('Animal'), true],
    ['not when two do', type('Animal', { primaryIdentifier: ['CageId', 'Name'] }), false],
    ['not below a parent', type('Animal', { properties: cage(required) }), false],
    ['when its parent is mutable', type('Animal', { properties: cage({ required: true }) }), true],
    [
      'not with a generated identifier',
      type('Animal', { primaryIdentifier: ['Id'], attributes: { Id: {} } }),
      false,
    ],
    [
      'with a documented `Id`',
      type('Animal', { primaryIdentifier: ['Id'], attributes: { Id: described } }),
      true,
    ],
    ['not when it only configures another resource', type('AnimalPolicy'), false],
    [
      'not when AWS requires a resource model',
      type('Flow', { cloudFormationType: 'AWS::Connect::Flow' }),
      false,
    ],
  ])('%s', (_, requested, expected) => {
    expect(isListable(requested, siblings)).toBe(expected);
  });
});

/** The types named in the tables; the others belong to the example service `Zoo`. */
const named = Object.values(natives).map((key) => entry(key, 'other', key));

function entry(key: string, model: string, typeName: string): CatalogueEntry {
  const list = { operation: 'List', items: 'Items[]' };
  return {
    key,
    model,
    service: 'Zoo',
    type: typeName,
    scope: 'regional',
    list,
    id: 'Id',
    actions: [],
  };
}

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: the registry writes its placeholders so
describe('a row', () => {
  const rowOf = (requested: RegisteredType) =>
    breadthRows([requested], [...named, entry('zoo_cage', 'zoo', 'cage')])[0];

  test('has a key and a type in our words, under the catalogue’s service name', () => {
    expect(rowOf(type('BigAnimal'))).toEqual({
      cloudFormation: 'AWS::Zoo::BigAnimal',
      key: 'zoo_big_animal',
      service: 'Zoo',
      type: 'big_animal',
    });
  });

  test('names the entry that lists the same, and does not take its name', () => {
    expect(rowOf(type('Cage'))).toMatchObject({
      key: 'zoo_cage_cfn',
      type: 'cage_cfn',
      native: 'zoo_cage',
    });
  });

  test.each([
    ['the identifier', { primaryIdentifier: ['AnimalArn'] }, 'Identifier'],
    ['an attribute', { attributes: { Arn: described } }, 'Properties.Arn'],
    [
      'a template over the identifier',
      { arnTemplate: 'arn:${Partition}:zoo:${Region}:${Account}:animal/${Name}' },
      'arn:{partition}:zoo:{region}:{account}:animal/{Identifier}',
    ],
    ['nothing', { arnTemplate: 'arn:${Partition}:zoo:::${Cage}/${Name}' }, undefined],
  ])('takes the ARN from %s', (_, more, arn) => {
    expect(rowOf(type('Animal', more))?.arn).toBe(arn);
  });

  test('says where tags are', () => {
    expect(rowOf(type('Animal', { tagInformation: { tagPropertyName: 'Labels' } }))?.tags).toBe(
      'Labels',
    );
  });
});

// biome-ignore-end lint/suspicious/noTemplateCurlyInString: as above

test('a table that names an unknown entry is refused', () => {
  expect(() => breadthRows([], [])).toThrow('the catalogue has no');
});
