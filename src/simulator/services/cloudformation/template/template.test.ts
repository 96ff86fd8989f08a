import fc from 'fast-check';
import { expect, test } from 'vitest';
import { conditionScope, conditionsOf } from './conditions.ts';
import { evaluate, type TemplateScope } from './evaluate.ts';
import { type ParameterInput, resolveParameters } from './parameters.ts';
import { readTemplate } from './read-template.ts';
import { checkRules } from './rules.ts';
import { parseTemplate } from './template.ts';

const scope: TemplateScope = {
  ref: (name) => ({ Phase: 'dev', List: ['a', 'b'], 'AWS::Region': 'eu-west-1' })[name],
  attribute: (id, name) => `${id}/${name}`,
  condition: (name) => name === 'IsDev',
  mappings: { Sizes: { dev: { memory: 128 } } },
  importValue: (name) => `imported ${name}`,
  zones: (region) => [`${region}a`, `${region}b`],
};

const topic = { Type: 'AWS::SNS::Topic' };
const json = (template: object) => JSON.stringify(template);
const resources = (Resources: object) => parseTemplate(json({ Resources }));

const functions: readonly (readonly [value: unknown, result: unknown])[] = [
  [{ Ref: 'Phase' }, 'dev'],
  [{ 'Fn::GetAtt': ['Table', 'StreamArn'] }, 'Table/StreamArn'],
  [{ 'Fn::GetAtt': 'Table.Nested.Name' }, 'Table/Nested.Name'],
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: CloudFormation substitutes it
  [{ 'Fn::Sub': '${Phase}-${Table.Arn}-${!Literal}' }, 'dev-Table/Arn-${Literal}'],
  [{ 'Fn::Sub': ['${Phase}-${Own}', { Own: { Ref: 'Phase' } }] }, 'dev-dev'],
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: as above
  [{ 'Fn::Join': ['-', ['x', { Ref: 'Phase' }, 1]] }, 'x-dev-1'],
  [{ 'Fn::Join': [',', { Ref: 'List' }] }, 'a,b'],
  [{ 'Fn::Select': ['1', { Ref: 'List' }] }, 'b'],
  [{ 'Fn::Split': ['/', { 'Fn::GetAtt': ['A', 'B'] }] }, ['A', 'B']],
  [{ 'Fn::FindInMap': ['Sizes', { Ref: 'Phase' }, 'memory'] }, 128],
  [{ 'Fn::FindInMap': ['Sizes', 'prod', 'memory', { DefaultValue: 64 }] }, 64],
  [{ 'Fn::If': ['IsDev', { Ref: 'Phase' }, { 'Fn::Base64': [] }] }, 'dev'],
  [{ a: { 'Fn::If': ['IsProd', 1, { Ref: 'AWS::NoValue' }] }, b: 2 }, { b: 2 }],
  [{ 'Fn::And': [{ Condition: 'IsDev' }, { 'Fn::Equals': ['1', 1] }] }, true],
  [{ 'Fn::Or': [{ Condition: 'IsProd' }, { 'Fn::Not': [{ Condition: 'IsProd' }] }] }, true],
  [
    { 'Fn::ImportValue': { 'Fn::Join': ['', ['network-', { Ref: 'Phase' }]] } },
    'imported network-dev',
  ],
  [{ 'Fn::Base64': 'hello' }, 'aGVsbG8='],
  [{ 'Fn::GetAZs': '' }, ['eu-west-1a', 'eu-west-1b']],
  [{ 'Fn::GetAZs': 'us-east-1' }, ['us-east-1a', 'us-east-1b']],
  [{ 'Fn::Cidr': ['10.1.0.0/16', 2, 8] }, ['10.1.0.0/24', '10.1.1.0/24']],
];

test.each(functions)('%j is evaluated', (value, result) => {
  expect(evaluate(value, scope)).toEqual(result);
});

const refusedFunctions: readonly (readonly [value: unknown, message: string])[] = [
  [{ 'Fn::Transform': { Name: 'AWS::Include' } }, 'does not know Fn::Transform'],
  [{ 'Fn::Select': [2, ['a', 'b']] }, 'cannot select nonexistent value at index 2'],
  [{ 'Fn::Join': ['-', 'text'] }, 'every Fn::Join object requires two parameters'],
  [
    { 'Fn::FindInMap': ['Sizes', 'prod', 'memory'] },
    'Unable to get mapping for Sizes::prod::memory',
  ],
  [{ 'Fn::FindInMap': ['Colors', 'a', 'b'] }, "Mapping named 'Colors' is not present"],
  [{ 'Fn::Cidr': ['10.0.0.0/24', 2, 8] }, 'cannot make 2 blocks of 8 bits from 10.0.0.0/24'],
];

