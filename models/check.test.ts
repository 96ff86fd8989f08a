/** Each mistake that the check detects, on small models defined here. The SDK's packages are not needed. */

import { describe, expect, test } from 'vitest';
import { buildCatalogue } from './build-catalogue.ts';
import { ask, type CatalogueGroup, type CatalogueRow } from './catalogue/rows.ts';
import { checkCatalogue } from './check-catalogue.ts';
import type { StoredModel } from './stored-model.ts';

type Shape = StoredModel['shapes'][string];

const text = 0;
const texts = 64;
const structure = (members: Record<string, unknown>, required = 0): Shape => [
  3,
  0,
  Object.keys(members),
  Object.values(members),
  required,
];
const listOf = (element: string): Shape => [1, 0, element];

/** A zoo: animals in pages, keepers of an animal, descriptions one by one and in batches. */
const zoo: StoredModel = {
  errors: [],
  operations: {
    ListAnimals: [0, 'Pages', 'Animals', ['NextToken', 'NextToken']],
    ListKeepers: [0, 'OfAnimal', 'Keepers', 0],
    ListNames: [0, 'unit', 'Names', 0],
    ListMore: [0, 'unit', 'More', 0],
    ListUpTo: [0, 'UpTo', 'More', 0],
    PageUndeclared: [0, 'Pages', 'Animals', 0],
    PageWrongly: [0, 'Pages', 'Animals', ['Token', 'NextToken']],
    DescribeAnimal: [0, 'OfAnimal', 'Described', 0],
    DescribeAnimals: [0, 'Many', 'Animals', 0],
    FeedAnimals: [0, 'Feed', 'unit', 0],
  },
  shapes: {
    UpTo: structure({ Limit: 1 }),
    Pages: structure({ NextToken: text, Filter: texts }),
    OfAnimal: structure({ Id: text, Tags: texts }, 1),
    Many: structure({ Ids: texts, Flag: 2 }, 1),
    Feed: structure({ Food: text }, 1),
    Animals: structure({ Animals: 'AnimalList', NextToken: text, Zone: text }),
    AnimalList: listOf('Animal'),
    Animal: structure({ Id: text, Arn: text, Path: text, Tags: 128 }),
    Keepers: structure({ Keepers: 'KeeperList' }),
    KeeperList: listOf('Keeper'),
    Keeper: structure({ Name: text }),
    Names: structure({ Names: texts }),
    More: structure({ Names: texts, IsTruncated: 2 }),
    Described: structure({ Animal: 'Description' }),
    Description: structure({ Diet: text, Document: text, Friends: texts }),
  },
};

const animal = 'ListAnimals Animals[] Id animal/{Id} Tags';
const services = { zoo: { package: '-', iamPrefix: 'zoo' }, wild: { package: '-', iamPrefix: '' } };

function mistakes(
  types: Readonly<Record<string, CatalogueRow>>,
  more: Partial<CatalogueGroup> = {},
) {
  const entries = buildCatalogue([{ model: 'zoo', service: 'Zoo', types, ...more }], services);
  return checkCatalogue(entries, { zoo, wild: zoo });
}

test('a valid catalogue has no mistakes', () => {
  const row: CatalogueRow = [
    'ListAnimals Animals[] {Zone}/{Id} arn:{partition}:zoo:{region}:{account}:{Path@/} Tags',
    {
      carry: ['Zone'],
      input: { Filter: ['{account}'] },
      details: [
        ask('DescribeAnimal Animal Details', { Id: '{Id}' }, { json: ['Details.Document'] }),
        ask('DescribeAnimals Arn Copy', { Flag: true }, { batch: 'Ids 10 Id Animals[] Id' }),
        ask('DescribeAnimal Animal .', { Id: '{each:}' }, { each: 'Details.Friends[]' }),
      ],
    },
  ];
  const keeper: CatalogueRow = [
    'ListKeepers Keepers[] {parent:Id}/{Name}',
    { parent: 'animal', input: { Id: '{parent:Id}' } },
  ];
  const name: CatalogueRow = ['ListNames Names[] Name', { member: 'Name' }];
  const wide: CatalogueRow = ['ListUpTo Names[] Name', { member: 'Name', input: { Limit: 1000 } }];

  expect(mistakes({ animal: row, keeper, name, wide })).toEqual([]);
});

