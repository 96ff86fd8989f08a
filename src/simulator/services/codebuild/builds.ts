/** Builds: start, describe, list, stop, delete. */

import { callPage } from '../../call-page.ts';
import type { CallContext } from '../../service.ts';
import { end } from './build-lifecycle.ts';
import { bareName, type CodeBuildScope, codeBuildScope, projectAt } from './codebuild-scope.ts';
import { describedBuild } from './describe-build.ts';
import { invalid, noBuild } from './errors.ts';
import { checkCount } from './projects.ts';
import type { Build } from './resources.ts';
import { type StartInput, startBuild } from './start-build.ts';

interface ListInput {
  readonly projectName?: string;
  readonly sortOrder?: string;
  readonly nextToken?: string;
}

interface IdsInput {
  readonly ids: readonly string[];
}

export const buildHandlers = {
  StartBuild: (input: StartInput, context: CallContext) => {
    const place = codeBuildScope(context);
    return { build: describedBuild(place, startBuild(place, input, context), context.now) };
  },

  /** Repeats a build as it was, whatever has changed in the project since. */
  RetryBuild: (
    input: { readonly id?: string; readonly idempotencyToken?: string },
    context: CallContext,
  ) => {
    const place = codeBuildScope(context);
    const { definition, projectName } = buildAt(place, input.id ?? '');
    const again = {
      projectName,
      ...(input.idempotencyToken !== undefined && { idempotencyToken: input.idempotencyToken }),
      buildspecOverride: definition.source.buildspec ?? '',
      environmentVariablesOverride: definition.environment.environmentVariables ?? [],
    };
    return { build: describedBuild(place, startBuild(place, again, context), context.now) };
  },

  BatchGetBuilds: ({ ids }: IdsInput, context: CallContext) => {
    checkCount('ids', ids);
    const place = codeBuildScope(context);
    const found = [...new Set(ids)].map(
      (id) => [id, place.state.builds.get(bareName(id))] as const,
    );
    return {
      builds: found.flatMap(([, build]) =>
        build ? [describedBuild(place, build, context.now)] : [],
      ),
      buildsNotFound: found.flatMap(([id, build]) => (build ? [] : [id])),
    };
  },

  ListBuilds: (input: ListInput, context: CallContext) =>
    listed(context, input, [...codeBuildScope(context).state.builds.values()]),

  ListBuildsForProject: (input: ListInput, context: CallContext) => {
    const place = codeBuildScope(context);
    const { name } = projectAt(place, input.projectName ?? '');
    const builds = [...place.state.builds.values()];
    return listed(
      context,
      input,
      builds.filter(({ projectName }) => projectName === name),
    );
  },

  StopBuild: ({ id }: { readonly id: string }, context: CallContext) => {
    const place = codeBuildScope(context);
    const build = buildAt(place, id);
    end(place, build, { status: 'STOPPED', now: context.now });
    return { build: describedBuild(place, build, context.now) };
  },

  BatchDeleteBuilds: ({ ids }: IdsInput, context: CallContext) => {
    checkCount('ids', ids);
    const { builds } = codeBuildScope(context).state;
    const checked = ids.map((id) => {
      const build = builds.get(bareName(id));
      if (!build) return { id, statusCode: 'BUILD_NOT_FOUND' };
      if (build.endedAt === undefined) return { id, statusCode: 'BUILD_IN_PROGRESS' };
      builds.delete(build.id);
      return { id };
    });
    return {
      buildsDeleted: checked.filter((one) => !('statusCode' in one)).map(({ id }) => id),
      buildsNotDeleted: checked.filter((one) => 'statusCode' in one),
    };
  },
};

function buildAt({ state }: CodeBuildScope, id: string): Build {
  const build = state.builds.get(bareName(id));
  if (!build) throw noBuild(id);
  return build;
}

/** The newest first by default. */
function listed(context: CallContext, input: ListInput, builds: readonly Build[]) {
  const { sortOrder = 'DESCENDING', projectName = '', nextToken } = input;
  const ids = builds.map(({ id }) => id);
  const page = callPage(
    context,
    {
      items: sortOrder === 'ASCENDING' ? ids : ids.reverse(),
      key: (id) => id,
      token: nextToken,
      size: 100,
      scope: `builds ${projectName} ${sortOrder}`,
      invalidToken: () => invalid('Invalid nextToken'),
    },
    'nextToken',
  );
  return { ids: page.items, ...page.token };
}
