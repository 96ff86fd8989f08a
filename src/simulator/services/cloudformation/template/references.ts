/** The parameters, resources and conditions that a value refers to. */

import type { Template } from './shape.ts';
import { TemplateError } from './template-error.ts';
import { attributePath, functionOf, isMembers, walk } from './value.ts';

const pseudoParameters = [
  'AWS::AccountId',
  'AWS::NoValue',
  'AWS::NotificationARNs',
  'AWS::Partition',
  'AWS::Region',
  'AWS::StackId',
  'AWS::StackName',
  'AWS::URLSuffix',
];

/** `${Name}` and `${Name.Attribute}`, but not `${!Literal}`. */
export const placeholder = /\$\{([^!}][^}]*)\}/g;

/** Names of parameters and resources, pseudo parameters included. */
export function namesIn(value: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  walk(value, (one) => {
    const call = functionOf(one);
    if (call?.name === 'Ref') names.add(String(call.argument));
    if (call?.name === 'Fn::GetAtt') names.add(attributePath(call.argument)[0]);
    if (call?.name === 'Fn::Sub') for (const name of namesInText(call.argument)) names.add(name);
  });
  return names;
}

function namesInText(argument: unknown): readonly string[] {
  const [text, variables = {}] = Array.isArray(argument) ? argument : [argument];
  const names = [...String(text).matchAll(placeholder)].map(([, name = '']) => name.trim());
  return names.filter((name) => !(name in variables)).map((name) => attributePath(name)[0]);
}

function conditionsIn(value: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  walk(value, (one) => {
    const call = functionOf(one);
    if (call?.name === 'Fn::If' && Array.isArray(call.argument))
      names.add(String(call.argument[0]));
  });
  return names;
}

type Unordered = Omit<Template, 'order' | 'waves'>;

export function checkReferences(template: Unordered): void {
  const { Resources, Parameters, Conditions, Outputs } = template;
  const known = new Set([
    ...Object.keys(Resources),
    ...Object.keys(Parameters),
    ...pseudoParameters,
  ]);
  const properties = Object.values(Resources).map((one) => one.Properties);
  const depended = Object.values(Resources).flatMap(({ DependsOn }) => DependsOn);
  expectNames('Resources', known, namesIn(properties));
  expectNames('Resources', new Set(Object.keys(Resources)), depended);
  expectNames('Outputs', known, namesIn(Outputs));
  const attached = [...Object.values(Resources), ...Object.values(Outputs)].flatMap(
    ({ Condition }) => Condition ?? [],
  );
  const used = [...attached, ...conditionsIn([properties, Outputs]), ...conditionNames(Conditions)];
  const unknown = used.find((name) => !(name in Conditions));
  if (unknown === undefined) return;
  throw new TemplateError(
    `Template format error: Unresolved condition dependency ${unknown} in the Resources block of the template`,
  );
}

/** `{ Condition: name }` within conditions. */
function conditionNames(conditions: unknown): readonly string[] {
  const names: string[] = [];
  walk(conditions, (one) => {
    if (isMembers(one) && typeof one.Condition === 'string') names.push(one.Condition);
  });
  return names;
}

function expectNames(block: string, known: ReadonlySet<string>, names: Iterable<string>): void {
  const unknown = [...new Set(names)].filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  throw new TemplateError(
    `Template format error: Unresolved resource dependencies [${unknown.join(', ')}] in the ${block} block of the template`,
  );
}
