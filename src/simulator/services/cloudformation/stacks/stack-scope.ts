/** The values that a template sees in a stack: parameters, resources, exports and zones. */

import { callerAccount } from '../../../caller-account.ts';
import type { CallContext } from '../../../service.ts';
import { zonesOf } from '../../ec2/make.ts';
import { conditionScope, conditionsOf } from '../template/conditions.ts';
import type { TemplateScope } from '../template/evaluate.ts';
import { TemplateError } from '../template/template-error.ts';
import { exportsOf } from './exports.ts';
import type { Stack, StackDefinition, StackResource } from './state.ts';

export interface StackScope extends TemplateScope {
  /** Names that were imported while values were evaluated. */
  readonly imports: ReadonlySet<string>;
}

type StackIdentity = Pick<Stack, 'id' | 'name'>;

interface ScopeOptions {
  readonly context: CallContext;
  readonly stack: StackIdentity;
  readonly definition: Pick<StackDefinition, 'template' | 'parameters'>;
  /** Undefined for a resource that does not exist yet. */
  readonly resource: (id: string) => StackResource | undefined;
  /** Instead of values that are known only after the deployment. */
  readonly unknown?: string;
}

export function stackScope(options: ScopeOptions): StackScope {
  const { context, definition, resource, unknown } = options;
  const { template, parameters } = definition;
  const pseudo = pseudoParameters(context, options.stack);
  const imports = new Set<string>();
  const ref = (name: string): unknown => {
    if (Object.hasOwn(pseudo, name)) return pseudo[name];
    const parameter = parameters.get(name);
    if (parameter) return parameter.value;
    return resource(name)?.physicalId ?? unknown ?? unresolved(name);
  };
  const base = {
    ref,
    mappings: template.Mappings,
    importValue: (name: string) => {
      const found = exportsOf(context).find((one) => one.name === name);
      if (!found) throw new TemplateError(`No export named ${name} found.`);
      imports.add(name);
      return found.value;
    },
    zones: zonesOf,
  };
  const condition = conditionsOf(template.Conditions, base);
  return {
    ...conditionScope(base, condition),
    imports,
    attribute: (id, name) => {
      const found = resource(id);
      const value = found?.attributes[name] ?? (found ? undefined : unknown);
      if (value !== undefined) return value;
      if (!found) return unresolved(id);
      throw new TemplateError(
        `Requested attribute ${name} must be a readonly property in schema for ${found.type}`,
      );
    },
  };
}

function unresolved(id: string): never {
  throw new TemplateError(
    `Template format error: Unresolved resource dependencies [${id}] in the Resources block of the template`,
  );
}

function pseudoParameters(
  context: CallContext,
  { id, name }: StackIdentity,
): Readonly<Record<string, unknown>> {
  const { partition } = context.world;
  return {
    'AWS::AccountId': callerAccount(context).id,
    'AWS::NotificationARNs': [],
    'AWS::Partition': partition.name,
    'AWS::Region': context.region,
    'AWS::StackId': id,
    'AWS::StackName': name,
    'AWS::URLSuffix': partition.dnsSuffix,
  };
}
