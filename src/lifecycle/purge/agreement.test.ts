/**
 * Checks that the configurations and the evaluator agree. They are read here as aws-nuke's documentation describes
 * them.
 */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { evaluate, type NukeResource } from './evaluate.ts';
import { type NukeLine, nukeLines, nukeType } from './nuke-types.ts';
import { type PurgePolicy, purgePolicyOf } from './purge-policy.ts';
import { renderV2, renderV3 } from './render.ts';

const accountId = '111111111111';
const now = Date.UTC(2026, 5, 1);

interface Filter {
  readonly property?: string;
  readonly type?: string;
  readonly value: string;
  readonly invert?: boolean | string;
}

/** One run: everything of the listed types is deleted, except what any filter matches. A missing property is ''. */
function isDeleted(
  configuration: ReturnType<typeof parse>,
  line: NukeLine,
  { type, identifier, properties }: NukeResource,
): boolean {
  const listed = configuration['resource-types'][line === 'v2' ? 'targets' : 'includes'];
  if (!listed.includes(type)) return false;
  const filters: readonly Filter[] = configuration.accounts[accountId].filters[type] ?? [];
  return !filters.some(({ property, type: kind, value, invert }) => {
    const shown = property === undefined ? identifier : (properties[property] ?? '');
    return matches(kind, value, shown) !== (String(invert) === 'true');
  });
}

function matches(kind: string | undefined, value: string, shown: string): boolean {
  switch (kind) {
    case undefined:
    case 'exact':
      return shown === value;
    case 'regex':
      return new RegExp(value).test(shown);
    case 'dateOlderThan': {
      const hours = Number(/^(\d+)h$/.exec(value)?.[1]);
      return shown !== '' && new Date(shown).getTime() + hours * 3_600_000 > now;
    }
    default:
      throw new Error(`no filter is of type ${kind}`);
  }
}

const word = fc.constantFrom('me', 'exempt', 'purge', 'keep', 'blue');
/** With and without tags, dates and names, in both version lines. */
const typeNames =
  'EC2Instance EC2Image EC2Volume RDSInstance SNSTopic SQSQueue IAMRole CodeBuildProject'.split(
    ' ',
  );
const someTypes = fc.subarray(typeNames, { minLength: 4 }).map((names) => names.join(' '));

const policies: fc.Arbitrary<PurgePolicy> = fc
  .record({
    TAG_KEY: word,
    TAG_VALUE: word,
    EXEMPT_TAG_KEY: word,
    EXEMPT_TAG_VALUE: word,
    MAXIMUM_AGE: fc.constantFrom('1d', '2w', '6M', '1y'),
    TAGGED_TYPES: someTypes,
    AGED_TYPES: someTypes,
    PROTECTED_NAMES: fc.constantFrom('', 'mine', 'mi*', 'a.b', 'x(y*'),
  })
  .map((variables) =>
    purgePolicyOf({
      accountId,
      blockedAccounts: ['999999999999'],
      regions: [],
      ownNames: ['SpaAlertTopic', 'SpaEventsRule*'],
      variables,
    }),
  );

const names = fc.oneof(
  fc.constantFrom('mine', 'mining', 'a.b', 'aXb', 'x(y)', 'SpaAlertTopic', 'SpaAlertTopic2'),
  fc.constantFrom('Rule: SpaEventsRuleForCodebuild', 'arn:aws:sns:x:SpaAlertTopic', 'role -> mine'),
  fc.constantFrom('AWSControlTowerExecution', 'notaws-controltower', 'my/aws-controltower-x'),
  fc.string({ unit: fc.constantFrom(...'mine /:.-SpaX') }),
);

const ages = fc.oneof(
  fc.integer({ min: 0, max: 2 * 8_760 }).map((hours) => now - hours * 3_600_000),
  // Just at the limits of the ages above.
  fc.constantFrom(24, 336, 4_380, 8_760).map((hours) => now - hours * 3_600_000),
);

function resources(line: NukeLine): fc.Arbitrary<NukeResource> {
  const types = fc.constantFrom(...typeNames);
  return types.chain((type) => {
    const { properties = new Set<string>(), hasTags, date } = nukeType(line, type) ?? {};
    const shown = Object.fromEntries([...properties].map((name) => [name, names]));
    const tags = hasTags ? { 'tag:purge': word, 'tag:keep': word, 'tag:me': word } : {};
    const made = date ? { [date]: ages.map((ms) => new Date(ms).toISOString()) } : {};
    return fc.record({
      type: fc.constant(type),
      identifier: names,
      properties: fc
        .record({ ...shown, ...tags, ...made }, { requiredKeys: [] })
        .map((found) => found as Readonly<Record<string, string>>),
    });
  });
}

test.for(nukeLines)('aws-nuke %s deletes what the policy describes, and nothing else', (line) => {
  const render = line === 'v2' ? renderV2 : renderV3;
  let deleted = 0;
  fc.assert(
    fc.property(policies, fc.array(resources(line), { minLength: 8 }), (policy, found) => {
      const configurations = render(policy).map(({ yaml }) => parse(yaml));
      for (const resource of found) {
        const { verdict } = evaluate(policy, resource, { now, line });
        const goes = configurations.some((one) => isDeleted(one, line, resource));
        if (goes) deleted++;
        expect({ resource, goes }).toEqual({ resource, goes: verdict === 'delete' });
      }
    }),
    { numRuns: 300 },
  );
  expect(deleted).toBeGreaterThan(50);
});