const refused: readonly (readonly [string, CatalogueRow, string])[] = [
  ['an unknown operation', 'ListBirds Birds[] Id', 'zoo has no operation "ListBirds"'],
  ['unknown items', 'ListAnimals Birds[] Id', 'ListAnimals "Birds[]": there is no member "Birds"'],
  [
    'items that are not a list',
    'ListAnimals Zone[] Id',
    'ListAnimals "Zone[]": "Zone" is not a list',
  ],
  [
    'a list without a selection of its elements',
    'ListAnimals Animals Id',
    '"Animals" is a list; append [] to select its elements',
  ],
  [
    'texts without a member',
    'ListNames Names[] Name',
    '"Names[]" is not a list of structures; name their member',
  ],
  [
    'a member of something other than text',
    ['ListAnimals Animals[] Id', { member: 'Id' }],
    '"Animals[]" is not a list of texts',
  ],
  ['an unknown id', 'ListAnimals Animals[] Nr', '"Nr": there is no member "Nr"'],
  ['items without an id', 'ListAnimals Animals[] .', 'its items have no id'],
  ['an unknown ARN', 'ListAnimals Animals[] Id Urn', '"Urn": there is no member "Urn"'],
  [
    'a template that names an unknown member',
    'ListAnimals Animals[] Id animal/{Nr}',
    '"Nr": there is no member "Nr"',
  ],
  [
    'a template that refers to a missing parent',
    'ListAnimals Animals[] Id animal/{parent:Id}',
    '"Id" refers to the parent, but there is none',
  ],
  ['unknown tags', 'ListAnimals Animals[] Id Arn Labels', '"Labels": there is no member "Labels"'],
  ['unknown JSON', [animal, { json: ['Policy'] }], '"Policy": there is no member "Policy"'],
  [
    'an unknown member to carry',
    [animal, { carry: ['Colour'] }],
    'ListAnimals carries "Colour": "Colour": there is no member "Colour"',
  ],
  [
    'a required member that is not supplied',
    'ListKeepers Keepers[] Name',
    'ListKeepers requires "Id"',
  ],
  [
    'an input that is not accepted',
    [animal, { input: { Colour: 'red' } }],
    'ListAnimals: there is no member "Colour"',
  ],
  [
    'a list for a member that is not a list',
    [animal, { input: { NextToken: ['a'] } }],
    'ListAnimals: a list is sent for a member that is not a list',
  ],
  [
    'undeclared pagination',
    'PageUndeclared Animals[] Id',
    'PageUndeclared is paginated; declare its tokens in services.ts',
  ],
  [
    'wrongly declared pagination',
    'PageWrongly Animals[] Id',
    'PageWrongly is declared to page by "Token": there is no member "Token"',
  ],
  [
    'an output that may be truncated',
    ['ListMore Names[] Name', { member: 'Name' }],
    'ListMore may be truncated; send a Limit that holds everything',
  ],
  ['an unknown parent', [animal, { parent: 'cage' }], 'its parent "zoo_cage" is not an entry'],
  ['an entry that descends from itself', [animal, { parent: 'animal' }], 'it descends from itself'],
  [
    'a detail that takes an unknown member',
    [animal, { details: [ask('DescribeAnimal Bird .', { Id: '{Id}' })] }],
    'DescribeAnimal "Bird": there is no member "Bird"',
  ],
  [
    'a detail without a required input',
    [animal, { details: [ask('DescribeAnimal Animal .', {})] }],
    'DescribeAnimal requires "Id"',
  ],
  [
    'a detail that sends a member that the item does not have',
    [animal, { details: [ask('DescribeAnimal Animal .', { Id: '{Nr}' })] }],
    'DescribeAnimal: "Nr": there is no member "Nr"',
  ],
  [
    'a detail for each element of an unknown list',
    [animal, { details: [ask('DescribeAnimal Animal .', { Id: '{each:}' }, { each: 'Cubs[]' })] }],
    'DescribeAnimal for each: "Cubs[]": there is no member "Cubs"',
  ],
  [
    'a batch into a member that is not a list',
    [
      animal,
      {
        details: [
          ask('DescribeAnimals . .', { Ids: ['{Id}'] }, { batch: 'Flag 5 Id Animals[] Id' }),
        ],
      },
    ],
    'DescribeAnimals "Flag" is not a list',
  ],
  [
    'a batch of size zero',
    [animal, { details: [ask('DescribeAnimals . .', {}, { batch: 'Ids 0 Id Animals[] Id' })] }],
    'DescribeAnimals has the batch size 0; it must be at least 1',
  ],
  [
    'a batch whose results do not match their items',
    [animal, { details: [ask('DescribeAnimals . .', {}, { batch: 'Ids 5 Id Animals[] Nr' })] }],
    'DescribeAnimals "Nr": there is no member "Nr"',
  ],
  [
    'a batch by id over something other than a map',
    [animal, { details: [ask('DescribeAnimals . .', {}, { batch: 'Ids 5 Id Animals[]' })] }],
    'DescribeAnimals "Animals[]" is not a map',
  ],
  [
    'an unknown member to wait for',
    [animal, { after: { operation: 'ListKeepers', path: 'State', is: 'DONE' } }],
    'ListKeepers "State": there is no member "State"',
  ],
  ['an action without a service', [animal, { actions: ['Feed'] }], '"Feed" is not an IAM action'],
];

