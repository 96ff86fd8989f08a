import { expect, test } from 'vitest';
import { withBreadth } from './breadth.ts';
import { loadCatalogue, selectEntries } from './catalogue.ts';
import { inventoryPolicies } from './policy.ts';

const own = loadCatalogue();
const wide = withBreadth(own);
const added = wide.entries.slice(own.entries.length);
const keys = (choice: Parameters<typeof selectEntries>[1]) =>
  selectEntries(wide, choice).map(({ key }) => key);

test('every key, and every type of a service, is there once', () => {
  const named = wide.entries.map(({ service, type }) => `${service} ${type}`);

  expect(wide.byKey.size).toBe(wide.entries.length);
  expect(new Set(named).size).toBe(named.length);
});

test('it adds hundreds of types, of services that the catalogue does not have as well', () => {
  const more = added.filter(({ cloudFormation }) => cloudFormation?.native === undefined);
  const known = new Set(own.entries.map(({ service }) => service));
  const services = new Set(more.map(({ service }) => service));

  expect(more.length).toBeGreaterThan(400);
  expect(services.difference(known).size).toBeGreaterThan(100);
});

test('types that the catalogue lists natively are listed through Cloud Control only by name', () => {
  const natives = added.filter(({ cloudFormation }) => cloudFormation?.native !== undefined);
  const unknown = natives.filter(
    ({ cloudFormation }) => !own.byKey.has(cloudFormation?.native ?? ''),
  );

  expect(unknown).toEqual([]);
  expect(keys({}).filter((key) => natives.some((native) => native.key === key))).toEqual([]);
  expect(keys({ services: ['S3'] })).not.toContain('s3_bucket_cfn');
  expect(keys({ types: ['AWS::S3::Bucket', 's3_bucket'] })).toEqual(['s3_bucket', 's3_bucket_cfn']);
});

test('types are found by the name of CloudFormation, by their own, and by their service', () => {
  expect(keys({ types: ['aws::synthetics::canary'] })).toEqual(['synthetics_canary']);
  expect(keys({ types: ['synthetics_canary'] })).toEqual(['synthetics_canary']);
  expect(keys({ services: ['Synthetics'] })).toContain('synthetics_canary');
});

test('global services are listed once, in their own region if they have one', () => {
  const placeOf = (type: string) => {
    const entry = added.find(({ cloudFormation }) => cloudFormation?.type === type);
    return [entry?.scope, entry?.askIn];
  };

  expect(placeOf('AWS::CloudFront::KeyValueStore')).toEqual(['global', undefined]);
  expect(placeOf('AWS::Route53RecoveryControl::ControlPanel')).toEqual(['global', 'us-west-2']);
  expect(placeOf('AWS::Synthetics::Canary')).toEqual(['regional', undefined]);
});

test('all of it needs two actions', () => {
  const [policy, ...others] = inventoryPolicies(selectEntries(wide, { services: ['Synthetics'] }));

  expect(others).toEqual([]);
  expect(policy?.Statement.map(({ Action }) => Action)).toEqual([
    ['cloudformation:GetResource', 'cloudformation:ListResources'],
  ]);
});
