import { expect, test } from 'vitest';
import { type KubernetesPod, podSchema } from '../../kubernetes/objects.ts';
import { failedResult } from './job-result.ts';

const account = { id: '111111111111', name: 'alpha' };
type State = KubernetesPod['status']['containerStatuses'][number]['state'];

function podWith(states: Readonly<Record<string, State>>): KubernetesPod {
  const { upload, ...init } = states;
  const status = ([name, state]: [string, State]) => ({ name, state });
  return podSchema.parse({
    metadata: { name: 'pod', uid: 'u', creationTimestamp: '2026-01-31T02:00:00Z' },
    spec: { containers: [{ name: 'upload', image: 'flotilla' }] },
    status: {
      initContainerStatuses: Object.entries(init).map(status),
      ...(upload && { containerStatuses: [status(['upload', upload])] }),
    },
  });
}

const terminatedWith = (message: string, exitCode = 4) => ({
  terminated: { exitCode, reason: 'Error', message },
});

test.each([
  [
    'the container’s termination message',
    {
      assume: terminatedWith(
        '{"status":"failed","kind":"denied","code":"AccessDenied","message":"not authorized","retryable":false}',
      ),
    },
    'AccessDenied',
    'assume: AccessDenied: not authorized',
  ],
  [
    'the last line of its log if there is no message',
    {
      assume: { terminated: { exitCode: 0 } },
      inventory: terminatedWith('line\nSegmentation fault\n', 139),
    },
    'Exit139',
    'inventory: Exit139: Segmentation fault',
  ],
  [
    'Kubernetes’ reason if it was ended from outside',
    {
      assume: { terminated: { exitCode: 0 } },
      inventory: { terminated: { exitCode: 137, reason: 'OOMKilled' } },
    },
    'OOMKilled',
    'inventory: OOMKilled',
  ],
  [
    'the reason why it still waits',
    { assume: { waiting: { reason: 'ImagePullBackOff' } } },
    'ImagePullBackOff',
    'DeadlineExceeded: Job was active longer than specified deadline',
  ],
])('the reason of a failure is %s', (_, states, reason, detail) => {
  const why = 'DeadlineExceeded: Job was active longer than specified deadline';

  expect(failedResult(account, podWith(states as never), why)).toEqual({
    line: {
      accountId: '111111111111',
      accountName: 'alpha',
      status: 'failed',
      reason,
      records: 0,
      gaps: 0,
    },
    detail,
    calls: 0,
    throttles: 0,
  });
});

test('without a pod, the Job’s reason is the account’s', () => {
  const why = 'DeadlineExceeded: Job was active longer than specified deadline';

  expect(failedResult(account, undefined, why)).toMatchObject({
    line: { status: 'failed', reason: 'DeadlineExceeded' },
    detail: why,
  });
});