describe('the check refuses', () => {
  test.each(refused)('%s', (_, row, message) => {
    expect(mistakes({ animal: row })).toEqual([`zoo_animal: ${message}`]);
  });

  test('an unknown model', () => {
    expect(mistakes({ animal }, { model: 'aquarium' })).toEqual([
      'aquarium_animal: there is no model "aquarium"',
    ]);
  });

  test('two entries with the same key', () => {
    const group = { model: 'zoo', service: 'Zoo', types: { animal } };
    const entries = buildCatalogue([group, group], services);

    expect(checkCatalogue(entries, { zoo })).toEqual(['zoo_animal: there are two of this key']);
  });
});

test('rows become entries with keys, actions, ARNs and references', () => {
  const row: CatalogueRow = [
    animal,
    { details: [ask('DescribeAnimal Animal Details', { Id: '{Id}', Tags: ['{Arn}/{account}'] })] },
  ];

  expect(
    buildCatalogue(
      [
        {
          model: 'zoo',
          service: 'Zoo',
          recon: 'animal',
          reconScope: 'global',
          types: { animal: row },
        },
      ],
      services,
    ),
  ).toEqual([
    {
      key: 'zoo_animal',
      model: 'zoo',
      service: 'Zoo',
      type: 'animal',
      scope: 'regional',
      list: { operation: 'ListAnimals', items: 'Animals[]' },
      id: 'Id',
      arn: { template: 'arn:{partition}:zoo:{region}:{account}:animal/{Id}' },
      tags: 'Tags',
      details: [
        {
          operation: 'DescribeAnimal',
          input: { Id: { from: 'Id' }, Tags: ['{Arn}/{account}'] },
          take: 'Animal',
          as: 'Details',
        },
      ],
      actions: ['zoo:DescribeAnimal', 'zoo:ListAnimals'],
      recon: { service: 'Zoo', type: 'animal', scope: 'global' },
    },
  ]);
});
