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

test('a sound catalogue has no mistakes', () => {
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
  ['an operation that is not there', 'ListPlants Plants[] Id', 'zoo has no operation "ListPlants"'],
  [
    'items that are not there',
    'ListAnimals Plants[] Id',
    'ListAnimals "Plants[]": there is no member "Plants"',
  ],
  ['items that are no list', 'ListAnimals Zone[] Id', 'ListAnimals "Zone[]": "Zone" is no list'],
  [
    'a list whose elements are not meant',
    'ListAnimals Animals Id',
    '"Animals" is a list; say that its elements are meant: []',
  ],
  [
    'texts that have no member',
    'ListNames Names[] Name',
    '"Names[]" are no structures; name their member',
  ],
  [
    'a member for what is no text',
    ['ListAnimals Animals[] Id', { member: 'Id' }],
    '"Animals[]" are no texts',
  ],
  ['an id that is not there', 'ListAnimals Animals[] Nr', '"Nr": there is no member "Nr"'],
  ['items without an id', 'ListAnimals Animals[] .', 'its items have no id'],
  ['an ARN that is not there', 'ListAnimals Animals[] Id Urn', '"Urn": there is no member "Urn"'],
  [
    'a template that names a missing member',
    'ListAnimals Animals[] Id animal/{Nr}',
    '"Nr": there is no member "Nr"',
  ],
  [
    'a template that speaks of a parent where there is none',
    'ListAnimals Animals[] Id animal/{parent:Id}',
    '"Id" speaks of the parent, and there is none',
  ],
  [
    'tags that are not there',
    'ListAnimals Animals[] Id Arn Labels',
    '"Labels": there is no member "Labels"',
  ],
  [
    'JSON that is not there',
    [animal, { json: ['Policy'] }],
    '"Policy": there is no member "Policy"',
  ],
  [
    'something to carry that is not there',
    [animal, { carry: ['Colour'] }],
    'ListAnimals carries "Colour": "Colour": there is no member "Colour"',
  ],
  [
    'a required member that is not supplied',
    'ListKeepers Keepers[] Name',
    'ListKeepers requires "Id"',
  ],
  [
    'an input that is not taken',
    [animal, { input: { Colour: 'red' } }],
    'ListAnimals: there is no member "Colour"',
  ],
  [
    'a list that is sent where none is taken',
    [animal, { input: { NextToken: ['a'] } }],
    'ListAnimals: a list is sent where none is taken',
  ],
  [
    'pages that are not declared',
    'PageUndeclared Animals[] Id',
    'PageUndeclared pages, and how is not declared in services.ts',
  ],
  [
    'pages that are declared wrongly',
    'PageWrongly Animals[] Id',
    'PageWrongly is declared to page by "Token": there is no member "Token"',
  ],
  [
    'an answer that may be truncated',
    ['ListMore Names[] Name', { member: 'Name' }],
    'ListMore may be truncated; send a Limit that holds everything',
  ],
  ['a parent that is no entry', [animal, { parent: 'cage' }], 'its parent "zoo_cage" is no entry'],
  ['an entry that descends from itself', [animal, { parent: 'animal' }], 'it descends from itself'],
  [
    'a detail that takes what is not there',
    [animal, { details: [ask('DescribeAnimal Plant .', { Id: '{Id}' })] }],
    'DescribeAnimal "Plant": there is no member "Plant"',
  ],
  [
    'a detail without a required input',
    [animal, { details: [ask('DescribeAnimal Animal .', {})] }],
    'DescribeAnimal requires "Id"',
  ],
  [
    'a detail that sends what the item does not have',
    [animal, { details: [ask('DescribeAnimal Animal .', { Id: '{Nr}' })] }],
    'DescribeAnimal: "Nr": there is no member "Nr"',
  ],
  [
    'a detail for each of what is not there',
    [animal, { details: [ask('DescribeAnimal Animal .', { Id: '{each:}' }, { each: 'Cubs[]' })] }],
    'DescribeAnimal for each: "Cubs[]": there is no member "Cubs"',
  ],
  [
    'a batch into what takes no list',
    [
      animal,
      {
        details: [
          ask('DescribeAnimals . .', { Ids: ['{Id}'] }, { batch: 'Flag 5 Id Animals[] Id' }),
        ],
      },
    ],
    'DescribeAnimals takes no list in "Flag"',
  ],
  [
    'a batch of none',
    [animal, { details: [ask('DescribeAnimals . .', {}, { batch: 'Ids 0 Id Animals[] Id' })] }],
    'DescribeAnimals takes 0 at once',
  ],
  [
    'a batch whose answers do not find their items',
    [animal, { details: [ask('DescribeAnimals . .', {}, { batch: 'Ids 5 Id Animals[] Nr' })] }],
    'DescribeAnimals "Nr": there is no member "Nr"',
  ],
  [
    'a batch by id over what is no map',
    [animal, { details: [ask('DescribeAnimals . .', {}, { batch: 'Ids 5 Id Animals[]' })] }],
    'DescribeAnimals "Animals[]" is no map',
  ],
  [
    'something to wait for that is not there',
    [animal, { after: { operation: 'ListKeepers', path: 'State', is: 'DONE' } }],
    'ListKeepers "State": there is no member "State"',
  ],
  [
    'an action without a service',
    [animal, { actions: ['Feed'] }],
    '"Feed" is no action of a service',
  ],
];

describe('the check refuses', () => {
  test.each(refused)('%s', (_, row, said) => {
    expect(mistakes({ animal: row })).toEqual([`zoo_animal: ${said}`]);
  });

  test('a model that is not there', () => {
    expect(mistakes({ animal }, { model: 'aquarium' })).toEqual([
      'aquarium_animal: there is no model "aquarium"',
    ]);
  });

  test('two entries of one key', () => {
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
