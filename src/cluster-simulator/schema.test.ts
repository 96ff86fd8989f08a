import { expect, test } from 'vitest';
import { problemsOf } from './schema.ts';

const container = { name: 'main', image: 'example/app:1' };
const job = (spec: object = {}) => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'report' },
  spec: { template: { spec: { restartPolicy: 'Never', containers: [container] } }, ...spec },
});

test('a valid object has no problems', () => {
  expect(problemsOf(job({ backoffLimit: 2 }))).toEqual([]);
});

test('misspelt fields are found at any depth, also in lists', () => {
  const spec = {
    backofLimit: 2,
    template: { spec: { containers: [{ ...container, imagee: 'x', env: [{ nam: 'A' }] }] } },
  };

  expect(problemsOf(job(spec))).toEqual([
    'spec.template.spec.containers[0].imagee: unknown field "spec.template.spec.containers[0].imagee"',
    'spec.template.spec.containers[0].env[0].nam: unknown field "spec.template.spec.containers[0].env[0].nam"',
    'spec.backofLimit: unknown field "spec.backofLimit"',
    'spec.template.spec.containers[0].env[0].name: Required value',
  ]);
});

test('the keys of maps are free, the fields of their values are not', () => {
  const labels = { 'app.kubernetes.io/name': 'x', anything: 'y' };
  const limits = { memory: '1Gi', 'example.com/gpu': 1 };
  const template = {
    metadata: { labels },
    spec: { restartPolicy: 'Never', containers: [{ ...container, resources: { limits } }] },
  };

  expect(problemsOf(job({ template }))).toEqual([]);
  expect(problemsOf({ ...job(), metadata: { name: 'x', labels: { a: 1 } } })).toEqual([
    'metadata.labels.a: must be of type string',
  ]);
});

test('wrong types and unsupported values are reported once', () => {
  const wrong = (restartPolicy: unknown) =>
    job({ backoffLimit: 'two', template: { spec: { restartPolicy, containers: [container] } } });

  expect(problemsOf(wrong('Sometimes'))).toEqual([
    'spec.backoffLimit: must be of type integer',
    'spec.template.spec.restartPolicy: Unsupported value: supported values: "Always", "Never", "OnFailure"',
  ]);
  expect(problemsOf(wrong(7)).slice(1)).toEqual([
    'spec.template.spec.restartPolicy: must be of type string',
  ]);
});

test('unsupported kinds are reported', () => {
  expect(problemsOf({ apiVersion: 'apps/v1', kind: 'Deployment' })).toEqual([
    'the schema of apps/v1 Deployment is not available',
  ]);
});
