/** What containers have printed: of each the running instance and the one before, until its pod is gone. */

export interface Log {
  text: string;
  isOver: boolean;
  /** Told of what is added, and at the end. */
  readonly readers: Set<(added: string | undefined) => void>;
}

export interface Logs {
  /** Opens the log of a new instance of the container. */
  open(podUid: string, container: string): Log;
  find(podUid: string, container: string, instance: 'current' | 'previous'): Log | undefined;
  forget(podUid: string): void;
}

export function createLogs(): Logs {
  const pods = new Map<string, Map<string, readonly Log[]>>();
  return {
    open: (podUid, container) => {
      const log: Log = { text: '', isOver: false, readers: new Set() };
      const containers = pods.get(podUid) ?? new Map<string, readonly Log[]>();
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

export function append(log: Log, text: string): void {
  if (text === '' || log.isOver) return;
  log.text += text;
  for (const reader of log.readers) reader(text);
}

export function close(log: Log): void {
  log.isOver = true;
  for (const reader of log.readers) reader(undefined);
  log.readers.clear();
}