test.each(refusedFunctions)('%j is refused', (value, message) => {
  expect(() => evaluate(value, scope)).toThrow(message);
});

test('YAML with short forms is read as the same template as JSON with long forms', () => {
  const yaml = `
AWSTemplateFormatVersion: 2010-09-09
Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      DisplayName: !Sub "\${Phase} alarms"
      TopicName: !Join ['-', [!Ref Phase, !GetAtt Queue.QueueName]]
      Owner: 012345678901
      Version: 2012-10-17
      Size: 12
`;

  expect(readTemplate(yaml)).toEqual({
    AWSTemplateFormatVersion: '2010-09-09',
    Resources: {
      Topic: {
        Type: 'AWS::SNS::Topic',
        Properties: {
          // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation substitutes it
          DisplayName: { 'Fn::Sub': '${Phase} alarms' },
          TopicName: {
            'Fn::Join': ['-', [{ Ref: 'Phase' }, { 'Fn::GetAtt': ['Queue', 'QueueName'] }]],
          },
          Owner: '012345678901',
          Version: '2012-10-17',
          Size: 12,
        },
      },
    },
  });
});

const refusedTemplates: readonly (readonly [text: string, message: string])[] = [
  ['[1]', 'Template format error: unsupported structure.'],
  ['{', 'Template format error: JSON not well-formed.'],
  ['Resources: !Secret x', 'the tag !Secret is not supported'],
  ['a: &x 1\nb: *x', 'YAML aliases are not allowed'],
  [json({}), 'Template format error: At least one Resources member must be defined.'],
  [json({ Resources: { A: {} } }), 'Every Resources object must contain a Type member'],
  [json({ Resources: { 'A-b': topic } }), 'Resource name A-b is non alphanumeric'],
  [json({ Resources: { A: topic }, Transform: 'x' }), 'does not know Transform in a template yet'],
  [json({ Resources: { A: topic }, Other: {} }), 'Invalid template property or properties [Other]'],
  [
    json({ Resources: { A: { ...topic, Properties: { x: [{ Ref: 'B' }, { Ref: 'C' }] } } } }),
    'Template format error: Unresolved resource dependencies [B, C] in the Resources block of the template',
  ],
  [
    json({ Resources: { A: topic }, Outputs: { O: { Value: { 'Fn::GetAtt': ['B', 'Arn'] } } } }),
    'Template format error: Unresolved resource dependencies [B] in the Outputs block of the template',
  ],
  [
    json({ Resources: { A: { ...topic, DependsOn: 'B' } } }),
    'Template format error: Unresolved resource dependencies [B] in the Resources block of the template',
  ],
  [json({ Resources: { A: { ...topic, Condition: 'C' } } }), 'Unresolved condition dependency C'],
];

test.each(refusedTemplates)('the template %s is refused', (text, message) => {
  expect(() => parseTemplate(text)).toThrow(message);
});

test('a cycle is refused with the resources that form it', () => {
  const ref = (id: string) => ({ ...topic, Properties: { x: { Ref: id } } });

  expect(() => resources({ A: ref('B'), B: ref('A'), C: ref('A') })).toThrow(
    'Circular dependency between resources: [A, B]',
  );
});

test('in any graph without cycles each resource comes after those that it depends on', () => {
  const graphs = fc.array(fc.array(fc.nat(), { maxLength: 4 }), { minLength: 1, maxLength: 15 });
  fc.assert(
    fc.property(graphs, fc.boolean(), (edges, isReversed) => {
      const needed = edges.map((some, at) => (at === 0 ? [] : some.map((n) => `R${n % at}`)));
      const entries = needed.map((ids, at) => {
        const [first = [], ...others] = ids;
        return [
          `R${at}`,
          {
            ...topic,
            DependsOn: others,
            Properties: { x: [first].flat().map((Ref) => ({ Ref })) },
          },
        ] as const;
      });
      const { order } = resources(Object.fromEntries(isReversed ? entries.toReversed() : entries));
      const place = new Map(order.map((id, at) => [id, at]));

      expect(order.length).toBe(edges.length);
      for (const [at, ids] of needed.entries()) {
        for (const id of ids) expect(place.get(id)).toBeLessThan(place.get(`R${at}`) ?? -1);
      }
    }),
  );
});

