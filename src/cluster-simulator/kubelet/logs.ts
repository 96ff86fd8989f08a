/** Logs of containers: of each the running instance and the one before, until the pod is deleted. */

export interface ContainerLog {
  text: string;
  isOver: boolean;
  /** Called with every addition, and at the end. */
  readonly readers: Set<(added: string | undefined) => void>;
}

export interface ContainerLogs {
  /** Opens the log of a new instance of the container. */
  open(podUid: string, container: string): ContainerLog;
  find(
    podUid: string,
    container: string,
    instance: 'current' | 'previous',
  ): ContainerLog | undefined;
  forget(podUid: string): void;
}

export function createLogs(): ContainerLogs {
  const pods = new Map<string, Map<string, readonly ContainerLog[]>>();
  return {
    open: (podUid, container) => {
      const log: ContainerLog = { text: '', isOver: false, readers: new Set() };
      const containers = pods.get(podUid) ?? new Map<string, readonly ContainerLog[]>();
      pods.set(podUid, containers);
      containers.set(container, [log, ...(containers.get(container) ?? [])].slice(0, 2));
      return log;
    },
    find: (podUid, container, instance) =>
      pods.get(podUid)?.get(container)?.[instance === 'current' ? 0 : 1],
    forget: (podUid) => {
      for (const logs of pods.get(podUid)?.values() ?? []) for (const log of logs) close(log);
      pods.delete(podUid);
    },
  };
}

export function append(log: ContainerLog, text: string): void {
  if (text === '' || log.isOver) return;
  log.text += text;
  for (const reader of log.readers) reader(text);
}

export function close(log: ContainerLog): void {
  log.isOver = true;
  for (const reader of log.readers) reader(undefined);
  log.readers.clear();
}
