/** Reads the log of a container, as `kubectl logs` does. */

import type { Kubelet } from '../kubelet/kubelet.ts';
import { containersOf, type Pod } from '../object.ts';
import { badRequest, unsupported } from '../status.ts';
import type { ApiResponse } from './request.ts';

const plain = { 'content-type': 'text/plain' };

export function readLog(kubelet: Kubelet, pod: Pod, query: URLSearchParams): ApiResponse {
  for (const name of ['timestamps', 'sinceSeconds', 'sinceTime', 'limitBytes']) {
    if (query.has(name) && query.get(name) !== 'false') throw unsupported(`logs with ${name}`);
  }
  const name = containerOf(pod, query.get('container') ?? '');
  const instance = query.get('previous') === 'true' ? 'previous' : 'current';
  const log = kubelet.findLog(pod.metadata.uid, name, instance);
  if (!log) throw badRequest(missingContainer(pod, name, instance));
  const expected = query.get('tailLines');
  const text = expected === null ? log.text : lastLines(log.text, Number(expected));
  if (query.get('follow') !== 'true' || log.isOver)
    return { code: 200, headers: plain, body: text };
  return {
    code: 200,
    headers: plain,
    body: (sink) => {
      if (text !== '') sink.write(text);
      const reader = (added: string | undefined) =>
        added === undefined ? sink.end() : sink.write(added);
      log.readers.add(reader);
      return () => void log.readers.delete(reader);
    },
  };
}

function containerOf({ metadata, spec }: Pod, expected: string): string {
  const names = containersOf(spec).map(({ name }) => name);
  const [only, ...others] = spec.containers.map(({ name }) => name);
  if (expected === '' && others.length === 0) return only ?? '';
  if (names.includes(expected)) return expected;
  const why =
    expected === ''
      ? `a container name must be specified for pod ${metadata.name}, choose one of: [${names.join(' ')}]`
      : `container ${expected} is not valid for pod ${metadata.name}`;
  throw badRequest(why);
}

function missingContainer({ metadata, status }: Pod, name: string, instance: string): string {
  if (instance === 'previous') {
    return `previous terminated container "${name}" in pod "${metadata.name}" not found`;
  }
  const all = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
  const state = all.find((one) => one.name === name)?.state;
  const reason = state && 'waiting' in state ? `: ${state.waiting.reason}` : '';
  return `container "${name}" in pod "${metadata.name}" is waiting to start${reason}`;
}

function lastLines(text: string, count: number): string {
  const lines = text.split(/(?<=\n)/);
  return count === 0 ? '' : lines.slice(-count).join('');
}
