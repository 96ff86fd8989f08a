/** Creates or updates a stack step by step on the clock; a failure rolls every change back. */

import { evaluate } from '../template/evaluate.ts';
import type { TemplateResource } from '../template/shape.ts';
import { TemplateError } from '../template/template-error.ts';
import { membersOf } from '../template/value.ts';
import {
  createResource,
  ResourceFailure,
  removeResource,
  type TargetResource,
  updateResource,
} from './change-resource.ts';
import { exportsOf, importersOf } from './exports.ts';
import { changedProperties, isReplacedBy, resourceTags, targetIds } from './plan-changes.ts';
import { type Changes, onRollback, removeIfExists, restore, rollBack } from './roll-back.ts';
import type { StackDeployment } from './stack-deployment.ts';
import { type StackScope, stackScope } from './stack-scope.ts';
import {
  type Stack,
  type StackDefinition,
  type StackOutput,
  type StackResource,
  setStatus,
} from './state.ts';
import { noting, type Steps, together } from './steps.ts';

export function* deployStack(
  deployment: StackDeployment,
  definition: StackDefinition,
  verb: 'CREATE' | 'UPDATE',
): Steps {
  const { world, stack, accessAt } = deployment;
  let now = yield 0;
  setStatus(world, stack, { status: `${verb}_IN_PROGRESS`, reason: 'User Initiated', now });
  const changes: Changes = { resources: new Map(stack.resources), undo: [], obsolete: [] };
  try {
    const scope = stackScope({
      context: accessAt(now).context,
      stack,
      definition,
      resource: (id) => changes.resources.get(id),
    });
    yield* applyAll(deployment, definition, scope, changes);
    now = yield 0;
    const outputs = outputsOf(definition, scope);
    checkExports(deployment, outputs, now);
    Object.assign(stack, { outputs, definition, imports: new Set(scope.imports) });
  } catch (error) {
    if (!(error instanceof ResourceFailure || error instanceof TemplateError)) throw error;
    yield* rollBack(deployment, verb, changes, error);
    return;
  }
  stack.resources = new Map(changes.resources);
  if (verb === 'UPDATE') {
    stack.updatedAt = now;
    setStatus(world, stack, { status: 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', now });
    for (const resource of changes.obsolete.toReversed())
      yield* removeResource(deployment, resource);
  }
  now = yield 0;
  setStatus(world, stack, { status: `${verb}_COMPLETE`, now });
}

function* applyAll(
  deployment: StackDeployment,
  definition: StackDefinition,
  scope: StackScope,
  changes: Changes,
): Steps {
  const ids = targetIds(definition, scope);
  for (const wave of definition.template.waves) {
    changes.undo.push([]);
    const targets = wave.filter((id) => ids.includes(id));
    yield* together(
      targets.map((id) => applyOne(deployment, targetResource(id, definition, scope), changes)),
    );
  }
  const order = deployment.stack.definition?.template.order ?? [];
  for (const id of order) {
    const resource = changes.resources.get(id);
    if (!resource || ids.includes(id)) continue;
    changes.resources.delete(id);
    changes.obsolete.push(resource);
  }
}

function targetResource(
  id: string,
  definition: StackDefinition,
  scope: StackScope,
): TargetResource {
  const { Type, Properties, DeletionPolicy } = definition.template.Resources[
    id
  ] as TemplateResource;
  return {
    id,
    type: Type,
    evaluate: () => membersOf(evaluate(Properties, scope)),
    definition,
    deletionPolicy: DeletionPolicy,
  };
}

function* applyOne(deployment: StackDeployment, target: TargetResource, changes: Changes): Steps {
  const { id, type, definition } = target;
  const { resources, obsolete } = changes;
  const undo = changes.undo.at(-1) ?? [];
  const before = resources.get(id);
  const create = function* (): Steps {
    let existing: StackResource | undefined;
    undo.push(() => removeIfExists(deployment, existing));
    const made = yield* createResource(deployment, target, (partial) => {
      existing = partial;
    });
    existing = { ...made, deletionPolicy: onRollback(made) };
    resources.set(id, made);
  };
  if (!before) {
    yield* create();
    return;
  }
  const properties = evaluatedOrFailed(target);
  const changed = changedProperties(before.properties, properties);
  const tags = resourceTags(definition.tags, properties);
  const hasSameTags = JSON.stringify(tags) === JSON.stringify(before.tags);
  if (before.type !== type || isReplacedBy(type, changed)) {
    yield* create();
    const policy = definition.template.Resources[id]?.UpdateReplacePolicy ?? 'Delete';
    obsolete.push({ ...before, deletionPolicy: policy });
  } else if (changed.length > 0 || !hasSameTags) {
    // The change may fail halfway, so it is undone in that case too.
    let after: StackResource = { ...before, properties, tags };
    undo.push(() => restore(deployment, target, before, after));
    const made = yield* updateResource(deployment, target, before);
    after = made;
    resources.set(id, made);
    if (made.physicalId !== before.physicalId) obsolete.push(before);
  } else resources.set(id, { ...before, deletionPolicy: target.deletionPolicy });
}

function evaluatedOrFailed(target: TargetResource) {
  try {
    return target.evaluate();
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw new ResourceFailure(target.id, error.message);
  }
}

function outputsOf({ template }: StackDefinition, scope: StackScope): readonly StackOutput[] {
  return Object.entries(template.Outputs).flatMap(([key, output]) => {
    const { Condition, Value, Description, Export } = output;
    if (Condition !== undefined && !scope.condition(Condition)) return [];
    const value = evaluate(Value, scope);
    if (typeof value === 'object' || value === undefined) {
      throw new TemplateError(
        `Template format error: Output ${key} is malformed. The Value field of every Outputs member must evaluate to a String.`,
      );
    }
    return {
      key,
      value: String(value),
      ...(Description !== undefined && { description: Description }),
      ...(Export && { exportName: String(evaluate(Export.Name, scope)) }),
    };
  });
}

/** A name is exported once, and an export that is imported keeps its value. */
function checkExports(
  { stack, accessAt }: StackDeployment,
  outputs: readonly StackOutput[],
  now: number,
): void {
  const { context } = accessAt(now);
  const taken = exportsOf(context).filter((one) => one.stack !== stack);
  for (const { exportName } of outputs) {
    const other = taken.find(({ name }) => name === exportName);
    if (other) {
      throw new TemplateError(
        `Export with name ${exportName} is already exported by stack ${other.stack.name}. Rename it and try again.`,
      );
    }
  }
  for (const { exportName = '', value } of stack.outputs) {
    const [importer] = exportName === '' ? [] : importersOf(context, exportName);
    const isSame = outputs.some((one) => one.exportName === exportName && one.value === value);
    if (!importer || isSame) continue;
    const isKept = outputs.some((one) => one.exportName === exportName);
    throw new TemplateError(
      `Cannot ${isKept ? 'update' : 'delete'} export ${exportName} as it is in use by ${importer.name}.`,
    );
  }
}

export function* deleteStack(deployment: StackDeployment, retained: readonly string[] = []): Steps {
  const { world, stack, accessAt } = deployment;
  let now = yield 0;
  setStatus(world, stack, { status: 'DELETE_IN_PROGRESS', reason: 'User Initiated', now });
  const used = stack.outputs.flatMap(({ exportName: name }) =>
    name === undefined ? [] : importersOf(accessAt(now).context, name).map((by) => [name, by.name]),
  )[0];
  if (used) {
    const reason = `Cannot delete export ${used[0]} as it is in use by ${used[1]}.`;
    setStatus(world, stack, { status: 'DELETE_FAILED', reason, now });
    return;
  }
  const failed: string[] = [];
  const left = new Map(stack.resources);
  for (const wave of wavesOfStack(stack).toReversed()) {
    const removals = wave.toReversed().map((resource) => {
      const { id, deletionPolicy } = resource;
      const policy = retained.includes(id) ? 'Retain' : deletionPolicy;
      const removal = removeResource(deployment, { ...resource, deletionPolicy: policy });
      return noting(removal, (isRemoved) => {
        if (isRemoved) left.delete(id);
        else failed.push(id);
      });
    });
    yield* together(removals);
  }
  now = yield 0;
  stack.resources = left;
  if (failed.length > 0) {
    const reason = `The following resource(s) failed to delete: [${failed.join(', ')}]. `;
    setStatus(world, stack, { status: 'DELETE_FAILED', reason, now });
    return;
  }
  stack.deletedAt = now;
  setStatus(world, stack, { status: 'DELETE_COMPLETE', now });
}

/** As the template has them; a resource of an earlier template is in a wave of its own, after all others. */
function wavesOfStack({ definition, resources }: Stack): readonly (readonly StackResource[])[] {
  const waves = definition?.template.waves ?? [];
  const known = new Set(waves.flat());
  const others = [...resources.keys()].filter((id) => !known.has(id)).map((id) => [id]);
  return [...waves, ...others].map((ids) => ids.flatMap((id) => resources.get(id) ?? []));
}
