/** StartBuild: its overrides of the project, and its errors. */

import type { CallerIdentity } from '../../world/caller.ts';
import { submit } from './build-lifecycle.ts';
import { type CodeBuildScope, projectAt } from './codebuild-scope.ts';
import { checkDefinition, checkVariables } from './definition.ts';
import { invalid, tooMany } from './errors.ts';
import type { Build, BuildVariable, Definition, LogsConfig, Project } from './resources.ts';
import { checkServiceRole } from './service-role.ts';
import { buildsAtOnce } from './settings.ts';

export interface StartInput {
  readonly projectName: string;
  readonly idempotencyToken?: string;
  readonly environmentVariablesOverride?: readonly BuildVariable[];
  readonly sourceTypeOverride?: string;
  readonly sourceLocationOverride?: string;
  readonly sourceVersion?: string;
  readonly buildspecOverride?: string;
  readonly environmentTypeOverride?: string;
  readonly imageOverride?: string;
  readonly computeTypeOverride?: string;
  readonly privilegedModeOverride?: boolean;
  readonly serviceRoleOverride?: string;
  readonly timeoutInMinutesOverride?: number;
  readonly queuedTimeoutInMinutesOverride?: number;
  readonly encryptionKeyOverride?: string;
  readonly artifactsOverride?: Readonly<Record<string, unknown>>;
  readonly cacheOverride?: Readonly<Record<string, unknown>>;
  readonly logsConfigOverride?: LogsConfig;
  readonly imagePullCredentialsTypeOverride?: string;
  readonly [other: string]: unknown;
}

export function startBuild(
  scope: CodeBuildScope,
  input: StartInput,
  by: { caller: CallerIdentity; now: number },
) {
  const { caller, now } = by;
  const repeated = startedBefore(scope, input, now);
  if (repeated) return repeated;
  const project = projectAt(scope, input.projectName);
  const definition = overridden(project.definition, input);
  if (definition !== project.definition) checkDefinition(definition, buildsAtOnce(scope.world));
  checkServiceRole(scope, definition.serviceRole, project.arn);
  checkRoom(scope, project);
  const build = submit(scope, { project, definition, initiator: initiatorOf(caller) }, now);
  storeToken(scope, input, { at: now, build });
  return build;
}

function overridden(definition: Definition, input: StartInput): Definition {
  const isPlain = Object.keys(input).every(
    (member) => member === 'projectName' || member === 'idempotencyToken',
  );
  // Ten thousand builds share the definitions of their projects.
  if (isPlain) return definition;
  const { environment, source } = definition;
  const pick = (names: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(Object.entries(names).filter(([, value]) => value !== undefined));
  return {
    ...definition,
    ...pick({
      sourceVersion: input.sourceVersion,
      serviceRole: input.serviceRoleOverride,
      timeoutInMinutes: input.timeoutInMinutesOverride,
      queuedTimeoutInMinutes: input.queuedTimeoutInMinutesOverride,
      encryptionKey: input.encryptionKeyOverride,
      artifacts: input.artifactsOverride,
      cache: input.cacheOverride,
      logsConfig: input.logsConfigOverride,
    }),
    source: {
      ...source,
      ...pick({
        type: input.sourceTypeOverride,
        location: input.sourceLocationOverride,
        buildspec: input.buildspecOverride,
      }),
    },
    environment: {
      ...environment,
      ...pick({
        type: input.environmentTypeOverride,
        image: input.imageOverride,
        computeType: input.computeTypeOverride,
        privilegedMode: input.privilegedModeOverride,
        imagePullCredentialsType: input.imagePullCredentialsTypeOverride,
      }),
      environmentVariables: withOverrides(
        environment.environmentVariables ?? [],
        input.environmentVariablesOverride ?? [],
      ),
    },
  };
}

function withOverrides(
  own: readonly BuildVariable[],
  overrides: readonly BuildVariable[],
): readonly BuildVariable[] {
  checkVariables(overrides);
  const named = new Set(overrides.map(({ name }) => name));
  const added = overrides.map(({ name, value, type = 'PLAINTEXT' }) => ({ name, value, type }));
  return [...own.filter(({ name }) => !named.has(name)), ...added];
}

/** The account's queue holds five times the concurrency limit. */
const queueFactor = 5;

function checkRoom({ world, state }: CodeBuildScope, project: Project): void {
  const limit = project.definition.concurrentBuildLimit;
  const isOfProject = ({ projectName }: Build) => projectName === project.name;
  if (limit !== undefined) {
    const active =
      [...state.running].filter(isOfProject).length + state.queue.filter(isOfProject).length;
    if (active >= limit) {
      throw tooMany(`Cannot have more than ${limit} active builds for the project`);
    }
  }
  const longest = buildsAtOnce(world) * queueFactor;
  if (state.queue.length >= longest) {
    throw tooMany(`Cannot have more than ${longest} builds in queue for the account`);
  }
}

/** `prober` for a user, `Role/session` for a role. */
function initiatorOf({ kind, name, arn }: CallerIdentity): string {
  return kind === 'role' ? arn.slice(arn.indexOf('/') + 1) : name;
}

const tokenMs = 5 * 60_000;

function startedBefore(
  { state }: CodeBuildScope,
  input: StartInput,
  now: number,
): Build | undefined {
  const used = state.tokens?.get(input.idempotencyToken ?? '');
  if (!used || now - used.at >= tokenMs) return undefined;
  if (used.request === textOf(input)) return used.build;
  throw invalid('The idempotency token was used before with other parameters');
}

function storeToken(
  { state }: CodeBuildScope,
  input: StartInput,
  { at, build }: { readonly at: number; readonly build: Build },
): void {
  if (input.idempotencyToken === undefined) return;
  state.tokens ??= new Map();
  for (const [token, used] of state.tokens) {
    if (at - used.at < tokenMs) break;
    state.tokens.delete(token);
  }
  state.tokens.delete(input.idempotencyToken);
  state.tokens.set(input.idempotencyToken, { at, build, request: textOf(input) });
}

function textOf(input: StartInput): string {
  return JSON.stringify(Object.entries(input).sort(([a], [b]) => (a < b ? -1 : 1)));
}
