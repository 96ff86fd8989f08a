import { expect, test } from 'vitest';
import { applyPatch } from './patch.ts';

const merge = 'application/merge-patch+json';
const strategic = 'application/strategic-merge-patch+json';
const pod = {
  metadata: { labels: { a: '1', b: '2' }, finalizers: ['x'] },
  spec: {
    containers: [
      { name: 'one', image: 'i:1', env: [{ name: 'A', value: '1' }] },
      { name: 'two', image: 'i:1' },
    ],
    tolerations: [{ key: 'k' }],
  },
};

test('a merge patch changes what it names, removes what is null, and replaces lists', () => {
  const patch = { metadata: { labels: { a: null, c: '3' } }, spec: { containers: [] } };

  expect(applyPatch(pod, patch, merge)).toEqual({
    metadata: { labels: { b: '2', c: '3' }, finalizers: ['x'] },
    spec: { containers: [], tolerations: [{ key: 'k' }] },
  });
});

test('a strategic patch merges lists by their key, and others as a whole', () => {
  const patch = {
    metadata: { finalizers: ['y'] },
    spec: {
      '$setElementOrder/containers': [{ name: 'one' }, { name: 'three' }],
      containers: [
        { name: 'one', env: [{ name: 'B', value: '2' }] },
        { name: 'two', $patch: 'delete' },
        { name: 'three', image: 'i:3' },
      ],
      tolerations: [{ key: 'l' }],
    },
  };

  expect(applyPatch(pod, patch, strategic)).toEqual({
    metadata: { labels: { a: '1', b: '2' }, finalizers: ['x', 'y'] },
    spec: {
      containers: [
        {
          name: 'one',
          image: 'i:1',
          env: [
            { name: 'A', value: '1' },
            { name: 'B', value: '2' },
          ],
        },
        { name: 'three', image: 'i:3' },
      ],
      tolerations: [{ key: 'l' }],
    },
  });
});

test('a strategic patch can replace, retain and remove single values', () => {
  const patch = {
    metadata: {
      labels: { $patch: 'replace', z: '1' },
      '$deleteFromPrimitiveList/finalizers': ['x'],
    },
    spec: { $retainKeys: ['tolerations'] },
  };

  expect(applyPatch(pod, patch, strategic)).toEqual({
    metadata: { labels: { z: '1' }, finalizers: [] },
    spec: { tolerations: [{ key: 'k' }] },
  });
});

test('server-side apply and JSON patches are refused by name', () => {
  expect(() => applyPatch(pod, {}, 'application/apply-patch+yaml')).toThrow(
    'The simulated cluster does not know patches of type application/apply-patch+yaml yet.',
  );
});
