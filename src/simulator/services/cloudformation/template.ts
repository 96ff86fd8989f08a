import { invalid } from './errors.ts';

export type TemplateValue = unknown;
type Members = Readonly<Record<string, TemplateValue>>;

export interface TemplateResource {
  readonly Type: 'AWS::IAM::Role' | 'AWS::IAM::ManagedPolicy';
  readonly Properties: Members;
}

export interface StackTemplate {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
}

const knownTypes = new Set(['AWS::IAM::Role', 'AWS::IAM::ManagedPolicy']);
const knownSections = new Set(['AWSTemplateFormatVersion', 'Description', 'Resources']);
const maxBytes = 51_200;

export function parseTemplate(text: string | undefined): StackTemplate {
  if (text === undefined) throw invalid('Either Template URL or Template Body must be specified.');
  if (Buffer.byteLength(text) > maxBytes) {
    throw invalid(`'templateBody' failed to satisfy constraint: at most ${maxBytes} bytes`);
  }
  const template = read(text);
  const section = Object.keys(template).find((name) => !knownSections.has(name));
  if (section) throw invalid(`The simulator does not know ${section} in a template yet.`);
  const entries = Object.entries(template.Resources ?? {});
  if (entries.length === 0) throw invalid('At least one Resources member must be defined.');
  for (const [, { Type }] of entries) {
    if (!knownTypes.has(Type)) throw invalid(`The simulator does not know ${Type} in a stack yet.`);
  }
  return template;
}

function read(text: string): StackTemplate {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('Template format error: the simulator reads JSON only.');
  }
}

export interface TemplateScope {
  /** `AWS::AccountId` and other pseudo parameters. */
  readonly pseudo: Readonly<Record<string, string>>;
  /** The value of `Ref` for a resource. */
  readonly ref: (logicalId: string) => string;
  readonly attribute: (logicalId: string, name: string) => string;
}

/** With every function replaced by its value. */
export function resolve(value: TemplateValue, scope: TemplateScope): TemplateValue {
  if (Array.isArray(value)) return value.map((one) => resolve(one, scope));
  if (typeof value !== 'object' || value === null) return value;
  const [[name, argument] = ['', undefined], ...more] = Object.entries(value);
  if (more.length === 0 && (name === 'Ref' || name.startsWith('Fn::'))) {
    return answer(name, argument, scope);
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, resolve(member, scope)]),
  );
}

function answer(name: string, argument: TemplateValue, scope: TemplateScope): TemplateValue {
  switch (name) {
    case 'Ref':
      return named(String(argument), scope);
    case 'Fn::GetAtt': {
      const [id = '', attribute = ''] = Array.isArray(argument)
        ? argument
        : String(argument).split('.');
      return scope.attribute(id, attribute);
    }
    case 'Fn::Sub':
      return String(argument).replace(/\$\{([^!}]+)\}/g, (_, id: string) =>
        id.includes('.')
          ? scope.attribute(id.split('.')[0] ?? '', id.split('.')[1] ?? '')
          : named(id, scope),
      );
    case 'Fn::Join': {
      const [between = '', parts = []] = argument as readonly [string, readonly TemplateValue[]];
      return parts.map((part) => String(resolve(part, scope))).join(between);
    }
    default:
      throw invalid(`The simulator does not know ${name} yet.`);
  }
}

function named(id: string, { pseudo, ref }: TemplateScope): string {
  return pseudo[id] ?? ref(id);
}
