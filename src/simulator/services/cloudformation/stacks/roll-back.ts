/** Undoes the changes of a deployment that failed. */

import {
  importComplete,
  ResourceFailure,
  removeResource,
  type TargetResource,
  updateResource,
} from './change-resource.ts';
import type { StackDeployment } from './stack-deployment.ts';
import { type StackResource, setStatus } from './state.ts';
import { noting, type Steps, together } from './steps.ts';

export interface Changes {
  /** The resources of the stack as they are now. */
  readonly resources: Map<string, StackResource>;
  /** Undoes the changes of each wave; the last wave is undone first. */
  readonly undo: (() => Steps<boolean>)[][];
  /** Replaced and dropped resources, removed once everything else has succeeded. */
  readonly obsolete: StackResource[];
}

export function* rollBack(
  deployment: StackDeployment,
  verb: 'CREATE' | 'UPDATE',
  changes: Changes,
  error: Error,
): Steps {
  const { world, stack } = deployment;
  let now = yield 0;
  const what = verb === 'CREATE' ? 'create' : 'update';
  const failed =
    error instanceof ResourceFailure
      ? `The following resource(s) failed to ${what}: [${error.id}].`
      : error.message;
  const prefix = verb === 'CREATE' ? '' : 'UPDATE_';
  if (stack.disableRollback) {
    stack.resources = new Map(changes.resources);
    setStatus(world, stack, { status: `${verb}_FAILED`, reason: failed, now });
    return;
  }
  const reason = verb === 'CREATE' ? `${failed} Rollback requested by user.` : failed;
  setStatus(world, stack, { status: `${prefix}ROLLBACK_IN_PROGRESS`, reason, now });
  let isUndone = true;
  for (const wave of changes.undo.toReversed()) {
    const undone = wave.toReversed().map((undo) =>
      noting(undo(), (isDone) => {
        isUndone = isDone && isUndone;
      }),
    );
    yield* together(undone);
  }
  now = yield 0;
  if (verb === 'CREATE') stack.resources = new Map();
  if (isUndone && verb === 'UPDATE') {
    setStatus(world, stack, { status: 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS', now });
  }
  setStatus(world, stack, { status: `${prefix}ROLLBACK_${isUndone ? 'COMPLETE' : 'FAILED'}`, now });
}

export function* removeIfExists(
  deployment: StackDeployment,
  existing: StackResource | undefined,
): Steps<boolean> {
  return existing === undefined || (yield* removeResource(deployment, existing));
}

/** What was imported was there before. */
export const onRollback = ({ deletionPolicy, status }: StackResource) =>
  deletionPolicy === 'RetainExceptOnCreate' && status !== importComplete
    ? 'Delete'
    : deletionPolicy;

export function* restore(
  deployment: StackDeployment,
  target: TargetResource,
  before: StackResource,
  changed: StackResource,
): Steps<boolean> {
  const previous = deployment.stack.definition ?? target.definition;
  const old = { ...target, definition: previous, evaluate: () => before.properties };
  try {
    const restored = yield* updateResource(deployment, old, changed);
    if (restored.physicalId === changed.physicalId) return true;
    return yield* removeResource(deployment, { ...changed, deletionPolicy: 'Delete' });
  } catch (error) {
    if (error instanceof ResourceFailure) return false;
    throw error;
  }
}
