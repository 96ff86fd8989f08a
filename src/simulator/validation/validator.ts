/**
 * Compiles the schema of an operation's input, and its constraints, into one function: types, required members,
 * lengths, ranges, patterns and enums, for every protocol.
 */

import { NormalizedSchema } from '@smithy/core/schema';
import { requiredCount } from '../../wire/structure.ts';
import type { Constraint, ServiceConstraints } from './constraints.ts';
import {
  entryPath,
  memberPath,
  type Problem,
  type ProblemKind,
  sentence,
  sentencesOf,
  TypeMismatch,
} from './problem.ts';
import { lengthCheck, mismatch, simpleCheck, type ValueCheck } from './simple-values.ts';

/** The problems of an input. Throws a `TypeMismatch`. Members that are null are removed: AWS ignores them. */
export type Validator = (input: Readonly<Record<string, unknown>>) => readonly Problem[];

export function compileValidator(schema: unknown, constraints: ServiceConstraints): Validator {
  const compile = compiler(constraints);
  const normalized = NormalizedSchema.of(schema as never);
  if (!normalized.isStructSchema()) return () => [];
  const check = compile.members(normalized);
  return (input) => {
    const problems: Problem[] = [];
    check(input as Record<string, unknown>, '', problems);
    return problems;
  };
}

type CheckMembers = (value: Record<string, unknown>, path: string, problems: Problem[]) => void;

interface CompiledMember {
  readonly name: string;
  readonly required: boolean;
  readonly check: ValueCheck;
}

function compiler(constraints: ServiceConstraints) {
  // Structures may contain themselves.
  const structures = new Map<string, CheckMembers>();

  function members(schema: NormalizedSchema): CheckMembers {
    const id = schema.getName(true) ?? '';
    const known = structures.get(id);
    if (known) return known;
    let compiled: readonly CompiledMember[] | undefined;
    const check: CheckMembers = (value, path, problems) => {
      compiled ??= compileMembers(schema);
      for (const member of compiled) checkMember(member, value, path, problems);
    };
    structures.set(id, check);
    return check;
  }

  function compileMembers(schema: NormalizedSchema): readonly CompiledMember[] {
    const structure = schema.getName() ?? '';
    const required = requiredCount(schema);
    return [...schema.structIterator()].map(([name, member], index) => ({
      name,
      required: index < required,
      check: any(member, constraints(structure, name)),
    }));
  }

  function any(schema: NormalizedSchema, constraint: Constraint | undefined): ValueCheck {
    if (schema.isStreaming()) return () => {};
    if (schema.isStructSchema()) return structureCheck(schema);
    if (schema.isListSchema()) return listCheck(schema, constraint ?? {});
    if (schema.isMapSchema()) return mapCheck(schema, constraint ?? {});
    return simpleCheck(schema, constraint);
  }

  function structureCheck(schema: NormalizedSchema): ValueCheck {
    const checkMembers = members(schema);
    const isUnion = schema.isUnionSchema();
    return (value, parent, name, problems) => {
      const path = memberPath(parent, name);
      if (!isRecord(value)) throw new TypeMismatch(mismatch(value, 'Structure', path));
      checkMembers(value, path, problems);
      const count = isUnion ? countMembers(value) : 1;
      if (count !== 1) throw new TypeMismatch(`A union must have one member (${path})`, count);
    };
  }

  function listCheck(schema: NormalizedSchema, constraint: Constraint): ValueCheck {
    const checkLength = lengthCheck(constraint, (value) => (value as readonly unknown[]).length);
    const element = any(schema.getValueSchema(), constraint.member);
    const describe = elementDescription('Member', constraint.member);
    return (value, parent, name, problems) => {
      const path = memberPath(parent, name);
      if (!Array.isArray(value)) throw new TypeMismatch(mismatch(value, 'List', path));
      checkLength(value, parent, name, problems);
      const before = problems.length;
      for (const [index, one] of value.entries()) {
        if (one === null || one === undefined) problems.push(missing(memberPath(path, index)));
        else element(one, path, index, problems);
      }
      describe(value, path, problems, before);
    };
  }

  function mapCheck(schema: NormalizedSchema, constraint: Constraint): ValueCheck {
    const checkLength = lengthCheck(constraint, (value) => Object.keys(value as object).length);
    const element = any(schema.getValueSchema(), constraint.value);
    const checkKey = simpleCheck(schema.getKeySchema(), constraint.key);
    const describeKeys = elementDescription('Map keys', constraint.key);
    const describe = elementDescription('Map value', constraint.value);
    return (value, parent, name, problems) => {
      const path = memberPath(parent, name);
      if (!isRecord(value)) throw new TypeMismatch(mismatch(value, 'Map', path));
      checkLength(value, parent, name, problems);
      for (const key of Object.keys(value)) {
        const start = problems.length;
        checkKey(key, path, key, problems);
        describeKeys(value, path, problems, start);
        const before = problems.length;
        const one = value[key];
        if (one === null || one === undefined) problems.push(missing(entryPath(path, key)));
        else element(one, `${path}.${key}`, 'member', problems);
        describe(value, path, problems, before);
      }
    };
  }

  return { members };
}

function checkMember(
  { name, required, check }: CompiledMember,
  value: Record<string, unknown>,
  path: string,
  problems: Problem[],
): void {
  const member = value[name];
  if (member !== undefined && member !== null) check(member, path, name, problems);
  else if (required) problems.push(missing(memberPath(path, name)));
  else if (member === null) delete value[name];
}

/** AWS reports a constraint of simple elements once, at the list or map. */
function elementDescription(what: string, constraint: Constraint | undefined) {
  const sentences = constraint ? sentencesOf(constraint) : [];
  const described = `${what} must satisfy constraint: [${sentences.join(', ')}]`;
  return (value: unknown, path: string, problems: Problem[], start: number): void => {
    const first = problems[start];
    if (!first || sentences.length === 0 || first.kind === 'required') return;
    problems.splice(start, problems.length, {
      path,
      value,
      kind: first.kind,
      constraint: described,
    });
  };
}

function missing(path: string): Problem {
  const kind: ProblemKind = 'required';
  return { path, value: undefined, kind, constraint: sentence.required };
}

function countMembers(value: Readonly<Record<string, unknown>>): number {
  return Object.values(value).filter((one) => one !== undefined).length;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Uint8Array) &&
    !(value instanceof Date)
  );
}
