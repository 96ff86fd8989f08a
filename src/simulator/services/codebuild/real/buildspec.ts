/** Parses a build specification, version 0.2, like CodeBuild. Features that the simulator lacks are refused by name. */

import { parse } from 'yaml';
import * as z from 'zod';

const commandsSchema = z
  .array(z.union([z.string(), z.number().transform(String), z.boolean().transform(String)]))
  .nullish()
  .transform((commands) => commands ?? []);

const phaseSchema = z.strictObject({
  commands: commandsSchema,
  finally: commandsSchema,
  'on-failure': z.enum(['ABORT', 'CONTINUE']).optional(),
  // The versions are those of the host.
  'runtime-versions': z.unknown().optional(),
});

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const buildspecSchema = z.object({
  version: z.literal([0.2, '0.2']),
  env: z
    .strictObject({
      shell: z.enum(['bash', 'sh', '/bin/sh', '/bin/bash']).optional(),
      variables: z.record(z.string(), scalar).nullish(),
      'parameter-store': z.record(z.string(), z.string()).nullish(),
      'exported-variables': z.array(z.string().regex(/^[A-Za-z_]\w*$/)).nullish(),
      'git-credential-helper': z.unknown().optional(),
    })
    .nullish(),
  phases: z
    .strictObject({
      install: phaseSchema.nullish(),
      pre_build: phaseSchema.nullish(),
      build: phaseSchema.nullish(),
      post_build: phaseSchema.nullish(),
    })
    .refine((phases) => Object.values(phases).some((phase) => phase), 'must have a phase'),
});

export interface Buildspec {
  readonly shell: 'bash' | 'sh';
  readonly variables: Readonly<Record<string, string>>;
  /** Variable → name of the parameter. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly exported: readonly string[];
  readonly phases: readonly BuildPhase[];
}

export interface BuildPhase {
  readonly type: 'INSTALL' | 'PRE_BUILD' | 'BUILD' | 'POST_BUILD';
  readonly commands: readonly string[];
  readonly finally: readonly string[];
  /** Whether the next phase runs although this one has failed. */
  readonly goesOn: boolean;
}

/** Throws an error that describes the mistake. */
export function parseBuildspec(text: string): Buildspec {
  const result = buildspecSchema.safeParse(parse(text));
  if (!result.success) throw new Error(result.error.issues.map(toLine).join('; '));
  const { env, phases } = result.data;
  return {
    shell: env?.shell?.endsWith('bash') ? 'bash' : 'sh',
    variables: env?.variables ?? {},
    parameters: env?.['parameter-store'] ?? {},
    exported: env?.['exported-variables'] ?? [],
    phases: order.map(([type, name, goesOn]) => toPhase(type, phases[name], goesOn)),
  };
}

/** A failed build still runs its post-build phase; a failure before it ends the build. */
const order = [
  ['INSTALL', 'install', false],
  ['PRE_BUILD', 'pre_build', false],
  ['BUILD', 'build', true],
  ['POST_BUILD', 'post_build', true],
] as const;

function toPhase(
  type: BuildPhase['type'],
  phase: z.infer<typeof phaseSchema> | null | undefined,
  usually: boolean,
): BuildPhase {
  const onFailure = phase?.['on-failure'];
  const goesOn = onFailure === undefined ? usually : onFailure === 'CONTINUE';
  return { type, commands: phase?.commands ?? [], finally: phase?.finally ?? [], goesOn };
}

function toLine(issue: z.core.$ZodIssue): string {
  return `${issue.path.join('.') || 'buildspec'}: ${issue.message}`;
}