test('data without functions is its own value', () => {
  const key = fc.stringMatching(/^[a-z]{1,8}$/);
  const data = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
    ),
  })).value;
  fc.assert(
    fc.property(data, (value) => {
      expect(evaluate(value, scope)).toEqual(value);
    }),
  );
});

test('what Fn::Join joins, Fn::Split splits', () => {
  const words = fc.array(fc.stringMatching(/^[a-z]{0,5}$/), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(words, (list) => {
      const joined = { 'Fn::Join': ['|', list] };

      expect(evaluate({ 'Fn::Split': ['|', joined] }, scope)).toEqual(list);
    }),
  );
});

const resolve = (declared: object, supplied: readonly ParameterInput[] = []) =>
  resolveParameters(declared as never, {
    supplied,
    stored: (name) => (name === '/version' ? '21' : undefined),
    previous: new Map([['Kept', { text: 'before', value: 'before', isSecret: false }]]),
  });

const give = (ParameterKey: string, ParameterValue: string) => [{ ParameterKey, ParameterValue }];

test('parameters are supplied, kept from before, read from Parameter Store, or their defaults', () => {
  const declared = {
    Supplied: { Type: 'String' },
    Kept: { Type: 'String', NoEcho: true },
    Stored: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/version' },
    Numbers: { Type: 'List<Number>', Default: '1, 2' },
  };
  const supplied = [...give('Supplied', 'x'), { ParameterKey: 'Kept', UsePreviousValue: true }];

  expect(Object.fromEntries(resolve(declared, supplied))).toEqual({
    Supplied: { text: 'x', value: 'x', isSecret: false },
    Kept: { text: 'before', value: 'before', isSecret: true },
    Stored: { text: '/version', resolved: '21', value: '21', isSecret: false },
    Numbers: { text: '1, 2', value: ['1', '2'], isSecret: false },
  });
});

const refusedParameters: readonly (readonly [declared: object, value: string, message: string])[] =
  [
    [{ Type: 'String', AllowedValues: ['a'] }, 'b', "Parameter 'P' must be one of AllowedValues"],
    [{ Type: 'String', AllowedPattern: '[a-z]+' }, 'A1', 'Parameter P must match pattern [a-z]+'],
    [{ Type: 'String', MinLength: 3 }, 'ab', "Parameter 'P' must contain at least 3 characters"],
    [{ Type: 'String', MaxLength: 1 }, 'ab', "Parameter 'P' must contain at most 1 characters"],
    [
      { Type: 'String', MaxLength: 1, ConstraintDescription: 'one letter' },
      'ab',
      'Parameter P failed to satisfy constraint: one letter',
    ],
    [{ Type: 'Number' }, 'x', "Parameter 'P' must be a number."],
    [{ Type: 'Number', MaxValue: 3 }, '4', "Parameter 'P' must be a number not greater than 3"],
    [{ Type: 'AWS::EC2::VPC::Id' }, 'vpc-1', 'does not know the parameter type AWS::EC2::VPC::Id'],
    [
      { Type: 'AWS::SSM::Parameter::Value<String>' },
      '/none',
      'Unable to fetch parameters [/none] from parameter store for this account.',
    ],
  ];

test.each(refusedParameters)('a parameter %j refuses %s', (declared, value, message) => {
  expect(() => resolve({ P: declared }, give('P', value))).toThrow(message);
});

test('a parameter without a value and one that is not declared are refused by name', () => {
  expect(() => resolve({ A: { Type: 'String' } })).toThrow('Parameters: [A] must have values');
  expect(() => resolve({}, give('B', '1'))).toThrow('Parameters: [B] do not exist in the template');
});

test('conditions refer to each other, and not in a circle', () => {
  const condition = conditionsOf(
    {
      IsDev: { 'Fn::Equals': [{ Ref: 'Phase' }, 'dev'] },
      IsProd: { 'Fn::Not': [{ Condition: 'IsDev' }] },
      Self: { 'Fn::Not': [{ Condition: 'Self' }] },
    },
    scope,
  );

  expect([condition('IsProd'), condition('IsDev')]).toEqual([false, true]);
  expect(() => condition('Self')).toThrow('Circular dependency between conditions');
});

test('a rule whose assertion does not hold refuses the parameters', () => {
  const old = { 'Fn::Not': [{ 'Fn::Contains': [['dev', 'test'], { Ref: 'Phase' }] }] };
  const rules = { Check: { Assertions: [{ Assert: old, AssertDescription: 'too old' }] } };

  expect(() =>
    checkRules(
      rules,
      conditionScope(scope, () => true),
    ),
  ).toThrow('too old');
});
